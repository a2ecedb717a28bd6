import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildVerifier, verifierScriptBudgetBytes } from '@gongshi/portal/build'
import type { Page } from 'playwright-core'
import { inBrowser } from '../e2e/portal/browser.ts'
import { entryEvidence, stateEvidence, trustJson } from '../e2e/verifier/sampleLedger.ts'
import { open, savedVerifier, verifyIn } from '../e2e/verifier/verifierPage.ts'

/** One figure. `min` and `max` are of the runs whose median `value` is; `goal` is a bound that it must not pass. */
type Measure = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly goal: number | null
  readonly min: number
  readonly max: number
}

const runs = 60
const goalMs = 10

/**
 * Verification in Chromium by the very file that readers use, opened from disk: what the page itself measures around
 * `verifyEvidence`, from bytes to verdict. The first run after opening (nothing compiled yet) is a figure of its own.
 */
async function verifierMeasures(): Promise<Measure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshi-bench-verifier-'))
  try {
    const url = await savedVerifier(folder)
    const cases = [
      ['entry, Ed25519, two members disclosed', (await entryEvidence()).gse],
      ['entry, ES256, two members disclosed', (await entryEvidence({ suite: 'es256' })).gse],
      ['state value', (await stateEvidence(true, Date.now() - 61_000)).gse],
    ] as const
    const timed: Measure[] = []
    for (const [name, gse] of cases) {
      const all = await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
        const { page } = await open(context, url)
        return await timesOf(page, gse)
      })
      timed.push({
        name: `verify ${name}, first run`,
        value: all[0]!,
        unit: 'ms',
        goal: null,
        min: all[0]!,
        max: all[0]!,
      })
      timed.push(medianOf(`verify ${name}`, all.slice(1)))
    }
    return [...timed, ...(await sizes(cases[0][1].length))]
  } finally {
    await rm(folder, { recursive: true, force: true })
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

function medianOf(name: string, times: readonly number[]): Measure {
  const sorted = times.toSorted((left, right) => left - right)
  return { name, value: sorted[sorted.length >> 1]!, unit: 'ms', goal: goalMs, min: sorted[0]!, max: sorted.at(-1)! }
}

async function sizes(evidenceBytes: number): Promise<Measure[]> {
  const { html, scriptGzipBytes } = await buildVerifier()
  const size = (name: string, value: number, goal: number | null): Measure => ({
    name,
    value,
    unit: 'bytes',
    goal,
    min: value,
    max: value,
  })
  return [
    size('verifier script, gzip', scriptGzipBytes, verifierScriptBudgetBytes),
    size('gongshi-verify.html', Buffer.byteLength(html), null),
    size('evidence of an entry with body and two members', evidenceBytes, 4096),
  ]
}

if (import.meta.main) for (const measure of await verifierMeasures()) console.log(JSON.stringify(measure))
