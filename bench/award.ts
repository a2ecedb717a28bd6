import { parseStates, type States, sha256, verifyStates } from '@gongshi/protocol'
import { readLotRows, recomputeAward } from '@gongshi/sdk/award'
import { awardInChromium } from './award/inChromium.ts'
import { type LotFile, lotFile } from './award/lotFile.ts'
import { against, alone, type BenchModule, cpuMicros } from './support/measure.ts'

const names = {
  recompute: 'compute the award again',
  proofs: 'verify its proofs',
  first: 'both in Chromium, the first time',
  again: 'both in Chromium, again',
} as const
/** What a reader waits at most. */
const goal = { of: 'value', bound: 'most', at: 200 } as const
const inMs = (micros: readonly number[]) => micros.map((each) => each / 1_000)

export const award: BenchModule = {
  name: 'award',
  title: 'An award computed again',
  measures: Object.values(names),
  what: 'One lot: 30 offers, six criteria, five experts, 60 candidates; its rows proven among 4,000 others under a header with one signature. Node: processor time of one thread. Chromium: by the clock in a page, with what the computer does besides.',
  async run({ quick }) {
    const file = lotFile()
    const rounds = quick ? 3 : 9
    const { values, verdict } = await verifyStates(file.bytes, file.trust, file.now)
    const { rest } = parseStates(file.bytes)
    const recompute = cpuMicros(rounds, 3, () => recomputeAward(readLotRows(values), verdict.header.chainId))
    const hashes = cpuMicros(rounds, 1, () => hashAlone(rest))
    const proofs = await verifyMicros(file, rounds)
    const [first, ...again] = await awardInChromium(file, rounds + 1)
    return [
      alone({ name: names.recompute, unit: 'ms' }, inMs(recompute)),
      against({ name: names.proofs, unit: 'ms' }, 'their hashes alone', inMs(proofs), inMs(hashes)),
      alone({ name: names.first, unit: 'ms', goal }, [first!]),
      alone({ name: names.again, unit: 'ms', goal }, again),
    ]
  },
}

async function verifyMicros({ bytes, trust, now }: LotFile, rounds: number): Promise<number[]> {
  const taken: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = process.threadCpuUsage()
    for (let pass = 0; pass < 5; pass++) await verifyStates(bytes, trust, now)
    const { user, system } = process.threadCpuUsage(before)
    taken.push((user + system) / 5)
  }
  return taken
}

/** As many hashes as the proofs have siblings, and one of each value: what no verifier does without. */
function hashAlone(rest: States['rest']): void {
  const node = new Uint8Array(65)
  for (const { value, proof } of rest) {
    if (value !== null) sha256(value)
    for (let level = 0; level < proof.depth; level++) sha256(node)
  }
}
