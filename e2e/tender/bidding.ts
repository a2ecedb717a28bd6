import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodeCbor } from '@gongshi/protocol'
import type { Page } from 'playwright-core'
import { type Cast, fillTime, row, stepIs } from './cast.ts'
import { findWords } from './disks.ts'
import { type Bidder, bidders, organOf } from './house.ts'

const dayMs = 86_400_000
const way = `/workspace/procurement/${row}`

/** What each offers, in its smallest unit. */
const prices: { readonly [name in Bidder]: string } = {
  carpenter: '461234567',
  joiner: '468765432',
  turner: '479135791',
}
const written = (minor: string) => minor.replace(/(\d\d)$/, '.$1')
const proposalOf = (name: string) => `synthetic proposal of the house of ${name} in Oak Street `
const fileOf = (name: string) => `method-of-${name}.pdf`
const file = (name: string, size: number, words: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.alloc(size, words),
})
const methodOf = (name: string, size: number) => file(fileOf(name), size, proposalOf(name))

const pathOf = (as: string) => `/procurement/${row}/bid?as=${as}`

/** Three bid, one of them by way of every mishap; the notice is amended, and each confirms. */
export async function bid(cast: Cast): Promise<Page> {
  const carpenter = await comesIn(cast, 'carpenter')
  await asks(cast, carpenter)
  await mistakes(cast, carpenter)
  const page = await sealsTwice(cast, carpenter)
  const others = []
  for (const name of ['joiner', 'turner'] as const) others.push(await bidsPlainly(cast, name))
  await answers(cast)
  await amends(cast)
  for (const each of [page, ...others]) await reconfirms(cast, each)
  await sealsDecoy(page)
  assertSecret(cast)
  return page
}

/** Request, certificate and token: nobody at the desk learns under which key somebody comes in. */
async function comesIn(cast: Cast, name: Bidder): Promise<Page> {
  const { people } = cast
  const page = await cast.visitor()
  await page.goto(cast.url(pathOf(name)))
  await cast.trustsByFile(page)
  await page.fill('#passphrase', 'for a test')
  await page.fill('#passphrase-again', 'something else')
  await page.click('[data-act=begin]')
  await page.waitForSelector('#e-passphrase-again:not([hidden])')
  await cast.newSecrets(page)
  await stepIs(page, 'stepAdmit')
  if (name === 'carpenter') await cast.seen(page, 'bid-admission')
  await page.fill('#organ-scheme', 'x-sample')
  await page.fill('#organ-id', name)
  await page.click('[data-act=request]')
  await cast.opensKey(page, name)
  const request = await cast.saves(page, '#request-saved', people.at(`${name}-request.cose`))
  await cast.saves(page, '#certificate-saved', certificateOf(cast, name))
  const signed = await deskSigns(cast, name, request)
  await page.setInputFiles('#signed-token', signed)
  await page.click('[data-act=enter]')
  await cast.entered(page, 'bid')
  await stepIs(page, 'stepSeal')
  return page
}

const certificateOf = ({ people }: Cast, name: string) => people.at(`${name}-certificate.cose`)

/** At the page of the desk, which has signed for nobody yet or for others. */
async function deskSigns(cast: Cast, name: string, request: string): Promise<string> {
  const page = cast.page('desk')
  if (name === 'carpenter') {
    await page.setInputFiles('#request', certificateOf(cast, name))
    await page.click('[data-act=sign]')
    await page.waitForSelector('#desk-failure:has-text("certificate-")')
  }
  await page.setInputFiles('#request', request)
  await page.click('[data-act=sign]')
  const link = `a[download="signed-${name}.bin"]`
  await page.waitForSelector(link).catch(async (cause: Error) => {
    throw new Error(`nothing signed: ${await page.textContent('#desk-said')}`, { cause })
  })
  if (name === 'carpenter') await cast.seen(page, 'admission-signed')
  return cast.saves(page, link, cast.people.at(`${name}-signed.bin`))
}

async function asks(cast: Cast, page: Page): Promise<void> {
  await page.fill('#question-words', 'May the asphalt be laid at night?')
  await page.click('[data-act=ask]')
  await cast.entered(page, 'bid')
}

/** What is wrong is told as it is typed and chosen, and nothing is sealed. */
async function mistakes(cast: Cast, page: Page): Promise<void> {
  const told = new Set<string>()
  const fault = async (input: string) => {
    const place = page.locator(`#e-${input}:not([hidden])`)
    await place.waitFor()
    told.add((await place.textContent())!)
  }
  for (const price of ['0', '4800000.01', 'eight']) {
    await page.fill('#price-1', price)
    await fault('price-1')
  }
  await page.click('[data-act=seal]')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'price-1')
  const [empty, one] = [file('empty.pdf', 0, ''), file('plan.pdf', 3, 'a')]
  for (const files of [[empty], [one, { ...one, name: 'CON.pdf' }], [one, { ...one, name: 'PLAN.pdf' }]]) {
    await page.setInputFiles('#documents', files)
    await fault('documents')
  }
  assert.equal(told.size, 6, 'each mistake has words of its own')
  assert.equal(await page.locator('#work-sealing').count(), 0)
  await cast.seen(page, 'bid-mistakes')
}

async function fillsOffer(cast: Cast, page: Page, name: Bidder, minor: string): Promise<void> {
  await page.fill('#price-1', written(minor))
  await page.fill('#bidder-scheme', 'x-sample')
  await page.fill('#bidder-id', name)
  await page.setInputFiles('#certificate', certificateOf(cast, name))
}

async function bidsPlainly(cast: Cast, name: Bidder): Promise<Page> {
  const page = await comesIn(cast, name)
  await fillsOffer(cast, page, name, prices[name])
  await page.setInputFiles('#documents', [methodOf(name, 300_000)])
  await page.click('[data-act=seal]')
  await stepIs(page, 'stepSubmit')
  await page.click('[data-act=submit]')
  await stepIs(page, 'stepDone')
  return page
}

/** The tab is closed before anything was handed in; then the bid is replaced, by the command line in between and in the end here. */
async function sealsTwice(cast: Cast, page: Page): Promise<Page> {
  await fillsOffer(cast, page, 'carpenter', '470000001')
  await page.setInputFiles('#documents', [methodOf('carpenter', 5_000_000), file('drawing.pdf', 70_000, 'a drawing ')])
  await page.click('[data-act=seal]')
  await stepIs(page, 'stepSubmit')
  const context = page.context()
  await page.close()
  const again = await context.newPage()
  await again.goto(cast.url(pathOf('carpenter')))
  await cast.trustsByFile(again)
  await again.fill('#passphrase', 'not this one')
  await again.click('[data-act=open]')
  await again.waitForSelector('#unlock-failure:has-text("key-file-passphrase-wrong")')
  await cast.opensSecrets(again)
  await stepIs(again, 'stepSubmit')
  await again.click('[data-act=submit]')
  await cast.entered(again, 'bid')
  await stepIs(again, 'stepDone')
  await goesOnByHand(cast, again)
  await goesOnInBrowser(cast)
  await fillsOffer(cast, again, 'carpenter', prices.carpenter)
  await again.setInputFiles('#documents', [methodOf('carpenter', 100_000)])
  await again.click('[data-act=seal]')
  await stepIs(again, 'stepReplace')
  await again.click('[data-act=submit]')
  await stepIs(again, 'stepDone')
  await again.click('[data-act=prove]')
  const evidence = await cast.saves(again, '#evidence-saved')
  await cast.people.good('verify', evidence, '--trust', cast.people.at('trust.json'))
  await cast.seen(again, 'bid-done')
  return again
}

/** The command line goes on with what the browser has kept. */
async function goesOnByHand(cast: Cast, page: Page): Promise<void> {
  const { people, ledger } = cast
  for (const link of ['#secrets-saved', '#sealed-saved'])
    await cast.saves(page, link, join(ledger.keys, (await page.getAttribute(link, 'download'))!))
  const doing = (step: string, ...more: string[]) =>
    people.good('bid', step, row, ...more, '--as', 'carpenter', '--trust', people.at('trust.json'))
  assert.match(await doing('submit'), /already/)
  await doing('prove', people.at('by-hand.gse'))
}

/** What the command line has made is handed in by another browser; secrets that are behind take nobody's place. */
async function goesOnInBrowser(cast: Cast): Promise<void> {
  const { people, ledger } = cast
  const kept = (ending: string) => {
    const found = readdirSync(ledger.keys).find((name) => name.startsWith('carpenter.') && name.endsWith(ending))
    return join(ledger.keys, found!)
  }
  const earlier = readFileSync(kept('.bid.json'))
  const price = { currency: 'CNY', minor: '470000002' }
  const offer = { bidder: organOf('carpenter'), prices: [{ lot: 1, price }] }
  writeFileSync(people.at('offer.json'), JSON.stringify(offer))
  const certified = ['--certificate', certificateOf(cast, 'carpenter'), '--as', 'carpenter']
  await people.good('bid', 'seal', row, people.at('offer.json'), ...certified, '--trust', people.at('trust.json'))
  const page = await cast.visitor()
  const loads = async (...files: Parameters<Page['setInputFiles']>[1][]) => {
    await page.goto(cast.url(pathOf('carpenter')))
    await cast.trustsByFile(page)
    await page.click('details:has(#bring-files) > summary')
    await page.setInputFiles('#bring-files', files as never)
    await page.fill('#bring-passphrase', 'for a test')
    await page.click('[data-act=load]')
  }
  await loads(kept('.bid.json'), kept('.bid.2.age'))
  await stepIs(page, 'stepReplace')
  await page.click('[data-act=submit]')
  await cast.entered(page, 'bid')
  await loads({ name: 'old.json', mimeType: 'application/json', buffer: earlier })
  await page.waitForSelector('#unlock-said [data-color=warning]')
  await page.context().close()
}

/** A further one, which only hides how many there are; nobody hands it in before the deadline. */
async function sealsDecoy(page: Page): Promise<void> {
  await page.check('#decoy')
  await page.click('[data-act=seal]')
  await stepIs(page, 'stepReplace')
}

/** The agent answers for everybody to read. */
async function answers(cast: Cast): Promise<void> {
  const page = cast.page('center')
  const link = '#step-answers a[href*="/act/procurement/answer"]'
  await cast.shows(page, way, `${link}:has-text("May the asphalt be laid")`)
  await cast.seen(page, 'way-tendering')
  await cast.act(page, link, async () => {
    await writes(page, 'answer', 'Yes, from ten to five, where nobody lives.')
    await cast.seen(page, 'act-answer')
  })
}

/** A text that is written in a form: what the act names is its commitment. */
export async function writes(page: Page, member: string, text: string): Promise<void> {
  await page.fill(`[data-commits="${member}"] textarea`, text)
  await page.waitForFunction(
    (name) => document.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value.length === 64,
    member,
  )
}

/** Another edition, with no less time than the rule gives. */
async function amends(cast: Cast): Promise<void> {
  const page = cast.page('center')
  const link = '#step-answers a[href*="/act/procurement/amend"]'
  await cast.shows(page, way, link)
  await cast.actOfTwo(page, link, 'works', async () => {
    await writes(page, 'notice', '道路维修工程招标文件（样例，第二版）\n可以夜间施工。')
    await fillTime(page, 'bidUntil', cast.now() + 20.6 * dayMs)
  })
  const visitor = await cast.visitor()
  await cast.shows(visitor, `/procurement/${row}`, 'main:has-text("第二版"):has-text("Yes, from ten")')
  await cast.seen(visitor, 'procedure-amended')
  await visitor.context().close()
}

async function reconfirms(cast: Cast, page: Page): Promise<void> {
  await page.click('[data-act=again]')
  await stepIs(page, 'stepReconfirm')
  if (page.url().includes('carpenter')) await cast.seen(page, 'bid-reconfirm')
  await page.click('[data-act=reconfirm]')
  await cast.entered(page, 'bid')
  await stepIs(page, 'stepDone')
}

/** Before the deadline nothing of any bid lies on an operator's disks, and nothing that would name who bids: every file is searched. */
function assertSecret(cast: Cast): void {
  const { disks } = cast.ledger
  const words = bidders.flatMap((name) => [
    proposalOf(name),
    fileOf(name),
    prices[name],
    written(prices[name]),
    encodeCbor(BigInt(prices[name])),
    readFileSync(certificateOf(cast, name)).subarray(-48),
  ])
  assert.deepEqual(findWords(disks, words), [])
  // The register of organs has all companies, whether they bid or not: a bidder is named where the one that does not is.
  const naming = (name: string) => findWords(disks, [name]).map((found) => found.replace(/: [^:]*$/, ''))
  for (const name of bidders) assert.deepEqual(naming(name), naming('weaver'))
  // That the search finds what is there.
  assert.notDeepEqual(findWords(disks, ['May the asphalt be laid at night?']), [])
}

/** Late is refused; and since the trustees have let their time pass, the bidder opens alone. */
export async function opensAlone(cast: Cast, page: Page): Promise<void> {
  await page.click('[data-act=submit]')
  await page.waitForSelector('#bid-said [data-color=warning]')
  await cast.seen(page, 'bid-late')
  await page.click('[data-act=again]')
  await stepIs(page, 'stepAlone')
  await cast.seen(page, 'bid-alone')
  await page.click('[data-act=openAlone]')
  await cast.entered(page, 'bid')
  await stepIs(page, 'stepOpened')
}

/** Anybody reads what was in an opened bid, held against the ledger, in a browser that knows nothing yet. */
export async function unpacks(cast: Cast): Promise<void> {
  const page = await cast.visitor()
  await cast.shows(page, `/procurement/${row}`, 'gongshi-unpack')
  await cast.seen(page, 'procedure-opened')
  const opened = page.locator('tr', { hasText: 'carpenter' }).locator('gongshi-unpack')
  await opened.locator('button').click()
  await opened.locator('[data-unpacked="2"]').waitFor()
  await cast.seen(page, 'procedure-unpacked')
  const name = fileOf('carpenter')
  const path = await cast.saves(page, `a[download="${name}"]`)
  assert.ok(readFileSync(path).equals(methodOf('carpenter', 100_000).buffer))
  await page.context().close()
}
