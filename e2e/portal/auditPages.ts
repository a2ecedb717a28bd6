/**
 * Audits every sample page and writes docs/portal-audit.md: `node scripts/run.mjs audit [--lighthouse] [PAGE…]`; of named
 * pages it prints alone. Lighthouse is fetched by npx unless LIGHTHOUSE names its program.
 */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'
import { utf8 } from '@gongshi/protocol'
import type { Browser, Page } from 'playwright-core'
import { violationsOf } from './audit.ts'
import { type Audit, type Audited, auditDocument, type Scored } from './auditDocument.ts'
import { chromiumProgram, inProfile, startChromium } from './chromium.ts'
import { colourRules, type Look, mediaOf, phone, viewportOf } from './looks.ts'
import { type ExtraFile, type Preview, startPreview } from './preview.ts'

const lighthouseVersion = '13.5.0'
const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const
/** One of each kind of public page. */
const scored = [
  'home',
  'record-current',
  'changes',
  'search',
  'organs',
  'organ',
  'entry-transaction',
  'entries',
  'block',
  'ledger',
  'network',
  'pace',
  'past',
  'key',
  'affair',
  'clauses',
  'governance',
  'rule-history',
  'proposal',
  'consultation',
  'procedures',
  'procedure',
  'recompute',
  'figures',
  'statistics',
  'data',
  'watch',
  'tour-citizen',
  'glossary',
  'design',
]
const looks: readonly Look[] = [390, 1280].flatMap((width) => [
  { width, scheme: 'light' },
  { width, scheme: 'dark' },
])
/** Lighthouse's phone, as it sets DevTools: "Slow 4G". */
const network = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1474.56 * 1024) / 8,
  uploadThroughput: (675 * 1024) / 8,
}
const processorSlowdown = 4
const settledMs = 400

const empty =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Empty</title><main><h1>Empty</h1></main></html>'
const extra: ReadonlyMap<string, ExtraFile> = new Map([['/empty', { type: 'text/html', bytes: utf8(empty) }]])

async function auditAll(args: readonly string[]): Promise<void> {
  const named = args.filter((arg) => !arg.startsWith('--'))
  const preview = await startPreview(extra)
  const browser = await startChromium()
  try {
    const pages: Audited[] = []
    const asked = preview.pages.filter((page) => named.length === 0 || named.includes(page))
    for (const page of asked) {
      for (const lang of ['zh', 'en'] as const) pages.push(await auditPage(browser, preview, page, lang))
      console.log(page, ...pages.slice(-2).flatMap(({ largestPaint, violations }) => [largestPaint, ...violations]))
    }
    const blank = await timed(browser, `${preview.url}/empty`, preview.url)
    const lighthouse = args.includes('--lighthouse') ? await scores(preview, asked) : null
    const audit: Audit = {
      pages,
      empty: { page: 'empty', lang: '', violations: [], looks: 0, ...blank },
      lighthouse,
      chromium: browser.version(),
      axe: createRequire(import.meta.url)('axe-core/package.json').version,
    }
    if (named.length === 0) writeFileSync(new URL('../../docs/portal-audit.md', import.meta.url), auditDocument(audit))
    else console.log(auditDocument(audit))
    if (pages.some(({ violations, foreign }) => violations.length + foreign > 0)) process.exitCode = 1
  } finally {
    await browser.close()
    await preview.close()
  }
}

async function auditPage(browser: Browser, preview: Preview, page: string, lang: 'zh' | 'en'): Promise<Audited> {
  const url = `${preview.url}/${lang}/~${page}`
  // Both languages weigh and paint alike: one is timed.
  const measured = lang === 'zh' ? await timed(browser, url, preview.url) : nothing
  const violations = await inProfile(browser, phone, async (context) => {
    const tab = await context.newPage()
    const found: string[] = []
    await tab.goto(url)
    for (const look of looks) {
      await tab.setViewportSize(viewportOf(look))
      await tab.emulateMedia(mediaOf(look))
      found.push(...(await violationsOf(tab, look.scheme === 'light' ? undefined : colourRules)))
    }
    await context.addCookies([{ name: 'look', value: 'elder', url: preview.url }])
    await tab.setViewportSize(viewportOf(phone))
    await tab.emulateMedia(mediaOf(phone))
    await tab.goto(url)
    return [...found, ...(await violationsOf(tab))]
  })
  return { page, lang, violations, looks: looks.length + 1, ...measured }
}

type Timed = Omit<Audited, 'page' | 'lang' | 'violations' | 'looks'>
const nothing: Timed = { htmlBytes: 0, scriptBytes: 0, foreign: 0, largestPaint: 0, blocking: 0, shift: 0 }

/** One visit of a throttled phone with nothing in its cache. */
function timed(browser: Browser, url: string, home: string): Promise<Timed> {
  return inProfile(browser, phone, async (context) => {
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    const types = new Map<string, string>()
    const bytes = { Document: 0, Script: 0 }
    let foreign = 0
    devtools.on('Network.responseReceived', ({ requestId, type }) => types.set(requestId, type))
    devtools.on('Network.requestWillBeSent', ({ request }) => {
      if (!request.url.startsWith(home) && !request.url.startsWith('data:')) foreign += 1
    })
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      const type = types.get(requestId)
      if (type === 'Document' || type === 'Script') bytes[type] += encodedDataLength
    })
    await devtools.send('Network.enable')
    await devtools.send('Network.emulateNetworkConditions', network)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: processorSlowdown })
    await observe(page)
    await page.goto(url, { waitUntil: 'load' })
    await page.waitForTimeout(settledMs)
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
    const { paint, blocking, shift } = seen
    const sizes = { htmlBytes: bytes.Document, scriptBytes: bytes.Script, foreign }
    return { ...sizes, largestPaint: Math.round(paint), blocking: Math.round(blocking), shift }
  })
}

type Seen = { paint: number; blocking: number; shift: number }

/** Counts as web-vitals do: the last largest paint, what long tasks take beyond 50 ms, the shift that nobody caused. */
function observe(page: Page): Promise<unknown> {
  return page.addInitScript(() => {
    const seen = { paint: 0, blocking: 0, shift: 0 }
    Object.assign(globalThis, { seen })
    type Entry = {
      readonly startTime: number
      readonly duration: number
      readonly value: number
      readonly hadRecentInput: boolean
    }
    const watch = (type: string, take: (entry: Entry) => void) =>
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) take(entry as unknown as Entry)
      }).observe({ type, buffered: true })
    watch('largest-contentful-paint', ({ startTime }) => {
      seen.paint = startTime
    })
    watch('longtask', ({ duration }) => {
      seen.blocking += Math.max(0, duration - 50)
    })
    watch('layout-shift', ({ value, hadRecentInput }) => {
      if (!hadRecentInput) seen.shift += value
    })
  })
}

async function scores(preview: Preview, asked: readonly string[]): Promise<Audit['lighthouse']> {
  const pages: Scored[] = []
  for (const page of scored.filter((each) => asked.includes(each))) {
    const one = await score(`${preview.url}/zh/~${page}`)
    console.log(page, ...one.scores, ...one.failed)
    pages.push({ page, ...one })
  }
  return { version: lighthouseVersion, pages }
}

type Report = {
  readonly categories: {
    readonly [id: string]: {
      readonly score: number
      readonly auditRefs: readonly { readonly id: string; readonly weight: number }[]
    }
  }
  readonly audits: { readonly [id: string]: { readonly score: number | null; readonly numericValue?: number } }
}

async function score(url: string): Promise<Omit<Scored, 'page'>> {
  const own = process.env.LIGHTHOUSE
  const [command, ...first] =
    own === undefined ? ['npx', '--yes', `lighthouse@${lighthouseVersion}`] : [process.execPath, own]
  const flags = '--chrome-flags=--headless --no-sandbox --disable-gpu --disable-quic'
  const args = [...first, url, '--output=json', '--quiet', `--only-categories=${categories.join(',')}`, flags]
  const env = { ...process.env, CHROME_PATH: chromiumProgram, NODE_OPTIONS: '' }
  const { stdout } = await promisify(execFile)(command!, args, { maxBuffer: 100_000_000, env })
  const report = JSON.parse(stdout) as Report
  const lost = categories.flatMap((category) =>
    report.categories[category]!.auditRefs.filter(
      ({ id, weight }) => weight > 0 && (report.audits[id]!.score ?? 1) < 0.9,
    ),
  )
  const scores = categories.map((category) => Math.round(report.categories[category]!.score * 100))
  const time = (id: string): number => Math.round(report.audits[id]!.numericValue ?? 0)
  const [paint, blocking] = [time('largest-contentful-paint'), time('total-blocking-time')]
  return { scores, failed: lost.map(({ id }) => id), paint, blocking }
}

await auditAll(process.argv.slice(2))
