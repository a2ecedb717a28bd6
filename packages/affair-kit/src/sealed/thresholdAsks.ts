import { type Cbor, encodeCbor } from '@gongshi/protocol'
import {
  type Ceremony,
  combine,
  decodeContribution,
  decodeEnrolled,
  decodeSealed,
  decodeShare,
  isJustified,
  mostTrustees,
  open,
  openAlone,
  pointBytes,
  readContribution,
  readEnrolled,
  readPoint,
  readSealed,
  readShareOf,
} from '@gongshi/threshold'
import type { Kind } from '../kinds/kind.ts'
import type { Typed } from '../run/handlers.ts'
import { bytesIn, labelIn, listIn, membersIn, Unfit, wholeIn } from './asked.ts'

/** Counts before the work is done; throws when the budget is spent. */
type Charge = (steps: number) => void
type ThresholdAsk = (charge: Charge, args: readonly unknown[]) => Typed

// PERF: in steps, of which one is about 0.15 µs elsewhere too (a node of a rule). Measured with noble in the same minute on a
// busy machine: 0.2 ms for a point's bytes, 1 ms for a full multiplication, 3 ms for the proof of one base, 6 ms for that of two.
const costs = {
  /** A point from its bytes, or its bytes: half a square root each. */
  code: 1_000,
  /** The proof of one base, its point and challenge. */
  proof: 15_000,
  /** That of two. */
  twoBases: 35_000,
  /** A full multiplication of a point that is not the base. */
  multiply: 8_000,
  /** One by a trustee's number, as in Horner's rule. */
  small: 300,
} as const

const bytes32: Kind = { kind: 'bytes', length: 32 }
const combined: Kind = {
  kind: 'record',
  fields: { key: bytes32, parts: { kind: 'list', of: bytes32, max: mostTrustees } },
}

/** What `ctx.threshold` answers; whatever is `Unfit`, or the package refuses, is answered by whoever calls. */
export const thresholdAsks: { readonly [name: string]: ThresholdAsk } = {
  isTrustee(charge, [about, enrolled]) {
    charge(costs.proof + 4 * costs.code)
    readEnrolled(labelIn(about), bytesIn(enrolled))
    return yes
  },
  isContribution(charge, [given, index, contribution]) {
    const ceremony = ceremonyIn(charge, given)
    const { threshold } = ceremony
    charge(costs.proof + (2 * ceremony.trustees.length + 2 * threshold + 6) * costs.code)
    readContribution(ceremony, trusteeIn(ceremony, index), contributionIn(contribution))
    return yes
  },
  isJustified(charge, [given, author, contribution, index, dispute]) {
    const ceremony = ceremonyIn(charge, given)
    const { threshold, trustees } = ceremony
    charge(costs.twoBases + (2 * trustees.length + threshold + 10) * costs.code + threshold * costs.small)
    const between = { from: trusteeIn(ceremony, author), to: trusteeIn(ceremony, index) }
    const shown = decodeContribution(ceremony, contributionIn(contribution))
    return { kind: { kind: 'bool' }, value: isJustified(ceremony, between, shown, bytesIn(dispute)) }
  },
  combine(charge, [given, contributions]) {
    const ceremony = ceremonyIn(charge, given)
    const { threshold, trustees } = ceremony
    const all = listIn(contributions, trustees.length).map((each) => membersIn(each, 'index', 'contribution'))
    charge(all.length * (threshold + 1) * costs.code)
    charge(trustees.length * (threshold * costs.small + costs.code))
    if (new Set(all.map(({ index }) => trusteeIn(ceremony, index))).size !== all.length) throw new Unfit()
    const decoded = all.map(({ contribution }) => decodeContribution(ceremony, contributionIn(contribution)))
    const { key, parts } = combine(threshold, trustees.length, decoded)
    return { kind: combined, value: { key: pointBytes(key), parts: parts.map(pointBytes) } }
  },
  isSealed(charge, [key, about, sealed]) {
    charge(costs.twoBases + 10 * costs.code)
    readSealed(readPoint(bytesIn(key), 'sealed'), labelIn(about), bytesIn(sealed))
    return yes
  },
  isShare(charge, [group, index, sealed, share]) {
    const { parts } = membersIn(group, 'parts')
    const list = listIn(parts, mostTrustees)
    charge(costs.twoBases + 10 * costs.code)
    const at = wholeIn(index, list.length)
    readShareOf(readPoint(bytesIn(list[at - 1]), 'share'), at, decodeSealed(bytesIn(sealed)), bytesIn(share))
    return yes
  },
  open(charge, [group, about, sealed, shares]) {
    const { threshold, key } = membersIn(group, 'threshold', 'key')
    const needed = wholeIn(threshold, mostTrustees)
    const all = listIn(shares, mostTrustees).map((each) => membersIn(each, 'index', 'share'))
    charge(5 * costs.code + needed * (costs.multiply + costs.code) + all.length * costs.code)
    const decoded = all.map(({ index, share }) => decodeShare(wholeIn(index, mostTrustees), bytesIn(share)))
    const by = { threshold: needed, key: readPoint(bytesIn(key), 'sealed') }
    return { kind: bytes32, value: open(by, labelIn(about), decodeSealed(bytesIn(sealed)), decoded) }
  },
  openAlone(charge, [key, about, sealed, opener]) {
    charge(2 * costs.multiply + 5 * costs.code)
    const point = readPoint(bytesIn(key), 'sealed')
    const value = openAlone(point, labelIn(about), decodeSealed(bytesIn(sealed)), bytesIn(opener))
    return { kind: bytes32, value }
  },
}

const yes: Typed = { kind: { kind: 'bool' }, value: true }

/** Of what `isTrustee` has let pass: nobody's proof is looked at again. */
function ceremonyIn(charge: Charge, given: unknown): Ceremony {
  const { about, threshold, trustees } = membersIn(given, 'about', 'threshold', 'trustees')
  const enrolled = listIn(trustees, mostTrustees)
  charge(2 * enrolled.length * costs.code)
  const keys = enrolled.map((each) => decodeEnrolled(bytesIn(each)))
  return { context: labelIn(about), threshold: wholeIn(threshold, keys.length), trustees: keys }
}

function trusteeIn({ trustees }: Ceremony, index: unknown): number {
  return wholeIn(index, trustees.length)
}

/** As `contribute` publishes it: the record's members in their order. */
function contributionIn(value: unknown): Uint8Array {
  const { commitments, proof, handle, hidden } = membersIn(value, 'commitments', 'proof', 'handle', 'hidden')
  const all = (list: unknown): Cbor => listIn(list, mostTrustees).map(bytesIn)
  return encodeCbor([all(commitments), bytesIn(proof), bytesIn(handle), all(hidden)])
}
