import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildVerifier, verifierScriptBudgetBytes } from '@gongshi/portal/build'
import { encodeEvidence, formatTrust } from '@gongshi/protocol'
import type { Page } from 'playwright-core'
import { inProfile, startChromium } from '../e2e/portal/chromium.ts'
import { desktop } from '../e2e/portal/looks.ts'
import { entryEvidence, stateEvidence, trustJson } from '../e2e/verifier/sampleLedger.ts'
import { open, savedVerifier, verifyIn } from '../e2e/verifier/verifierPage.ts'
import { largeEvidence } from '../packages/protocol/test/largeLog.ts'
import { alone, type Measure } from './support/measure.ts'

const runs = 60
const verifyGoal = { of: 'value', bound: 'most', at: 10 } as const
const cases = [
  'entry, Ed25519, two members disclosed',
  'entry, ES256, two members disclosed',
  'state value',
  'entry of ten million, 4 validators, 3 witnesses',
] as const
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
    const large = await largeEvidence({ entries: 10_000_000, validators: 4, witnesses: 3, bounded: true })
    const trust = trustJson()
    const files = [
      { evidence: (await entryEvidence()).gse, trust },
      { evidence: (await entryEvidence({ suite: 'es256' })).gse, trust },
      { evidence: (await stateEvidence(true, Date.now() - 61_000)).gse, trust },
      { evidence: encodeEvidence(large.evidence), trust: formatTrust(large.trust) },
    ]
    const timed: Measure[] = []
    for (const [at, name] of cases.entries()) {
      const all = await timesIn(url, files[at]!)
      timed.push(alone({ name: `verify ${name}, first run`, unit: 'ms' }, [all[0]!]))
      timed.push(alone({ name: `verify ${name}`, unit: 'ms', goal: verifyGoal }, all.slice(1)))
    }
    return [...timed, ...(await sizes(files[0]!.evidence.length))]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** In a browser of its own, which has compiled nothing yet. */
type Files = { readonly evidence: Uint8Array; readonly trust: string }

async function timesIn(url: string, files: Files): Promise<number[]> {
  const browser = await startChromium()
  try {
    return await inProfile(browser, desktop, async (context) => timesOf((await open(context, url)).page, files))
  } finally {
    await browser.close()
  }
}

async function timesOf(page: Page, files: Files): Promise<number[]> {
  await verifyIn(page, files)
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
