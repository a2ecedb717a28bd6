import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildVerifier, verifierScriptBudgetBytes } from '@gongshi/portal/build'
import type { Page } from 'playwright-core'
import { inProfile, startChromium } from '../e2e/portal/chromium.ts'
import { desktop } from '../e2e/portal/looks.ts'
import { entryEvidence, stateEvidence, trustJson } from '../e2e/verifier/sampleLedger.ts'
import { open, savedVerifier, verifyIn } from '../e2e/verifier/verifierPage.ts'
import { alone, type Measure } from './support/measure.ts'

const runs = 60
const verifyGoal = { of: 'value', bound: 'most', at: 10 } as const
const cases = ['entry, Ed25519, two members disclosed', 'entry, ES256, two members disclosed', 'state value'] as const
const sizeNames = [
  'verifier script, gzip',
  'gongshi-verify.html',
  'evidence of an entry with body and two members',
] as const

/** What is measured in and about the browser. */
export const chromiumCases: readonly string[] = [
  ...cases.flatMap((name) => [`verify ${name}, first run`, `verify ${name}`]),
  ...sizeNames,
]

/**
 * Verification in Chromium by the very file that readers use, opened from disk: what the page itself measures around
 * `verifyEvidence`, from bytes to verdict. The first run after opening (nothing compiled yet) is a figure of its own.
 */
export async function verifierMeasures(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshi-bench-verifier-'))
  try {
    const url = await savedVerifier(folder)
    const files = [
      (await entryEvidence()).gse,
      (await entryEvidence({ suite: 'es256' })).gse,
      (await stateEvidence(true, Date.now() - 61_000)).gse,
    ]
    const timed: Measure[] = []
    for (const [at, name] of cases.entries()) {
      const gse = files[at]!
      const all = await timesIn(url, gse)
      timed.push(alone({ name: `verify ${name}, first run`, unit: 'ms' }, [all[0]!]))
      timed.push(alone({ name: `verify ${name}`, unit: 'ms', goal: verifyGoal }, all.slice(1)))
    }
    return [...timed, ...(await sizes(files[0]!.length))]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In a browser of its own, which has compiled nothing yet. */
async function timesIn(url: string, gse: Uint8Array): Promise<number[]> {
  const browser = await startChromium()
  try {
    return await inProfile(browser, desktop, async (context) => timesOf((await open(context, url)).page, gse))
  } finally {
    await browser.close()
  }
}

async function timesOf(page: Page, gse: Uint8Array): Promise<number[]> {
  await verifyIn(page, { evidence: gse, trust: trustJson() })
  for (let run = 1; run <= runs; run++) {
    await page.click('#run')
    await page.waitForFunction((count) => performance.getEntriesByName('gongshi-verify').length > count, run)
  }
  return await page.evaluate(() => performance.getEntriesByName('gongshi-verify').map(({ duration }) => duration))
}

async function sizes(evidenceBytes: number): Promise<Measure[]> {
  const { html, scriptGzipBytes } = await buildVerifier()
  const atMost = (at: number) => ({ of: 'value', bound: 'most', at }) as const
  const unit = 'bytes'
  return [
    alone({ name: sizeNames[0], unit, goal: atMost(verifierScriptBudgetBytes) }, [scriptGzipBytes]),
    alone({ name: sizeNames[1], unit }, [Buffer.byteLength(html)]),
    alone({ name: sizeNames[2], unit, goal: atMost(4096) }, [evidenceBytes]),
  ]
}
