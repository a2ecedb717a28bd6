import { proofBytes, readProof } from './ceremony.ts'
import { malformed, ThresholdError, unproven } from './errors.ts'
import {
  base,
  elementBytes,
  type Point,
  pointBytes,
  type Random,
  readPoint,
  readScalar,
  sumOf,
  timesPublic,
} from './group.ts'
import type { GroupKey } from './groupKey.ts'
import { weightAtZero } from './polynomial.ts'
import { holds, prove, type Statement } from './proof.ts'
import { type Sealed, unmask } from './sealed.ts'

/** What a trustee gives so that one sealed key is opened: good for nothing else. */
export type Share = { readonly index: number; readonly point: Point }

/** By trustee `index` with its part of the secret, of a sealed key that `readSealed` let pass: point ‖ proof, 96 bytes. */
export function makeShare(index: number, part: Uint8Array, { handle }: Sealed, random: Random): Uint8Array {
  const secret = readScalar(part, 'share')
  if (secret === 0n) throw malformed('share')
  const point = handle.multiply(secret)
  const proof = prove(shareStatement(index, base.multiply(secret), handle, point), secret, random)
  return Uint8Array.of(...pointBytes(point), ...proofBytes(proof))
}

/** @throws {ThresholdError} threshold-malformed, threshold-proof-invalid: it is not what this trustee's part makes of it */
export function readShare({ parts }: GroupKey, index: number, sealed: Sealed, bytes: Uint8Array): Share {
  const part = parts[index - 1]
  if (part === undefined) throw malformed('share')
  return readShareOf(part, index, sealed, bytes)
}

/** The same for who has only the point of this trustee's part. @throws {ThresholdError} threshold-malformed, threshold-proof-invalid */
export function readShareOf(part: Point, index: number, { handle }: Sealed, bytes: Uint8Array): Share {
  const { point } = decodeShare(index, bytes)
  const proof = readProof(bytes.subarray(elementBytes), 'share')
  if (!holds(shareStatement(index, part, handle, point), proof)) throw unproven('share')
  return { index, point }
}

/** The same of what `readShare` has let pass before: nothing is proven anew. @throws {ThresholdError} threshold-malformed */
export function decodeShare(index: number, bytes: Uint8Array): Share {
  if (bytes.length !== 3 * elementBytes) throw malformed('share')
  return { index, point: readPoint(bytes.subarray(0, elementBytes), 'share') }
}

/** With as many shares as open, by different trustees; more are not needed. @throws {ThresholdError} threshold-too-few */
export function open(
  { threshold, key }: Pick<GroupKey, 'threshold' | 'key'>,
  label: Uint8Array,
  sealed: Sealed,
  shares: readonly Share[],
): Uint8Array {
  const chosen = [...new Map(shares.map((share) => [share.index, share])).values()].slice(0, threshold)
  if (chosen.length < threshold)
    throw new ThresholdError({ code: 'threshold-too-few', needed: threshold, given: chosen.length })
  const indexes = chosen.map(({ index }) => BigInt(index))
  const shared = sumOf(chosen.map(({ index, point }) => timesPublic(point, weightAtZero(BigInt(index), indexes))))
  return unmask(key, label, sealed, shared)
}

function shareStatement(index: number, part: Point, handle: Point, point: Point): Statement {
  return { name: 'gongshi/threshold-share/1', bound: [index], bases: [handle, base], points: [point, part] }
}
