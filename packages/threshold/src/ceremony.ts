import type { Cbor } from '@gongshi/protocol'
import { malformed, ThresholdError, unproven } from './errors.ts'
import {
  base,
  elementBytes,
  type Point,
  pointBytes,
  type Random,
  randomScalar,
  readPoint,
  readScalar,
  scalarBytes,
} from './group.ts'
import { holds, type Proof, prove, type Statement } from './proof.ts'

/** How the trustees of one procedure make their key. Trustees are numbered from 1, in the order of `trustees`. */
export type Ceremony = {
  /** Names the procedure, so that nothing of another one passes for one of its own. */
  readonly context: Uint8Array
  /** How many of the trustees open together. */
  readonly threshold: number
  /** The key of each for this procedure alone, under which the others hand it its part. */
  readonly trustees: readonly Point[]
}

export const mostTrustees = 32

/** @throws {ThresholdError} threshold-parameters */
export function checkCeremony({ threshold, trustees }: Ceremony): void {
  const isPossible = trustees.length >= 2 && trustees.length <= mostTrustees && Number.isSafeInteger(threshold)
  // One key for two would be one trustee in two places.
  const isEach = new Set(trustees.map((trustee) => trustee.toHex())).size === trustees.length
  if (!isPossible || !isEach || threshold < 1 || threshold > trustees.length)
    throw new ThresholdError({ code: 'threshold-parameters' })
}

/** What binds a proof to the ceremony: its name, how many open, who the trustees are. */
export function ceremonyParts({ context, threshold, trustees }: Ceremony): readonly Cbor[] {
  return [context, threshold, trustees.map(pointBytes)]
}

/** A key for one procedure, with proof that its holder knows it: 96 bytes, point ‖ challenge ‖ answer. */
export type Enrolment = { readonly secret: Uint8Array; readonly enrolled: Uint8Array }

export function enrol(context: Uint8Array, random: Random): Enrolment {
  const secret = randomScalar(random)
  const key = base.multiply(secret)
  const proof = prove(trusteeStatement(context, key), secret, random)
  return { secret: scalarBytes(secret), enrolled: Uint8Array.of(...pointBytes(key), ...proofBytes(proof)) }
}

/** The trustee's key. @throws {ThresholdError} threshold-malformed, threshold-proof-invalid */
export function readEnrolled(context: Uint8Array, enrolled: Uint8Array): Point {
  const key = decodeEnrolled(enrolled)
  const proof = readProof(enrolled.subarray(elementBytes), 'trustee')
  if (!holds(trusteeStatement(context, key), proof)) throw unproven('trustee')
  return key
}

/** The same of what `readEnrolled` has let pass before: nothing is proven anew. @throws {ThresholdError} threshold-malformed */
export function decodeEnrolled(enrolled: Uint8Array): Point {
  if (enrolled.length !== 3 * elementBytes) throw malformed('trustee')
  return readPoint(enrolled.subarray(0, elementBytes), 'trustee')
}

function trusteeStatement(context: Uint8Array, key: Point): Statement {
  return { name: 'gongshi/threshold-trustee/1', bound: [context], bases: [base], points: [key] }
}

export function proofBytes({ challenge, answer }: Proof): Uint8Array {
  return Uint8Array.of(...scalarBytes(challenge), ...scalarBytes(answer))
}

/** Exactly 64 bytes. @throws {ThresholdError} threshold-malformed */
export function readProof(bytes: Uint8Array, part: Parameters<typeof readScalar>[1]): Proof {
  return {
    challenge: readScalar(bytes.subarray(0, elementBytes), part),
    answer: readScalar(bytes.subarray(elementBytes), part),
  }
}
