import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { disclosure, organisations } from '@gongshi/affairs'
import { type Cbor, fromHex, toHex } from '@gongshi/protocol'
import {
  actOf,
  type Committed,
  createWallet,
  draftAct,
  draftLink,
  explainAct,
  getView,
  keyPoint,
  submit,
} from '@gongshi/sdk'
import type { Page } from 'playwright-core'
import { signerOf } from '../../packages/node/test/sampleNode.ts'
import { fillNotice } from '../portal/actForm.ts'
import { assertAccessible } from '../portal/audit.ts'
import { inBrowser } from '../portal/browser.ts'
import { makePasskey, officerAt } from '../portal/officer.ts'
import { type Site, serve } from '../sdk/site.ts'
import { organOf, organRow, place, votingMs, WalkCity } from './city.ts'

let portal: Site
let city: WalkCity
before(async () => {
  portal = await serve({})
  city = await WalkCity.found(portal.url)
  portal.forwardTo(city.url)
})
after(async () => {
  portal?.close()
  await city?.end()
})

/** For whoever wants to look: pictures of each page where `GONGSHI_PICTURES` says, at two widths. */
async function seen(page: Page, name: string): Promise<void> {
  await assertAccessible(page, name)
  const folder = process.env.GONGSHI_PICTURES
  if (folder === undefined) return
  const size = page.viewportSize()!
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize(size)
}

const ok = (committed: Committed): Committed => {
  assert.deepEqual(committed.outcome[0], 'ok', JSON.stringify(committed.outcome))
  return committed
}
/** The id of the row that an act has made: its first event names it. */
const madeBy = ({ outcome }: Committed): Cbor => ((outcome[1] as readonly Cbor[])[0] as readonly Cbor[])[1]!
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const waitUntil = async (moment: number) => new Promise((resolve) => setTimeout(resolve, moment - Date.now()))

test('two departments found a ledger and decide its rules; an officer acts by passkey within a mandate, and not beyond', async () => {
  await rule()
  await reorganise()
  const { clerk, deputy, from } = await appoint()
  await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
    const { page, problems } = await officerAt(context, `${portal.url}/en/sign`)
    const { keyId, suite, x, y } = await makePasskey(page)
    const point = { keyId: fromHex(keyId), suite, x: fromHex(x), y: fromHex(y), officer: clerk }
    ok(await city.act('organisations', 'registerKey', point, 'food'))
    const passkey = fromHex(keyId)
    await signsIn(page)
    await publishesByForm(page)
    await readsTheVotes(page)
    await refusedOn(page, passkey)
    await lend(clerk, deputy, from, page, passkey)
    ok(await city.act('organisations', 'revokeKey', { key: [passkey], reason: 'left' }, 'food'))
    assert.match(await publishOn(page, passkey, 'food', 'after'), /signer-revoked/)
    await page.goto(`${portal.url}/en/workspace`)
    assert.equal(new URL(page.url()).pathname, '/en/sign-in', 'nobody is signed in by a revoked key')
    // What was refused at admission, and whose state was asked for before: the browser's console says so.
    assert.deepEqual(
      problems.filter((problem) => !/status of 40[34]/.test(problem)),
      [],
    )
  })
})

/** A parameter for which both departments vote, resting on a clause that two officers have registered. */
async function rule(): Promise<Uint8Array> {
  const wording = { decree: 'synthetic', title: '表决期', link: null, textHash: null, confirmed: false }
  const clause = { code: 'ledger-charter/6', law: 'ledger-charter', from: '2020-01-01', ...wording }
  ok(await city.act('clauses', 'record', clause, 'justice', 'finance'))
  const from = Date.now() + votingMs + 2000
  const parameter = { affair: 'governance', name: 'votingPeriod', value: '4000', from }
  const topic = 'parameter/governance/votingPeriod'
  const asked = { topic, clause: 'ledger-charter/6', proposer: organOf('finance'), reason: null, parameter }
  const proposal = madeBy(ok(await city.act('governance', 'proposeParameter', asked, 'finance'))) as Uint8Array
  const approval = (id: string) => ({ proposal, organ: organOf(id), reason: null })
  for (const id of ['finance', 'justice'] as const) ok(await city.act('governance', 'approve', approval(id), id))
  const again = await city.act('governance', 'approve', approval('justice'), 'justice')
  assert.equal(again.outcome[0], 'refused', 'each member votes once')
  await waitUntil(from)
  const { rows } = await getView(city.client, 'governance', 'proposal', { limit: 1 })
  assert.equal((rows[0] as { readonly status?: string } | undefined)?.status, 'inForce')
  return proposal
}

/** Whoever reads an act finds the figure that applied to it, and from there the votes that set it. */
async function readsTheVotes(page: Page): Promise<void> {
  const parameter = { affair: 'governance', name: 'votingPeriod', value: '5000', from: Date.now() + 3_600_000 }
  const topic = 'parameter/governance/votingPeriod'
  const asked = { topic, clause: 'ledger-charter/6', proposer: organOf('justice'), reason: null, parameter }
  const { index } = ok(await city.act('governance', 'proposeParameter', asked, 'justice'))
  await page.goto(`${portal.url}/en/entries/${index}`)
  await seen(page, 'act-under-a-rule')
  await page.click('a:has-text("2 of 2 members for it")')
  const votes = (await page.textContent('main'))!
  for (const expected of ['finance', 'justice', '2 for, 0 against']) assert.ok(votes.includes(expected), expected)
  await seen(page, 'votes-behind-the-rule')
}

/** The trade bureau becomes part of the food bureau, today. */
async function reorganise(): Promise<void> {
  const merger = { organ: organRow('trade'), until: today(), into: organRow('food'), clause: 'decree/1' }
  ok(await city.act('organisations', 'merge', merger, 'justice'))
  ok(
    await city.act(
      'organisations',
      'takeOverOffice',
      { office: [organRow('trade')[0]!, 'head-trade'], clause: 'decree/1' },
      'justice',
    ),
  )
}

const clerkOffice = ['x-walk', 'food'] as const

/** Two officers of the bureau that goes on: one will publish by passkey, the other stands in. */
async function appoint(): Promise<{ clerk: readonly Uint8Array[]; deputy: readonly Uint8Array[]; from: number }> {
  const titles = { titleZh: '信息公开岗', titleEn: 'Publisher' }
  const [clerkNumber, deputyNumber] = [new Uint8Array(16).fill(0x51), new Uint8Array(16).fill(0x52)]
  for (const [post, posts] of [
    ['publisher', ['publisher']],
    ['assistant', ['assistant']],
  ] as const)
    ok(
      await city.act(
        'organisations',
        'openOffice',
        { organ: organOf('food'), post, roles: posts, division: place, clause: 'decree/1', ...titles },
        'justice',
      ),
    )
  const from = Date.now()
  for (const [number, post] of [
    [clerkNumber, 'publisher'],
    [deputyNumber, 'assistant'],
  ] as const) {
    ok(await city.act('organisations', 'enrol', { number, organ: organOf('food') }, 'food'))
    const term = { officer: [number], office: [clerkOffice, post], from, until: null, clause: 'decree/1' }
    ok(await city.act('organisations', 'appoint', term, 'food'))
  }
  const { keyId, suite, x, y } = keyPoint(deputySigner.key)
  ok(await city.act('organisations', 'registerKey', { keyId, suite, x, y, officer: [deputyNumber] } as never, 'food'))
  return { clerk: [clerkNumber], deputy: [deputyNumber], from }
}

const deputySigner = signerOf('walk deputy')
const notice = (organ: string, identifier: string) => ({
  organ: organOf(organ),
  identifier,
  kind: 'notice' as const,
  clause: 'government-information/20',
  issued: '2026-01-02',
  content: new Uint8Array(32).fill(7),
})

/** Signs on the page what a link holds, and submits it there; what the page says then. */
async function actOn(page: Page, draft: Awaited<ReturnType<typeof draftAct>>): Promise<string> {
  await page.goto('about:blank')
  await page.goto(draftLink(`${portal.url}/en/sign`, draft))
  await page.click('button:has-text("Sign with")')
  await page.waitForSelector('#draft-saved')
  await page.click('button:has-text("Submit")')
  await page.waitForSelector('#sign-said a, #sign-said [id=sign-failure], #sign-said [data-refusal]')
  return (await page.textContent('#sign-said'))!
}

async function publishOn(page: Page, passkey: Uint8Array, organ: string, identifier: string): Promise<string> {
  return actOn(page, await draftAct(city.client, actOf(disclosure, 'publish'), notice(organ, identifier), [passkey]))
}

/** By the device alone; the workspace says which office the ledger knows of. */
async function signsIn(page: Page): Promise<void> {
  await page.goto(`${portal.url}/en/sign-in`)
  await page.click('button:has-text("Sign in with passkey")')
  await page.waitForURL(({ pathname }) => pathname === '/en/workspace')
  await page.click('.workspace-head a:has-text("mandates"), nav a:has-text("mandates")')
  await page.waitForSelector('h1:has-text("mandates")')
  const mandates = (await page.textContent('main'))!
  for (const expected of ['Appointed', 'Publisher', 'food']) assert.ok(mandates.includes(expected), expected)
  await seen(page, 'mandates')
}

/** Fills in the form, reads what it means, signs; the entry says by which office and mandate, and who decided that. */
async function publishesByForm(page: Page): Promise<void> {
  await page.goto(`${portal.url}/en/act/disclosure/publish`)
  await page.waitForSelector('#act-keys')
  await fillNotice(page, organOf('finance'), 'within')
  await page.click('button[type=submit]')
  await page.waitForSelector('#act-trial:has-text("would be refused (signer-organ)")')
  await seen(page, 'form-beyond')
  await page.goto(`${portal.url}/en/act/disclosure/publish`)
  await page.waitForSelector('#act-keys')
  await fillNotice(page, organOf('food'), 'within')
  await page.click('button[type=submit]')
  await page.waitForSelector('#act-trial:has-text("would be carried out")')
  await page.click('[data-act=signSend]')
  await page.waitForURL(/\/receipts\/\d+$/)
  await seen(page, 'receipt')
  await page.goto(page.url().replace('/receipts/', '/entries/'))
  const facts = (await page.textContent('main'))!
  for (const expected of ['By what authority', 'Publisher', 'holder', 'decree/1'])
    assert.ok(facts.includes(expected), expected)
  await seen(page, 'act')
}

/** Another organ's notice is none of this office's: the page, the entry and `explain` say so. */
async function refusedOn(page: Page, passkey: Uint8Array): Promise<void> {
  const said = await publishOn(page, passkey, 'finance', 'beyond')
  assert.match(said, /Not done \(signer-organ\)/)
  await page.click('#sign-said a')
  assert.match((await page.textContent('main'))!, /What to do next/)
  const input = { ...notice('finance', 'beyond'), content: toHex(notice('finance', 'beyond').content) }
  const why = await explainAct(city.client, { affair: 'disclosure', action: 'publish', key: passkey, input } as never)
  assert.equal(why.may, false)
  const broken = why.signers.flatMap(({ offices }) =>
    offices.flatMap(({ rules }) => rules.filter(({ holds }) => holds === false)),
  )
  assert.ok(broken.some(({ code }) => code === 'signer-organ'))
}

/** For a holiday of a few seconds a colleague publishes in the officer's stead, and neither before nor after. */
async function lend(
  officer: readonly Uint8Array[],
  deputy: readonly Uint8Array[],
  from: number,
  page: Page,
  passkey: Uint8Array,
): Promise<void> {
  const inStead = (identifier: string) =>
    submit(city.client, createWallet(deputySigner), actOf(disclosure, 'publish'), notice('food', identifier))
  assert.deepEqual((await inStead('early')).outcome.slice(0, 2), ['refused', 'signer-role'])
  const [begins, ends] = [Date.now() + 8000, Date.now() + 14_000]
  const terms = { officer: deputy, roles: ['publisher'], affair: 'disclosure', action: 'publish', division: null }
  const lent = { ...terms, from: begins, until: ends, onward: false, clause: 'decree/1' }
  const appointment = [officer, [clerkOffice, 'publisher'], from]
  const draft = await draftAct(city.client, actOf(organisations, 'delegate'), { ...lent, appointment } as never, [
    passkey,
  ])
  assert.match(await actOn(page, draft), /^Done: entry \d+$/)
  await waitUntil(begins)
  ok(await inStead('holiday'))
  await waitUntil(ends)
  assert.equal((await inStead('over')).outcome[0], 'refused')
}
