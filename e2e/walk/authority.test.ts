import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import type { Json } from '@gongshi/sdk'
import type { Page } from 'playwright-core'
import { waitFor } from '../../packages/node/test/acts.ts'
import { fillNotice } from '../portal/actForm.ts'
import { assertAccessible } from '../portal/audit.ts'
import { inBrowser } from '../portal/browser.ts'
import { makePasskey, officerAt } from '../portal/officer.ts'
import { type Site, serve } from '../sdk/site.ts'
import { type Done, officerRow, organOf, organRow, place, type Signer, timeOf, votingMs, WalkCity } from './city.ts'

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

async function pictures(page: Page, path: string): Promise<void> {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${path}-${width}.png`, fullPage: true })
  }
}

/** For whoever wants to look: pictures of each page where `GONGSHI_PICTURES` says, at two widths, in Chinese as its address shows it. */
async function seen(page: Page, name: string): Promise<void> {
  await assertAccessible(page, name)
  const folder = process.env.GONGSHI_PICTURES
  if (folder === undefined) return
  const size = page.viewportSize()!
  await pictures(page, `${folder}/${name}-en`)
  await page.setViewportSize(size)
  if (!page.url().includes('/en/')) return
  const inChinese = await page.context().newPage()
  await inChinese.goto(page.url().replace('/en/', '/zh/'))
  await pictures(inChinese, `${folder}/${name}-zh`)
  await inChinese.close()
}

const ok = (done: Done): Done => {
  assert.deepEqual(done.outcome[0], 'ok', JSON.stringify(done.outcome))
  return done
}
/** The id of the row that an act has made: its first event names it. */
const madeBy = ({ outcome }: Done): string => (outcome[1][0] as readonly string[])[1]!
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const waitUntil = async (moment: number) => new Promise((resolve) => setTimeout(resolve, moment - Date.now()))

test('two departments found a ledger and decide its rules; an officer acts by passkey within a mandate, and not beyond', async () => {
  await rule()
  await reorganise()
  await establish()
  const { clerk, deputy, from } = await appoint()
  await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
    const { page, problems } = await officerAt(context, `${portal.url}/en/sign`)
    const { keyId, suite, x, y } = await makePasskey(page)
    ok(await city.act('organisations', 'registerKey', { keyId, suite, x, y, officer: clerk }, 'food'))
    await signsIn(page)
    await publishesByForm(page)
    await checksAlone(page, await readsTheVotes(page))
    await refusedOn(page, keyId)
    await lend(clerk, deputy, from, page, keyId)
    ok(await city.act('organisations', 'revokeKey', { key: [{ hex: keyId }], reason: 'left' }, 'food'))
    assert.match(await publishOn(page, keyId, 'food', 'after'), /signer-revoked/)
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
async function rule(): Promise<void> {
  const wording = { decree: 'synthetic', title: '表决期', link: null, textHash: null, confirmed: false }
  const clause = { code: 'ledger-charter/6', law: 'ledger-charter', from: '2020-01-01', ...wording }
  ok(await city.act('clauses', 'record', clause, 'justice', 'finance'))
  const from = Date.now() + votingMs + 2000
  const parameter = { affair: 'governance', name: 'votingPeriod', value: '4000', from: timeOf(from) }
  const topic = 'parameter/governance/votingPeriod'
  const asked = { topic, clause: 'ledger-charter/6', proposer: organOf('finance'), reason: null, parameter }
  const proposal = madeBy(ok(await city.act('governance', 'proposeParameter', asked, 'finance')))
  const approval = (id: string) => ({ proposal, organ: organOf(id), reason: null })
  for (const id of ['finance', 'justice'] as const) ok(await city.act('governance', 'approve', approval(id), id))
  const again = await city.act('governance', 'approve', approval('justice'), 'justice')
  assert.equal(again.outcome[0], 'refused', 'each member votes once')
  await waitUntil(from)
  await waitFor('the parameter is in force', async () => {
    const { rows } = JSON.parse(await city.good('query', 'governance', 'proposal', '--limit', '1', '--json'))
    return rows[0]?.status === 'inForce'
  })
}

/** Whoever reads an act finds the figure that applied to it, and from there the votes that set it. */
async function readsTheVotes(page: Page): Promise<number> {
  const parameter = { affair: 'governance', name: 'votingPeriod', value: '5000', from: timeOf(Date.now() + 3_600_000) }
  const topic = 'parameter/governance/votingPeriod'
  const asked = { topic, clause: 'ledger-charter/6', proposer: organOf('justice'), reason: null, parameter }
  const { index } = ok(await city.act('governance', 'proposeParameter', asked, 'justice'))
  await page.goto(`${portal.url}/en/entries/${index}`)
  await seen(page, 'act-under-a-rule')
  await page.click('a:has-text("2 of 2 members for it")')
  const votes = (await page.textContent('main'))!
  for (const expected of ['finance', 'justice', '2 for, 0 against']) assert.ok(votes.includes(expected), expected)
  await seen(page, 'votes-behind-the-rule')
  return index
}

/** One file proves office, mandate, clause and votes to whoever holds a trust root. */
async function checksAlone(page: Page, index: number): Promise<void> {
  const [file, saved, trust] = [city.at('act.gse'), city.at('saved.gse'), city.at('trust.json')]
  await city.good('trust', city.url, '-o', trust)
  await city.good('evidence', 'entry', String(index), '--grounds', '-o', file, '--trust', trust)
  await page.goto(`${portal.url}/en/entries/${index}`)
  await page.click('gongshi-grounds button')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('gongshi-grounds a[download]')])
  await download.saveAs(saved)
  assert.match(await city.good('verify', saved, '--trust', trust), /VALID[\s\S]*A member’s vote on the proposal/)
  await seen(page, 'grounds-gathered')
  assert.match(await city.good('verify', file, '--trust', trust), /VALID[\s\S]*A member’s vote on the proposal/)
  await page.goto(`${portal.url}/verify#en`)
  await page.setInputFiles('#evidence', file)
  await page.setInputFiles('#trust', trust)
  await page.check('#compared')
  await page.click('#run')
  await page.waitForSelector('[data-ground=vote]')
  assert.match((await page.textContent('[data-ground=figure] summary'))!, /Voting period/)
  assert.equal(await page.getAttribute('#verdict > *', 'data-verdict'), 'proven')
  const shown = (await page.textContent('#facts'))!
  for (const expected of ['x-walk:justice', 'head-justice', 'genesis', 'ledger-charter/6', 'vote'])
    assert.ok(shown.includes(expected), expected)
  await seen(page, 'grounds')
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

/** A bureau is established under finance; registrar and superior give it an administrator, who goes on alone. */
async function establish(): Promise<void> {
  const act = async (action: string, input: Json, ...by: readonly Signer[]) =>
    city.act('organisations', action, input, ...by)
  const { scheme, code, date } = place
  const known = { scheme, code, name: '示范市', source: 'synthetic', clause: 'decree/2', from: date }
  ok(await act('recogniseDivision', known, 'justice'))
  const named = { kind: 'administrative', nameZh: '审计局', nameEn: 'Audit Bureau', seat: null, clause: 'decree/2' }
  const founded = { organ: organOf('audit'), founded: date, division: place, parent: organRow('finance') }
  ok(await act('establish', { ...named, ...founded, place: [scheme, code, 1] }, 'justice'))
  const office = {
    organ: organOf('audit'),
    post: 'head',
    titleZh: '局长',
    titleEn: null,
    division: place,
    clause: 'decree/2',
  }
  ok(await act('openOffice', { ...office, roles: ['administrator'] }, 'justice'))
  const person = { number: '53'.repeat(16), until: null, clause: 'decree/2', ...(await city.keyOf('auditor')) }
  const head = { ...person, organ: organOf('audit'), office: [organRow('audit')[0]!, 'head'] }
  ok(await act('installAdministrator', head, 'justice', 'finance'))
  ok(await act('enrol', { number: '54'.repeat(16), organ: organOf('audit') }, 'auditor'))
  const taken = {
    ...head,
    number: '55'.repeat(16),
    organ: organOf('food'),
    office: [organRow('food')[0]!, 'head-food'],
  }
  assert.deepEqual((await act('installAdministrator', taken, 'justice', 'finance')).outcome[1], 'rows-present')
}

const clerkOffice = ['x-walk', 'food'] as const
type Officer = ReturnType<typeof officerRow>

/** Two officers of the bureau that goes on: one will publish by passkey, the other stands in. */
async function appoint(): Promise<{ clerk: Officer; deputy: Officer; from: string }> {
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
  const from = timeOf(Date.now())
  for (const [number, post] of [
    [clerkNumber, 'publisher'],
    [deputyNumber, 'assistant'],
  ] as const) {
    const officer = officerRow(number)
    ok(await city.act('organisations', 'enrol', { number: toHex(number), organ: organOf('food') }, 'food'))
    const term = { officer, office: [clerkOffice, post], from, until: null, clause: 'decree/1' }
    ok(await city.act('organisations', 'appoint', term, 'food'))
  }
  const [clerk, deputy] = [officerRow(clerkNumber), officerRow(deputyNumber)]
  ok(await city.act('organisations', 'registerKey', { ...(await city.keyOf('deputy')), officer: deputy }, 'food'))
  return { clerk, deputy, from }
}

const notice = (organ: string, identifier: string) => ({
  organ: organOf(organ),
  identifier,
  kind: 'notice',
  clause: 'government-information/20',
  issued: '2026-01-02',
  content: '07'.repeat(32),
})

/** Signs on the page what a link holds, and submits it there; what the page says then. */
async function actOn(page: Page, link: string): Promise<string> {
  await page.goto('about:blank')
  await page.goto(link)
  await page.click('button:has-text("Sign with")')
  await page.waitForSelector('#draft-saved')
  await page.click('button:has-text("Submit")')
  await page.waitForSelector('#sign-said a, #sign-said [id=sign-failure], #sign-said [data-refusal]')
  return (await page.textContent('#sign-said'))!
}

const linkTo = (...asked: [affair: string, action: string, input: Json, key: string]) =>
  city.linkTo(`${portal.url}/en/sign`, ...asked)

async function publishOn(page: Page, passkey: string, organ: string, identifier: string): Promise<string> {
  return actOn(page, await linkTo('disclosure', 'publish', notice(organ, identifier), passkey))
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
async function refusedOn(page: Page, passkey: string): Promise<void> {
  const said = await publishOn(page, passkey, 'finance', 'beyond')
  assert.match(said, /Not done \(signer-organ\)/)
  await page.click('#sign-said a')
  assert.match((await page.textContent('main'))!, /What to do next/)
  const why = await city.whyNot('disclosure', 'publish', notice('finance', 'beyond'), passkey)
  assert.ok(why.includes('signer-organ'))
}

/** For a holiday of a few seconds a colleague publishes in the officer's stead, and neither before nor after. */
async function lend(officer: Officer, deputy: Officer, from: string, page: Page, passkey: string): Promise<void> {
  const inStead = (identifier: string) => city.act('disclosure', 'publish', notice('food', identifier), 'deputy')
  assert.deepEqual((await inStead('early')).outcome.slice(0, 2), ['refused', 'signer-role'])
  const [begins, ends] = [Date.now() + 8000, Date.now() + 14_000]
  const terms = { officer: deputy, roles: ['publisher'], affair: 'disclosure', action: 'publish', division: null }
  const lent = { ...terms, from: timeOf(begins), until: timeOf(ends), onward: false, clause: 'decree/1' }
  const appointment = [officer, [clerkOffice, 'publisher'], Date.parse(from)]
  const link = await linkTo('organisations', 'delegate', { ...lent, appointment }, passkey)
  assert.match(await actOn(page, link), /^Done: entry \d+$/)
  await waitUntil(begins)
  ok(await inStead('holiday'))
  await waitUntil(ends)
  assert.equal((await inStead('over')).outcome[0], 'refused')
}
