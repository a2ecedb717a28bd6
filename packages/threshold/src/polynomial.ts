import { field, type Point, type Scalar, sumOf, timesPublic } from './group.ts'

/** The value at `at` of a polynomial given by its coefficients, the constant one first. */
export function valueAt(coefficients: readonly Scalar[], at: Scalar): Scalar {
  return coefficients.reduceRight((sum, coefficient) => field.add(field.mul(sum, at), coefficient), 0n)
}

/** The same in the exponent: base times that value, from base times each coefficient. */
export function pointAt(commitments: readonly Point[], at: Scalar): Point {
  let power = 1n
  return sumOf(
    commitments.map((commitment) => {
      const term = timesPublic(commitment, power)
      power = field.mul(power, at)
      return term
    }),
  )
}

/** What the value at `index` weighs in the value at 0, of a polynomial known at these places (Lagrange). */
export function weightAtZero(index: Scalar, indexes: readonly Scalar[]): Scalar {
  return indexes
    .filter((other) => other !== index)
    .reduce((product, other) => field.mul(product, field.div(other, field.sub(other, index))), 1n)
}
