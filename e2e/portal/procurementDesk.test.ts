import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { fromHex, toHex } from '@gongshi/protocol'
import { createClient, getView } from '@gongshi/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { aheadOfUsMs, startTender, type TenderInTest, trustees } from '../../packages/cli/test/tenderInTest.ts'
import { waitFor } from '../../packages/node/test/acts.ts'
import { type Site, serve } from '../sdk/site.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'
import { makePasskey, officerAt } from './officer.ts'
import { asksAndSettles } from './questionsWalk.ts'

const minuteMs = 60_000
let portal: Site
let tender: TenderInTest
before(async () => {
  portal = await serve({})
  tender = await startTender({ portal: portal.url, leastBiddingMs: 10 * minuteMs })
  portal.forwardTo(tender.url)
  await tender.good('trust', tender.url, '-o', tender.at('trust.json'))
})
after(async () => {
  portal?.close()
  await tender?.end()
})

const trusted = () => ['--trust', tender.at('trust.json')]
type Row = { readonly key: string; readonly status: string; readonly fields: { readonly [name: string]: unknown } }

async function rowsOf(entity: string): Promise<readonly Row[]> {
  const { rows } = await getView(createClient({ url: tender.url }), 'procurement', entity)
  return rows as unknown as readonly Row[]
}

const until = (what: string, entity: string, status: string) =>
  waitFor(what, async () => (await rowsOf(entity)).some((row) => row.status === status))

/** An officer with a passkey of this browser, signed in. */
async function signedIn(context: BrowserContext, office: Parameters<TenderInTest['addKey']>[0]): Promise<Page> {
  const { page, problems } = await officerAt(context, `${portal.url}/en/sign`)
  const { keyId, suite, x, y } = await makePasskey(page)
  await tender.addKey(office, { keyId: fromHex(keyId), suite, x: fromHex(x), y: fromHex(y) })
  await page.goto(`${portal.url}/en/workspace/procurement`)
  await page.click('button:has-text("Sign in with passkey")')
  await page.waitForURL(/\/en\/workspace\/procurement$/)
  after(() => assert.deepEqual(problems, []))
  return page
}

async function seen(page: Page, name: string): Promise<void> {
  await assertAccessible(page, name)
  await assertNoSidewaysScroll(page, name)
  const folder = process.env.GONGSHI_SHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

const fill = (page: Page, name: string, value: string) => page.fill(`[name="${name}"]`, value)

async function fillTime(page: Page, name: string, ms: number): Promise<void> {
  const local = new Date(ms + 480 * minuteMs).toISOString()
  await fill(page, `${name}.day`, local.slice(0, 10))
  await fill(page, `${name}.clock`, local.slice(11, 19))
}

/** An item more in a list of the form, filled in. */
async function add(page: Page, list: string, values: { readonly [part: string]: string }): Promise<void> {
  const items = page.locator(`[data-list="${list}"] > [data-items] > *`)
  const at = await items.count()
  await page.click(`[data-list="${list}"] > p > [data-add]`)
  for (const [part, value] of Object.entries(values)) await fill(page, `${list}[${at}]${part}`, value)
}

const finding = (page: Page, code: string) => page.locator(`[data-findings] [data-code="${code}"]`)

test('a tender is composed, held against the law, signed by buyer and agent, published by draft, and judged by an expert', async () => {
  await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
    await composes(await signedIn(context, 'buyer'))
  })
  await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
    const page = await signedIn(context, 'agency')
    await prepares(page)
    await makesKey()
    await publishes(page)
    await opensBids()
    await examines(page)
  })
  const seat = await waitFor('the draw', async () => (await rowsOf('seat')).find(({ fields }) => fields.order === 1))
  const number = JSON.stringify(seat.fields.expert)
  const expert = (['audit', 'justice'] as const).find((office) => number.includes(toHex(tender.numberOf(office))))!
  await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
    await judges(context, await signedIn(context, expert))
  })
  const as = (office: 'supervision' | 'buyer', use: (page: Page) => Promise<void>) =>
    inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      // Its clock goes with the node's: what is uploaded is signed for a time.
      await context.addInitScript(`{ const { now } = Date; Date.now = () => now() + ${aheadOfUsMs()} }`)
      await use(await signedIn(context, office))
    })
  await asksAndSettles({ url: portal.url, tender, seen, until, as })
})

/** From a template; what the ledger would refuse is told while typing, with its clause. */
async function composes(page: Page): Promise<void> {
  assert.match((await page.textContent('main'))!, /Your organ has no tender yet/)
  await page.click('a:has-text("Compose a tender")')
  await page.click('[data-template=works]')
  assert.equal(await page.inputValue('[name="buyer.id"]'), 'buyer', 'filled in from the office')
  await fill(page, 'number', 'T-1')
  await fill(page, 'agency.scheme', 'x-sample')
  await fill(page, 'agency.id', 'agency')
  await fill(page, 'criteria[0].weight', '7000')
  const overweight = finding(page, 'publish.unweighted').filter({ hasText: '11000 together, 110 %' })
  assert.match((await overweight.textContent())!, /art\. 35/)
  assert.match((await finding(page, 'addCriterion.weightless').textContent())!, /art\. 55/)
  await fill(page, 'criteria[0].weight', '6000')
  await finding(page, 'publish.unweighted').waitFor({ state: 'detached' })
  await fillTime(page, 'askUntil', Date.now() + minuteMs)
  await fillTime(page, 'bidUntil', Date.now() + 5 * minuteMs)
  await finding(page, 'publish.short').waitFor()
  assert.match((await finding(page, 'publish.short').textContent())!, /Shortest time to bid: 10 minutes \(.*art\. 35/)
  await fillTime(page, 'bidUntil', Date.now() + 60 * minuteMs)
  await finding(page, 'publish.short').waitFor({ state: 'detached' })
  await fill(page, 'experts', '1')
  for (const office of ['audit', 'justice'] as const)
    await add(page, 'candidates', { '': JSON.stringify([{ hex: toHex(tender.numberOf(office)) }]) })
  await fill(page, 'desk.scheme', 'x-sample')
  await fill(page, 'desk.id', 'desk')
  for (const id of trustees.slice(1)) await add(page, 'trustees', { '.scheme': 'x-sample', '.id': id })
  await fill(page, 'threshold', '2')
  await finding(page, 'convene.few').waitFor()
  await seen(page, 'compose-findings')
  await add(page, 'trustees', { '.scheme': 'x-sample', '.id': 'buyer' })
  await finding(page, 'convene.party').waitFor()
  await fill(page, 'trustees[2].id', 'audit')
  await page.waitForSelector('[data-findings]:has-text("Nothing so far")')
  // Closed by mistake, and nothing is lost.
  await page.reload()
  await page.waitForSelector('#compose-said:has-text("filled in again")')
  assert.equal(await page.inputValue('[name="trustees[2].id"]'), 'audit')
  await page.waitForSelector('[data-findings]:has-text("Nothing so far")')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#compose-save')])
  await download.saveAs(tender.at('tender.json'))
  await page.click('form.composer button[type=submit]')
  await page.waitForSelector('#compose-acts')
  assert.equal(await page.locator('#compose-acts > li').count(), 1, 'the plan alone is the buyer’s')
  assert.match((await page.textContent('#compose-review'))!, /To be signed by Agent[\s\S]*Name the trustees/)
  await seen(page, 'compose-review')
  await page.click('#compose-sign-all')
  await page.waitForSelector('#compose-way')
  await page.click('#compose-way')
  await page.waitForSelector('#step-lots')
  await seen(page, 'way-planned')
}

/** The agent goes on with the buyer's file: what stands on the ledger is not sent again. */
async function prepares(page: Page): Promise<void> {
  await page.click(`a[href*="/workspace/procurement/${tender.row}"]`)
  await page.click('a:has-text("Go on in the composer")')
  await page.waitForSelector('#act-keys')
  await page.setInputFiles('#compose-file', {
    name: 'wrong.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"lots":1}'),
  })
  await page.waitForSelector('#compose-said:has-text("no file of a composition")')
  await page.setInputFiles('#compose-file', tender.at('tender.json'))
  await page.waitForSelector('[name="criteria[2].weight"]')
  await page.click('form.composer button[type=submit]')
  await page.waitForSelector('#compose-acts')
  const acts = await page
    .locator('#compose-acts > li')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-act')))
  const criteria = ['addCriterion', 'addCriterion', 'addCriterion']
  assert.deepEqual(acts, ['addLot', ...criteria, 'nominate', 'nominate', 'entrust', 'convene'])
  await page.click('#compose-sign-all')
  await page.waitForSelector('#compose-way', { timeout: 120_000 })
  assert.equal(await page.locator('#compose-acts [data-outcome]:has-text("entered as no.")').count(), 8)
}

async function eachTrustee(step: string, ...more: string[]): Promise<void> {
  for (const name of trustees) {
    const options = more.map((part) => part.replace('NAME', name))
    await tender.good('trustee', step, tender.row, '--key', tender.at(`${name}.key.json`), ...trusted(), ...options)
  }
}

async function makesKey(): Promise<void> {
  await tender.good('desk', 'issue', tender.row, '--level', '3', '--key', tender.at('desk.key.json'))
  await eachTrustee('enrol', '--organ', 'x-sample:NAME')
  await tender.act('agency', 'begin', { procedure: tender.procedure, threshold: 2n })
  await eachTrustee('contribute')
  await eachTrustee('judge')
  await tender.act('agency', 'makeKey', { procedure: tender.procedure })
  await until('the key', 'procedure', 'keyed')
}

/** The notice is signed by the agent here, and by a purchaser who did not plan on the page Sign. */
async function publishes(page: Page): Promise<void> {
  await page.goto(`${portal.url}/en/workspace/procurement/new?procedure=${tender.row}`)
  await page.waitForSelector('#f-act-signer-1')
  await fillTime(page, 'askUntil', Date.now() + 12 * minuteMs)
  await fillTime(page, 'bidUntil', Date.now() + 25 * minuteMs)
  await page.fill('#f-act-signer-1', toHex(tender.signerOf('purchaser').key.id))
  await page.click('form.composer button[type=submit]')
  await page.waitForSelector('#compose-review:has-text("would be carried out")')
  await seen(page, 'compose-publish')
  await page.click('#compose-publish')
  const link = await page.inputValue('#draft-link')
  await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
    const { page: other } = await officerAt(context, `${portal.url}/en/`)
    await other.goto(link)
    await other.waitForSelector('#draft')
    await other.setInputFiles('#act-key-file', tender.at('purchaser.key.json'))
    await other.click('#act-key-open')
    await other.click('button:has-text("Sign with")', { timeout: 60_000 })
    await other.click('button:has-text("Submit")')
    await other.waitForSelector('#sign-said a[href*="/entries/"]')
  })
  await until('the notice', 'procedure', 'tendering')
}

/** One bid by the command line, sealed, let in, and opened after its time. */
async function opensBids(): Promise<void> {
  const { at } = tender
  const bid = (step: string, ...more: string[]) => tender.good('bid', step, tender.row, ...more, ...trusted())
  const represented = ['--organ', 'x-sample:carpenter', '--key', at('carpenter.key.json')]
  await bid('request', at('request.cose'), ...represented)
  const files = [at('request.cose'), at('signed.bin')]
  await tender.good('desk', 'sign', tender.row, ...files, '--key', at('desk.key.json'), ...trusted())
  await bid('enter', at('signed.bin'))
  await bid('certify', at('certificate.cose'), ...represented)
  const prices = [{ lot: 1, price: { currency: 'CNY', minor: '470000000' } }]
  const offer = { bidder: { scheme: 'x-sample', id: 'carpenter' }, prices }
  writeFileSync(at('offer.json'), JSON.stringify(offer))
  writeFileSync(at('method.txt'), 'how the road is repaired')
  await bid('seal', at('offer.json'), at('method.txt'), '--certificate', at('certificate.cose'))
  await bid('submit')
  tender.letPass(25 * minuteMs)
  await tender.act('buyer', 'plan', { ...tender.plan, number: 'T-2' })
  await until('the deadline', 'procedure', 'closed')
  for (const name of ['audit', 'archive'] as const)
    await tender.good('trustee', 'give', tender.row, '--key', at(`${name}.key.json`), ...trusted())
  await tender.good('trustee', 'open', tender.row, '--key', at('audit.key.json'), ...trusted())
  await until('the opening', 'bid', 'opened')
  await tender.act('agency', 'finishOpening', { procedure: tender.procedure })
  await tender.act('agency', 'draw', { procedure: tender.procedure })
  await until('the draw', 'procedure', 'assessing')
}

/** The offer stands in the table with both acts; one click and a signature qualify it. */
async function examines(page: Page): Promise<void> {
  // The session ended while time passed.
  await page.goto(`${portal.url}/en/workspace/procurement/${tender.row}`)
  await page.click('button:has-text("Sign in with passkey")')
  assert.match((await page.textContent('#step-qualify'))!, /to do/)
  assert.match((await page.textContent('#step-scores'))!, /waiting[\s\S]*0 of 1/)
  await seen(page, 'way-examine')
  await page.click('table a:text-is("Qualify")')
  await page.waitForSelector('#act-keys')
  await page.click('button[type=submit]')
  await page.waitForSelector('#act-trial:has-text("would be carried out")')
  await page.click('[data-act=signSend]')
  await page.waitForURL(/\/receipts\/\d+$/)
  await until('the examination', 'offer', 'qualified')
}

/** Points survive the tab, their digest goes in first, and the sheet on the ledger is the one that was kept. */
async function judges(context: BrowserContext, page: Page): Promise<void> {
  await page.goto(`${portal.url}/en/workspace/procurement/scoring`)
  await page.waitForSelector('gongshi-scoring #act-keys')
  await page.fill('[name=points-0-0]', '101')
  await page.waitForSelector('.field-error:has-text("from 0 to 100")')
  await page.fill('[name=points-0-0]', '85')
  await page.fill('[name=points-0-1]', '59')
  await page.waitForSelector('.field-error:has-text("Below the least, 60")')
  await seen(page, 'scoring')
  await page.reload()
  await page.waitForSelector('.scoring-said:has-text("filled in again")')
  assert.equal(await page.inputValue('[name=points-0-0]'), '85')
  await page.waitForSelector('#act-keys')
  await page.click('gongshi-scoring button[type=submit]')
  await page.waitForSelector('[data-entered]')
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-save]')])
  await download.saveAs(tender.at('sheet.json'))
  await until('the sheet', 'sheet', 'given')
  // Another tab of the same browser, and then one that has lost everything: the file brings it back.
  await page.evaluate(() => localStorage.clear())
  await page.reload()
  await page.waitForSelector('[data-lost]')
  const spoilt = readFileSync(tender.at('sheet.json'), 'utf8').replace('"points": 85', '"points": 95')
  const file = (text: string) => ({ name: 'sheet.json', mimeType: 'application/json', buffer: Buffer.from(text) })
  await page.setInputFiles('gongshi-scoring input[type=file]:not(#act-key-file)', file(spoilt.replace('"85"', '"95"')))
  await page.waitForSelector('.scoring-said:has-text("no points, or those of another")')
  await page.setInputFiles('gongshi-scoring input[type=file]:not(#act-key-file)', tender.at('sheet.json'))
  await page.waitForSelector('gongshi-scoring button[type=submit]:not([disabled])')
  assert.equal(await page.inputValue('[name=points-0-0]'), '85')
  await seen(page, 'scoring-given')
  await page.waitForSelector('#act-keys')
  await page.click('gongshi-scoring button[type=submit]')
  await page.waitForSelector('[data-entered]')
  await until('the points', 'sheet', 'revealed')
  const [sheet] = await rowsOf('sheet')
  const points = (sheet!.fields.points as readonly { readonly points: number }[]).map((each) => Number(each.points))
  assert.deepEqual(points, [85, 59])
  assert.equal(context.pages().length, 1)
}
