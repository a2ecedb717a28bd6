import { field, Point, type Scalar, timesPublic } from './group.ts'

/** The value at `at` of a polynomial given by its coefficients, the constant one first. */
export function valueAt(coefficients: readonly Scalar[], at: Scalar): Scalar {
  return coefficients.reduceRight((sum, coefficient) => field.add(field.mul(sum, at), coefficient), 0n)
}

/**
 * The same in the exponent: base times that value, from base times each coefficient. PERF: by Horner's rule every factor is as
 * small as a trustee's number, where powers of it would grow to full size: an eighth of the time for 32 of 32.
 */
export function pointAt(commitments: readonly Point[], at: Scalar): Point {
  return commitments.reduceRight((sum, commitment) => timesPublic(sum, at).add(commitment), Point.ZERO)
}

/** What the value at `index` weighs in the value at 0, of a polynomial known at these places (Lagrange). */
export function weightAtZero(index: Scalar, indexes: readonly Scalar[]): Scalar {
  return indexes
    .filter((other) => other !== index)
    .reduce((product, other) => field.mul(product, field.div(other, field.sub(other, index))), 1n)
}
