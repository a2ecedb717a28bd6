import { nativeSignatureCheck } from '@gongshi/ledger'
import { checkVote, parseTrust, verifyEvidence } from '@gongshi/protocol'
import { entryEvidence, stateEvidence, trustJson } from '../e2e/verifier/sampleLedger.ts'
import { alone, type BenchModule, type Measure } from './support/measure.ts'
import { chromiumCases, verifierMeasures } from './verifier.ts'

const names = {
  portable: 'verify an entry in Node, portable code only',
  native: 'verify an entry in Node, native signature check',
  state: 'verify a state value in Node, portable code only',
} as const

/** Evidence: what a stranger downloads, and how long the check takes. */
export const evidence: BenchModule = {
  name: 'evidence',
  title: 'Evidence and its verification',
  measures: [...Object.values(names), ...chromiumCases],
  what: 'Evidence files of a ledger of 4,031 entries with one operator: an entry with two disclosed members, a state value. In Node `verifyEvidence` from bytes to verdict; in Chromium the saved `gongshi-verify.html` itself, opened from disk, as it measures itself.',
  async run({ quick }) {
    const rounds = quick ? 10 : 60
    const entry = (await entryEvidence()).gse
    const state = (await stateEvidence(true, Date.now() - 61_000)).gse
    const signature = nativeSignatureCheck()
    const trust = parseTrust(trustJson())
    const timed = async (name: string, bytes: Uint8Array, native: boolean): Promise<Measure> => {
      const times: number[] = []
      for (let round = 0; round < rounds + 5; round++) {
        const begin = performance.now()
        await verifyEvidence(bytes, trust, Date.now(), native ? { signature, vote: checkVote } : undefined)
        times.push(performance.now() - begin)
      }
      return alone({ name, unit: 'ms' }, times.slice(5))
    }
    return [
      await timed(names.portable, entry, false),
      await timed(names.native, entry, true),
      await timed(names.state, state, false),
      ...(await verifierMeasures()),
    ]
  },
}
