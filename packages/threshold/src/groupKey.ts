import type { Contribution } from './contribution.ts'
import { ThresholdError } from './errors.ts'
import { field, type Point, type Scalar, scalarBytes, sumOf } from './group.ts'
import { pointAt } from './polynomial.ts'

/** The key to which anyone seals; nobody has its secret, of which each trustee has a part. */
export type GroupKey = {
  readonly threshold: number
  readonly key: Point
  /** Of trustee 1, 2, …: base times its part of the secret, by which its shares are judged. */
  readonly parts: readonly Point[]
}

/**
 * The key that the contributions in order make, of which there must be as many as open: one of them at least is then by
 * somebody whom the others could not replace. @throws {ThresholdError} threshold-too-few
 */
export function combine(threshold: number, trustees: number, accepted: readonly Contribution[]): GroupKey {
  if (accepted.length < threshold)
    throw new ThresholdError({ code: 'threshold-too-few', needed: threshold, given: accepted.length })
  const commitments = Array.from({ length: threshold }, (_, at) =>
    sumOf(accepted.map((contribution) => contribution.commitments[at]!)),
  )
  const parts = Array.from({ length: trustees }, (_, at) => pointAt(commitments, BigInt(at + 1)))
  return { threshold, key: commitments[0]!, parts }
}

/** A trustee's part of the secret: the sum of what it received from the contributions that make the key. */
export function ownPart(received: readonly Scalar[]): Uint8Array {
  return scalarBytes(received.reduce((sum, part) => field.add(sum, part), 0n))
}
