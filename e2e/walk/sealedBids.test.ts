import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { organisations } from '@gongshi/affairs'
import { fromHex, parseTrust, sha256, toHex, trustFingerprint, utf8 } from '@gongshi/protocol'
import { actOf, createClient, createWallet, getView, submit } from '@gongshi/sdk'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import {
  aheadOfUsMs,
  prepareTender,
  signerOf,
  startTender,
  type TenderInTest,
  trustees,
} from '../../packages/cli/test/tenderInTest.ts'
import { waitFor } from '../../packages/node/test/acts.ts'
import { assertAccessible } from '../portal/audit.ts'
import { startChromium } from '../portal/chromium.ts'
import { makePasskey, officerAt } from '../portal/officer.ts'
import { type Site, serve } from '../sdk/site.ts'

const hourMs = 3_600_000
const passphrase = 'for a test'
const mostMs = 120_000
let [portal, tender, browser]: [Site, TenderInTest, Browser] = [] as never
before(async () => {
  portal = await serve({})
  tender = await startTender({ portal: portal.url })
  portal.forwardTo(tender.url)
  await tender.good('trust', tender.url, '-o', tender.at('trust.json'))
  await prepareTender(tender)
  browser = await startChromium()
})
after(async () => {
  await browser?.close()
  portal?.close()
  await tender?.end()
})

const at = (name: string) => tender.at(name)
/** What went wrong in anybody's browser. */
const problems: string[] = []
const trusted = () => ['--trust', at('trust.json')]

/** For whoever wants to look: pictures where `GONGSHI_PICTURES` says, at two widths. */
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

/** Somebody with a browser profile of their own. */
async function person(): Promise<BrowserContext> {
  const context = await browser.newContext({ acceptDownloads: true })
  context.setDefaultTimeout(mostMs)
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  context.on('weberror', (error) => problems.push(String(error.error())))
  return context
}

const stepIs = (page: Page, step: string) => page.waitForSelector(`#step[data-step="${step}"]`)
async function said(page: Page, id: 'bid' | 'trustee', words: string): Promise<void> {
  await page.waitForSelector(`#${id}-said:has-text("${words}")`).catch(async (error: Error) => {
    const text = await page.textContent(`#${id}-said`)
    throw new Error(`“${words}” was not said, but “${text}”; ${problems.join('; ')}`, { cause: error })
  })
}

/** A trustee who has signed in, at the page of the procedure. */
async function trusteeAt(name: (typeof trustees)[number]): Promise<Page> {
  const context = await person()
  const { page } = await officerAt(context, `${portal.url}/en/sign`)
  const { keyId, suite, x, y } = await makePasskey(page)
  const key = { keyId: fromHex(keyId), suite, x: fromHex(x), y: fromHex(y), officer: [tender.numberOf(name)] }
  const client = createClient({ url: tender.url })
  const { outcome } = await submit(
    client,
    createWallet(signerOf(name)),
    actOf(organisations, 'announceKey'),
    key as never,
  )
  assert.equal(outcome[0], 'ok', String(outcome[1]))
  await waitFor('the passkey works', async () => {
    const { rows } = await getView(client, 'organisations', 'key', { limit: 100 })
    return rows.some((row) => JSON.stringify(row).includes(keyId) && JSON.stringify(row).includes('"active"'))
  })
  await page.goto(`${portal.url}/en/sign-in?next=/en/workspace/trustee`)
  await page.click('button:has-text("Sign in with passkey")')
  await page.waitForURL(/workspace\/trustee$/)
  await page.click(`a[href*="/workspace/trustee/"][href$="/${name}"]`)
  return page
}

async function trustByPrint(page: Page): Promise<void> {
  const print = toHex(trustFingerprint(parseTrust(readFileSync(at('trust.json'), 'utf8'))))
  await page.fill('#trust-print', '0123')
  await page.click('[data-act=trust]')
  await page.waitForSelector('#e-trust-print:has-text("another trust root")')
  await page.fill('#trust-print', print.slice(0, 32))
  await page.click('[data-act=trust]')
  await page.waitForSelector('#trust-ground')
}

async function newSecrets(page: Page): Promise<void> {
  await page.fill('#passphrase', passphrase)
  await page.fill('#passphrase-again', 'something else')
  await page.click('[data-act=begin]')
  await page.waitForSelector('#e-passphrase-again:has-text("differ")')
  await page.fill('#passphrase-again', passphrase)
  await page.click('[data-act=begin]')
}

async function saved(page: Page, link: string, path?: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click(link)])
  const kept = path ?? at(download.suggestedFilename())
  await download.saveAs(kept)
  return kept
}

async function enrols(page: Page, name: string): Promise<void> {
  await trustByPrint(page)
  await stepIs(page, 'enrol')
  await page.click('[data-act=enrol]')
  await page.setInputFiles('#act-key-file', at(`${name}.key.json`))
  await page.click('#act-key-open')
  await newSecrets(page)
  await said(page, 'trustee', 'Done: entry')
}

/** What is the next step at somebody's page, done. */
async function does(page: Page, step: string): Promise<void> {
  await page.click('[data-act=again]')
  await stepIs(page, step)
  await page.click(`[data-act=${step}]`)
  await said(page, 'trustee', 'Done: entry')
}

async function makeKey(pages: ReadonlyMap<string, Page>): Promise<void> {
  for (const [name, page] of pages) await enrols(page, name)
  await seen(pages.get('audit')!, 'trustee-enrolled')
  await tender.act('agency', 'begin', { procedure: tender.procedure, threshold: 2n })
  const [audit, justice, archive] = trustees.map((name) => pages.get(name)!)
  await does(audit!, 'contribute')
  await does(justice!, 'contribute')
  // The third goes on by the command line, with what its browser has kept.
  await saved(archive!, '#secrets-saved')
  const byHand = (step: string) =>
    tender.good('trustee', step, tender.row, '--key', at('archive.key.json'), ...trusted())
  await byHand('contribute')
  await byHand('judge')
  // Whoever closes the page loses nothing.
  await justice!.reload()
  await justice!.click('[data-act=judge]')
  await justice!.setInputFiles('#act-key-file', at('justice.key.json'))
  await justice!.click('#act-key-open')
  await justice!.fill('#passphrase', 'not it, this one')
  await justice!.click('[data-act=open]')
  await justice!.waitForSelector('#unlock-failure:has-text("key-file-passphrase-wrong")')
  await justice!.fill('#passphrase', passphrase)
  await justice!.click('[data-act=open]')
  await said(justice!, 'trustee', 'Done: entry')
  await does(audit!, 'judge')
  await tender.act('agency', 'makeKey', { procedure: tender.procedure })
}

const bidPath = (as: string) => `${portal.url}/en/procurement/${tender.row}/bid?as=${as}`

/** A bidder whom the desk has let in. */
async function bidderAt(as: string): Promise<Page> {
  const page = await (await person()).newPage()
  await page.goto(bidPath(as))
  await page.setInputFiles('#trust-file', at('trust.json'))
  await page.click('[data-act=trust]')
  await newSecrets(page)
  await stepIs(page, 'stepAdmit')
  await page.fill('#organ-scheme', 'x-sample')
  await page.fill('#organ-id', 'carpenter')
  await page.click('[data-act=request]')
  await page.setInputFiles('#act-key-file', at('carpenter.key.json'))
  await page.click('#act-key-open')
  const request = await saved(page, '#request-saved', at(`${as}-request.cose`))
  await saved(page, '#certificate-saved', at(`${as}-certificate.cose`))
  const signed = at(`${as}-signed.bin`)
  await tender.good('desk', 'sign', tender.row, request, signed, '--key', at('desk.key.json'), ...trusted())
  await page.setInputFiles('#signed-token', signed)
  await page.click('[data-act=enter]')
  await said(page, 'bid', 'Done: entry')
  await stepIs(page, 'stepSeal')
  return page
}

const pdf = (name: string, size: number) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.alloc(size, 'a drawing of a desk '),
})

async function fillsOffer(page: Page, price: string, certificate: string): Promise<void> {
  await page.fill('#price-1', price)
  await page.fill('#bidder-scheme', 'x-sample')
  await page.fill('#bidder-id', 'carpenter')
  await page.setInputFiles('#certificate', certificate)
}

/** What is wrong is told as it is typed and chosen, and nothing is sealed. */
async function mistakes(page: Page): Promise<void> {
  const fault = (words: string) => page.waitForSelector(`#e-price-1:has-text("${words}")`)
  await page.fill('#price-1', '0')
  await fault('more than nothing')
  await page.fill('#price-1', '9500.01')
  await fault('above the ceiling of CNY 9,500.00')
  await page.fill('#price-1', 'eight')
  await fault('Give an amount')
  await page.click('[data-act=seal]')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'price-1')
  const wrong = (words: string) => page.waitForSelector(`#e-documents:has-text("${words}")`)
  await page.setInputFiles('#documents', [pdf('empty.pdf', 0)])
  await wrong('is empty')
  await page.setInputFiles('#documents', [pdf('plan.pdf', 3), pdf('CON.pdf', 3)])
  await wrong('File no. 2 has a name that is not accepted')
  await page.setInputFiles('#documents', [pdf('plan.pdf', 3), pdf('PLAN.pdf', 3)])
  await wrong('was chosen twice')
  assert.equal(await page.locator('#work-sealing').count(), 0)
}

async function bids(): Promise<Page> {
  const page = await bidderAt('carpenter')
  await page.fill('#question-words', 'May the desks be of oak?')
  await page.click('[data-act=ask]')
  await said(page, 'bid', 'Done: entry')
  await mistakes(page)
  await seen(page, 'bid-mistakes')
  const certificate = at('carpenter-certificate.cose')
  await fillsOffer(page, '8000.00', certificate)
  await page.setInputFiles('#documents', [pdf('plan.pdf', 5_000_000), pdf('drawing.pdf', 70_000)])
  await page.click('[data-act=seal]')
  await said(page, 'bid', 'Nothing has been handed in')
  // The tab is closed before anything was handed in.
  const context = page.context()
  await page.close()
  const again = await context.newPage()
  await again.goto(bidPath('carpenter'))
  await again.setInputFiles('#trust-file', at('trust.json'))
  await again.click('[data-act=trust]')
  await again.fill('#passphrase', 'not this one')
  await again.click('[data-act=open]')
  await again.waitForSelector('#unlock-failure:has-text("key-file-passphrase-wrong")')
  await again.fill('#passphrase', passphrase)
  await again.click('[data-act=open]')
  await stepIs(again, 'stepSubmit')
  await again.click('[data-act=submit]')
  await said(again, 'bid', 'Done: entry')
  await stepIs(again, 'stepDone')
  await seen(again, 'bid-done')
  return again
}

async function replaces(page: Page, price: string): Promise<void> {
  await fillsOffer(page, price, at('carpenter-certificate.cose'))
  await page.setInputFiles('#documents', [pdf('plan.pdf', 100_000)])
  await page.click('[data-act=seal]')
  await stepIs(page, 'stepReplace')
}

/** The command line goes on with what the browser has kept. */
async function goesOnByHand(page: Page): Promise<void> {
  await saved(page, '#secrets-saved', at(`keys/${await page.getAttribute('#secrets-saved', 'download')}`))
  await saved(page, '#sealed-saved', at(`keys/${await page.getAttribute('#sealed-saved', 'download')}`))
  const bid = (step: string, ...more: string[]) =>
    tender.good('bid', step, tender.row, ...more, '--as', 'carpenter', ...trusted())
  assert.match(await bid('submit'), /already/)
  await bid('prove', at('by-hand.gse'))
}

/** What the command line has made is loaded and handed in by another browser; secrets that are behind take nobody's place. */
async function goesOnInBrowser(): Promise<void> {
  const earlier = readFileSync(keptOf('carpenter', 'json'))
  const price = { currency: 'CNY', minor: '795000' }
  const offer = { bidder: { scheme: 'x-sample', id: 'carpenter' }, prices: [{ lot: 1, price }] }
  writeFileSync(at('offer.json'), JSON.stringify(offer))
  const certified = ['--certificate', at('carpenter-certificate.cose'), '--as', 'carpenter']
  await tender.good('bid', 'seal', tender.row, at('offer.json'), ...certified, ...trusted())
  const page = await (await person()).newPage()
  const loads = async (...files: Parameters<Page['setInputFiles']>[1][]) => {
    await page.goto(bidPath('carpenter'))
    await page.setInputFiles('#trust-file', at('trust.json'))
    await page.click('[data-act=trust]')
    await page.click('summary:has-text("Load from files")')
    await page.setInputFiles('#bring-files', files as never)
    await page.fill('#bring-passphrase', passphrase)
    await page.click('[data-act=load]')
  }
  await loads(keptOf('carpenter', 'json'), keptOf('carpenter', '2.age'))
  await stepIs(page, 'stepReplace')
  await page.click('[data-act=submit]')
  await said(page, 'bid', 'Done: entry')
  await loads({ name: 'old.json', mimeType: 'application/json', buffer: earlier })
  await page.waitForSelector('#unlock-said:has-text("nothing was overwritten")')
  await page.context().close()
}

function keptOf(as: string, ending: string): string {
  const found = readdirSync(at('keys')).find((file) => file.startsWith(`${as}.`) && file.endsWith(`.bid.${ending}`))
  return at(`keys/${found}`)
}

/** The ledger's clock goes on, and everybody's with it. */
async function passDeadline(...pages: readonly Page[]): Promise<void> {
  tender.letPass(hourMs)
  for (const page of pages) await page.clock.setSystemTime(Date.now() + aheadOfUsMs())
  // Whoever acts next gives the ledger a block, and with it the time.
  await tender.act('buyer', 'plan', { ...tender.plan, number: 'T-2' })
  await waitFor('the ledger to close the procedure', async () => {
    const { rows } = await getView(createClient({ url: tender.url }), 'procurement', 'procedure')
    return rows.some((row) => (row as { readonly status: string }).status === 'closed')
  })
}

/** Anybody reads what was in an opened bid, held against the ledger, in a browser that knows nothing yet. */
async function unpacks(): Promise<void> {
  const page = await (await person()).newPage()
  await page.clock.setSystemTime(Date.now() + aheadOfUsMs())
  await page.goto(`${portal.url}/en/procurement/${tender.row}`)
  await seen(page, 'procedure-opened')
  const bid = page.locator('tr', { hasText: 'carpenter' }).locator('gongshi-unpack')
  await bid.locator('button').click()
  await bid
    .locator('[data-unpacked="2"]')
    .waitFor({ timeout: mostMs })
    .catch(async (error: Error) => {
      throw new Error(`unpacked no two files: ${await bid.textContent()}; ${problems.join('; ')}`, { cause: error })
    })
  await seen(page, 'procedure-unpacked')
  const [download] = await Promise.all([page.waitForEvent('download'), bid.locator('a[download="plan.pdf"]').click()])
  await download.saveAs(at('unpacked.pdf'))
  assert.ok(readFileSync(at('unpacked.pdf')).equals(pdf('plan.pdf', 100_000).buffer))
}

test('trustees make the key and bidders bid, all in browsers; one trustee vanishes, the others open', async () => {
  const pages = new Map<string, Page>()
  for (const name of trustees) pages.set(name, await trusteeAt(name))
  await makeKey(pages)
  const bidUntil = Date.now() + aheadOfUsMs() + hourMs
  const notice = { procedure: tender.procedure, notice: sha256(utf8('notice')), askUntil: bidUntil - 1_000, bidUntil }
  await tender.act('agency', 'publish', notice, 'purchaser')
  const page = await bids()
  await goesOnByHand(page)
  await goesOnInBrowser()
  await replaces(page, '7900.00')
  await page.click('[data-act=submit]')
  await stepIs(page, 'stepDone')
  await page.click('[data-act=prove]')
  await tender.good('verify', await saved(page, '#evidence-saved'), ...trusted())
  await page.check('#decoy')
  await page.click('[data-act=seal]')
  await stepIs(page, 'stepReplace')

  const [audit, justice] = [pages.get('audit')!, pages.get('justice')!]
  await passDeadline(page, audit, justice)
  await page.click('[data-act=submit]')
  await said(page, 'bid', 'The ledger did not take it')
  await seen(page, 'bid-late')
  await does(audit, 'give')
  await does(justice, 'give')
  await does(audit, 'open')
  await stepIs(audit, 'allOpen')
  await seen(audit, 'trustee-opened')
  await page.click('[data-act=again]')
  await stepIs(page, 'stepOpened')
  await unpacks()
  assert.deepEqual(problems, [])
})
