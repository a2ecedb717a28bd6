import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
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

test('trustees make the key, and a bidder comes in by a token, in browsers', async () => {
  const pages = new Map<string, Page>()
  for (const name of trustees) pages.set(name, await trusteeAt(name))
  await makeKey(pages)
  const bidUntil = Date.now() + aheadOfUsMs() + hourMs
  const notice = { procedure: tender.procedure, notice: sha256(utf8('notice')), askUntil: bidUntil - 1_000, bidUntil }
  await tender.act('agency', 'publish', notice, 'purchaser')
  const page = await bidderAt('carpenter')
  await mistakes(page)
  await seen(page, 'bid-mistakes')
})
