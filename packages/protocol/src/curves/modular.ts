/** The representative of `value` within 0 … modulus-1. */
export function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus
  return rest < 0n ? rest + modulus : rest
}

/** base^exponent mod modulus, by squaring. */
export function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let square = base; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** The inverse modulo a prime, by Euclid's extended algorithm. `value` is not divisible by it. */
export function inverse(value: bigint, prime: bigint): bigint {
  let [rest, divisor] = [prime, mod(value, prime)]
  let [factor, next] = [0n, 1n]
  while (divisor !== 0n) {
    const quotient = rest / divisor
    ;[rest, divisor] = [divisor, rest - quotient * divisor]
    ;[factor, next] = [next, factor - quotient * next]
  }
  return mod(factor, prime)
}

/** What a sum of products needs of a group. */
export type Group<Point> = { readonly zero: Point; add(left: Point, right: Point): Point; double(point: Point): Point }

/**
 * [first]P + [second]Q for scalars below 2^256, two bits of both at a time (Shamir's trick): half the doublings of two
 * products. Time depends on the scalars: for verification only, where nothing is secret.
 */
export function sumOfProducts<Point>(
  { zero, add, double }: Group<Point>,
  [first, p]: readonly [bigint, Point],
  [second, q]: readonly [bigint, Point],
): Point {
  // table[4 i + j] = [i]P + [j]Q
  const table: Point[] = [zero]
  for (let i = 0; i < 4; i++) {
    if (i > 0) table.push(add(table[4 * (i - 1)]!, p))
    for (let j = 1; j < 4; j++) table.push(add(table[4 * i + j - 1]!, q))
  }
  let sum = zero
  for (let bit = 254n; bit >= 0n; bit -= 2n) {
    sum = double(double(sum))
    const digits = Number(((first >> bit) & 3n) * 4n + ((second >> bit) & 3n))
    if (digits > 0) sum = add(sum, table[digits]!)
  }
  return sum
}

/** 32 bytes from `start`, least significant first. */
export function littleEndian(bytes: Uint8Array, start = 0): bigint {
  let value = 0n
  for (let at = start + 31; at >= start; at--) value = (value << 8n) | BigInt(bytes[at]!)
  return value
}

/** 32 bytes from `start`, most significant first. */
export function bigEndian(bytes: Uint8Array, start = 0): bigint {
  let value = 0n
  for (let at = start; at < start + 32; at++) value = (value << 8n) | BigInt(bytes[at]!)
  return value
}

/** `value` below 2^256 as 32 bytes, least significant first. */
export function littleEndianBytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(32)
  for (let at = 0; at < 32; at++, value >>= 8n) bytes[at] = Number(value & 255n)
  return bytes
}
