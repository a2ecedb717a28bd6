/** An exact number: a fraction in lowest terms, its denominator positive. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint }

/** @param denominator not zero */
export function rational(numerator: bigint, denominator = 1n): Rational {
  const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator)
  const sign = denominator < 0n ? -1n : 1n
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor }
}

function gcd(left: bigint, right: bigint): bigint {
  return right === 0n ? left : gcd(right, left % right)
}

/** Above this many digits a number is no amount of money. */
const mostDigits = 30
const decimal = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-]?[0-9]{1,2}))?$/

/** A number of a JSON text as it is written in the shortest way; null for what is none, or has too many digits. */
export function rationalOf(value: unknown): Rational | null {
  const parts = typeof value === 'number' ? decimal.exec(String(value)) : null
  if (parts === null) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts
  const shift = Number(exponent) - fraction.length
  if (whole.length + fraction.length + Math.abs(shift) > mostDigits) return null
  const digits = BigInt(`${sign}${whole}${fraction}`)
  return shift >= 0 ? rational(digits * 10n ** BigInt(shift)) : rational(digits, 10n ** BigInt(-shift))
}

export function minus(left: Rational, right: Rational): Rational {
  const numerator = left.numerator * right.denominator - right.numerator * left.denominator
  return rational(numerator, left.denominator * right.denominator)
}

/** @param right not zero */
export function over(left: Rational, right: Rational): Rational {
  return rational(left.numerator * right.denominator, left.denominator * right.numerator)
}

/** Below zero, zero or above, as `left` is to `right`. */
export function compare(left: Rational, right: Rational): number {
  const difference = minus(left, right).numerator
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** As a sum is written by hand: a decimal where it ends, a fraction otherwise. */
export function written({ numerator, denominator }: Rational): string {
  let [scaled, digits] = [numerator, 0]
  while (scaled % denominator !== 0n && digits < 6) [scaled, digits] = [scaled * 10n, digits + 1]
  if (scaled % denominator !== 0n) return `${numerator}/${denominator}`
  const text = String(scaled / denominator)
  if (digits === 0) return text
  const [sign, plain] = text.startsWith('-') ? ['-', text.slice(1)] : ['', text]
  const padded = plain.padStart(digits + 1, '0')
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}
