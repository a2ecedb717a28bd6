import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { blockIdFlag, encodeEvidence, formatTrust, type SignedHeader } from '@gongshi/protocol'
import { inProfile, startChromium } from '../e2e/portal/chromium.ts'
import { desktop } from '../e2e/portal/looks.ts'
import { open, savedVerifier, verifyIn } from '../e2e/verifier/verifierPage.ts'
import { trustPathTo } from '../packages/node/src/evidence/trustPath.ts'
import {
  orderedSet,
  publication,
  signedHeader,
  type TestValidator,
  testValidator,
  trustOf,
} from '../packages/protocol/test/evidence.ts'
import { alone, type BenchModule } from './support/measure.ts'

const changes = 1_000
const seats = 4
const names = {
  every: `a path over ${changes} changes of validators, every header in the file`,
  fewest: 'the same as a node makes it, which leaves out what skipping can',
  headers: 'headers that the node’s path has',
  size: 'the node’s file',
} as const

/** A trust root from long ago: what verifying its way to a header of today takes in the reader's browser. */
export const trustPath: BenchModule = {
  name: 'trust-path',
  title: 'From a trust root of long ago',
  measures: Object.values(names),
  what: `Evidence of an entry under a header above the root's by ${changes} changes of its ${seats} validators, one replaced each time: with every header on the way, and with those that a node leaves in, as CometBFT’s light client skips. Verified in Chromium by the saved \`gongshi-verify.html\`, opened from disk, from bytes to verdict, as it measures itself.`,
  async run({ quick }) {
    const runs = quick ? 3 : 15
    const { appHash } = (await publication()).head.header
    const headers = Array.from({ length: changes + 1 }, (_, at) => headerAt(at + 1, appHash))
    const root = { height: 1, set: orderedSet(setAt(1)) }
    const { path } = await trustPathTo(chainOf(headers), root, untold(headers.at(-1)!))
    const fileOf = async (steps: readonly SignedHeader[]) =>
      encodeEvidence({ ...(await publication()), path: [...steps], head: headers.at(-1)! })
    const [every, fewest] = [await fileOf(headers.slice(0, -1)), await fileOf(path)]
    const atMost = (at: number) => ({ of: 'value', bound: 'most', at }) as const
    return [
      alone({ name: names.every, unit: 'ms', goal: atMost(1000) }, await timesInPage(every, runs)),
      alone({ name: names.fewest, unit: 'ms', goal: atMost(1000) }, await timesInPage(fewest, runs)),
      alone({ name: names.headers, unit: 'headers' }, [path.length]),
      alone({ name: names.size, unit: 'bytes' }, [fewest.length]),
    ]
  },
}

/** Who signs a height: at each the one who has been there longest is replaced. */
function setAt(height: number): readonly TestValidator[] {
  return Array.from({ length: seats }, (_, seat) => testValidator(`seat ${height + seat}`))
}

function headerAt(height: number, appHash: Uint8Array): SignedHeader {
  return signedHeader({ height, validators: setAt(height), next: setAt(height + 1), tellSet: true, appHash })
}

const untold = (header: SignedHeader): SignedHeader => ({ ...header, validators: null })

function chainOf(headers: readonly SignedHeader[]): Parameters<typeof trustPathTo>[0] {
  const find = (height: number) => headers[height - 1]
  return {
    earliestHeight: async () => 1,
    findHeader: async (height) => find(height)?.header,
    findCommit: async (height) => {
      const signed = find(height)
      if (signed === undefined) return undefined
      const { round, parts, signatures } = signed.commit
      const votes = signatures.map((vote) => ({
        ...vote!,
        flag: blockIdFlag.commit,
        validatorAddress: new Uint8Array(20),
      }))
      return { height, round, blockId: { hash: new Uint8Array(32), parts }, signatures: votes }
    },
    findValidators: async (height) => orderedSet(setAt(height)).map((each) => ({ ...each, priority: 0n })),
  }
}

/** Milliseconds of each run after the first, in which the page's code is compiled. */
async function timesInPage(evidence: Uint8Array, runs: number): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'gongshi-bench-trust-path-'))
  const browser = await startChromium()
  try {
    const url = await savedVerifier(folder)
    return await inProfile(browser, desktop, async (context) => {
      const { page } = await open(context, url)
      const verdict = await verifyIn(page, { evidence, trust: formatTrust(trustOf(setAt(1))) })
      if (verdict !== 'consistent') throw new Error(verdict)
      for (let run = 1; run <= runs; run++) {
        await page.click('#run')
        await page.waitForFunction((count) => performance.getEntriesByName('gongshi-verify').length > count, run)
      }
      return page.evaluate(() =>
        performance
          .getEntriesByName('gongshi-verify')
          .map(({ duration }) => duration)
          .slice(1),
      )
    })
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}
