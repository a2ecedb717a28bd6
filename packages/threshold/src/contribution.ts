import { type Cbor, decodeCbor, encodeCbor } from '@gongshi/protocol'
import { type Ceremony, ceremonyParts, checkCeremony, mostTrustees, proofBytes, readProof } from './ceremony.ts'
import { malformed, unproven } from './errors.ts'
import {
  base,
  elementBytes,
  field,
  hashToScalar,
  type Point,
  pointBytes,
  type Random,
  randomScalar,
  readPoint,
  readScalar,
  type Scalar,
  scalarBytes,
} from './group.ts'
import { pointAt, valueAt } from './polynomial.ts'
import { holds, type Proof, prove, type Statement } from './proof.ts'

/**
 * One trustee's part of the common key: a secret polynomial of which everyone sees the commitments (Feldman), and each
 * trustee its value, hidden under its own key (as in EthDKG, ePrint 2019/985; the whole is Pedersen's key generation, with a
 * proof of the constant so that nobody makes a key that cancels the others').
 */
export type Contribution = {
  readonly commitments: readonly Point[]
  /** The half that its author puts into the keys that hide the parts. */
  readonly handle: Point
  /** For trustee 1, 2, …: its part plus a number that only the two know. */
  readonly hidden: readonly Scalar[]
}

/** Of as many trustees as there may be, all of whom open together. */
const mostContributionBytes = 200 + 2 * 34 * mostTrustees

/** By trustee `index`; canonical CBOR of [commitments, proof, handle, hidden], all byte strings. */
export function contribute(ceremony: Ceremony, index: number, random: Random): Uint8Array {
  checkCeremony(ceremony)
  const coefficients = Array.from({ length: ceremony.threshold }, () => randomScalar(random))
  const commitments = coefficients.map((coefficient) => base.multiply(coefficient))
  const secret = randomScalar(random)
  const handle = base.multiply(secret)
  const proof = prove(contributionStatement(ceremony, index, commitments, handle), coefficients[0]!, random)
  const hidden = ceremony.trustees.map((trustee, at) => {
    const mask = maskOf(ceremony, index, at + 1, handle, trustee.multiply(secret))
    return field.add(valueAt(coefficients, BigInt(at + 1)), mask)
  })
  return encodeCbor([commitments.map(pointBytes), proofBytes(proof), pointBytes(handle), hidden.map(scalarBytes)])
}

/** Reads what trustee `index` has published. @throws {ThresholdError} threshold-malformed, threshold-proof-invalid */
export function readContribution(ceremony: Ceremony, index: number, bytes: Uint8Array): Contribution {
  checkCeremony(ceremony)
  const { commitments, proof, handle, hidden } = decodeContribution(ceremony, bytes)
  if (!holds(contributionStatement(ceremony, index, commitments, handle), proof)) throw unproven('contribution')
  return { commitments, handle, hidden }
}

/** The same of what `readContribution` has let pass before: nothing is proven anew. @throws {ThresholdError} threshold-malformed */
export function decodeContribution(
  { threshold, trustees }: Ceremony,
  bytes: Uint8Array,
): Contribution & { readonly proof: Proof } {
  const [commitments, proof, handle, hidden] = listOf(decoded(bytes), 4)
  return {
    commitments: listOf(commitments!, threshold).map((each) => readPoint(bytesOf(each), 'contribution')),
    proof: readProof(bytesOf(proof!), 'contribution'),
    handle: readPoint(bytesOf(handle!), 'contribution'),
    hidden: listOf(hidden!, trustees.length).map((each) => readScalar(bytesOf(each), 'contribution')),
  }
}

function decoded(bytes: Uint8Array): Cbor {
  try {
    return decodeCbor(bytes, { maxBytes: mostContributionBytes, maxDepth: 2 })
  } catch (error) {
    throw malformed('contribution', error)
  }
}

function listOf(value: Cbor, count: number): readonly Cbor[] {
  if (!Array.isArray(value) || value.length !== count) throw malformed('contribution')
  return value
}

function bytesOf(value: Cbor): Uint8Array {
  if (!(value instanceof Uint8Array)) throw malformed('contribution')
  return value
}

/** What trustee `to` finds in the contribution of `from`: its part, or that it is none, with what proves it to everyone. */
export type Received =
  | { readonly ok: true; readonly part: Scalar }
  | { readonly ok: false; readonly dispute: Uint8Array }

/** A dispute: 96 bytes, the key that the two share ‖ proof that it is theirs. It shows this one part and no other. */
export function receive(
  ceremony: Ceremony,
  between: { readonly from: number; readonly to: number },
  contribution: Contribution,
  secret: Uint8Array,
  random: Random,
): Received {
  const own = readScalar(secret, 'trustee')
  const shared = contribution.handle.multiply(own)
  const part = partUnder(ceremony, between, contribution, shared)
  if (isPart(contribution, between.to, part)) return { ok: true, part }
  const proof = prove(disputeStatement(ceremony, between, contribution, shared), own, random)
  return { ok: false, dispute: Uint8Array.of(...pointBytes(shared), ...proofBytes(proof)) }
}

/**
 * Whether a contribution did not hold the part that it owed: then its author is out. False: the part is in order, and who
 * disputes it is wrong. @throws {ThresholdError} threshold-malformed, threshold-proof-invalid
 */
export function isJustified(
  ceremony: Ceremony,
  between: { readonly from: number; readonly to: number },
  contribution: Contribution,
  dispute: Uint8Array,
): boolean {
  const shared = readPoint(dispute.subarray(0, elementBytes), 'dispute')
  const proof = readProof(dispute.subarray(elementBytes), 'dispute')
  if (!holds(disputeStatement(ceremony, between, contribution, shared), proof)) throw unproven('dispute')
  return !isPart(contribution, between.to, partUnder(ceremony, between, contribution, shared))
}

function partUnder(
  ceremony: Ceremony,
  { from, to }: { readonly from: number; readonly to: number },
  { handle, hidden }: Contribution,
  shared: Point,
): Scalar {
  return field.sub(hidden[to - 1]!, maskOf(ceremony, from, to, handle, shared))
}

/** It lies on the polynomial to which its author committed. */
function isPart({ commitments }: Contribution, to: number, part: Scalar): boolean {
  return part !== 0n && base.multiplyUnsafe(part).equals(pointAt(commitments, BigInt(to)))
}

function maskOf(ceremony: Ceremony, from: number, to: number, handle: Point, shared: Point): Scalar {
  const parts = [...ceremonyParts(ceremony), from, to, pointBytes(handle), pointBytes(shared)]
  return hashToScalar('gongshi/threshold-mask/1', parts)
}

function contributionStatement(
  ceremony: Ceremony,
  index: number,
  commitments: readonly Point[],
  handle: Point,
): Statement {
  const bound = [...ceremonyParts(ceremony), index, commitments.map(pointBytes), pointBytes(handle)]
  return { name: 'gongshi/threshold-contribution/1', bound, bases: [base], points: [commitments[0]!] }
}

function disputeStatement(
  ceremony: Ceremony,
  { from, to }: { readonly from: number; readonly to: number },
  { handle }: Contribution,
  shared: Point,
): Statement {
  const trustee = ceremony.trustees[to - 1]!
  const bound = [...ceremonyParts(ceremony), from, to]
  return { name: 'gongshi/threshold-dispute/1', bound, bases: [handle, base], points: [shared, trustee] }
}
