import { type Group, inverse, littleEndian, littleEndianBytes, mod, power, sumOfProducts } from './modular.ts'

/**
 * The curve -x² + y² = 1 + d x² y² of RFC 8032 §5.1 in extended coordinates (x = X/Z, y = Y/Z, T = XY/Z), as the RFC's
 * §5.1.4 gives them. The formulas are complete: they hold for every pair of points, those of small order among them.
 * For verification only: nothing here takes the same time for every input.
 */
export type EdwardsPoint = { readonly X: bigint; readonly Y: bigint; readonly Z: bigint; readonly T: bigint }

const prime = 2n ** 255n - 19n
/** The order L of the base point. */
export const order = 2n ** 252n + 27742317777372353535851937790883648493n
const d = mod(-121665n * inverse(121666n, prime), prime)
const rootOfMinusOne = power(2n, (prime - 1n) / 4n, prime)

export const zero: EdwardsPoint = { X: 0n, Y: 1n, Z: 1n, T: 0n }
/** The base point: y = 4/5, x even. */
export const base: EdwardsPoint = pointWithY(mod(4n * inverse(5n, prime), prime), 0n)!

const group: Group<EdwardsPoint> = { zero, add, double }

/** Whether bit 255 cleared leaves a y below 2^255 - 19: RFC 8032 §5.1.3 step 1. */
export function isCanonicalY(encoded: Uint8Array, start = 0): boolean {
  return (littleEndian(encoded, start) & (2n ** 255n - 1n)) < prime
}

/** RFC 8032 §5.1.3: a canonical encoding of a point of the curve, or undefined. */
export function decodePoint(encoded: Uint8Array): EdwardsPoint | undefined {
  if (!isCanonicalY(encoded)) return undefined
  const point = decodePointLoosely(encoded)
  return point?.X === 0n && encoded[31]! >> 7 === 1 ? undefined : point
}

/** ZIP-215: y may be spelled above the prime, and x = 0 may carry a sign. */
export function decodePointLoosely(encoded: Uint8Array): EdwardsPoint | undefined {
  const value = littleEndian(encoded)
  return pointWithY((value & (2n ** 255n - 1n)) % prime, value >> 255n)
}

export function encodePoint({ X, Y, Z }: EdwardsPoint): Uint8Array {
  const scale = inverse(Z, prime)
  const x = (X * scale) % prime
  return littleEndianBytes(((Y * scale) % prime) | ((x & 1n) << 255n))
}

export function add(left: EdwardsPoint, right: EdwardsPoint): EdwardsPoint {
  const a = ((left.Y - left.X) * (right.Y - right.X)) % prime
  const b = ((left.Y + left.X) * (right.Y + right.X)) % prime
  const c = (((2n * d * left.T) % prime) * right.T) % prime
  const e = (2n * left.Z * right.Z) % prime
  return fromFactors(b - a, e - c, e + c, b + a)
}

export function double({ X, Y, Z }: EdwardsPoint): EdwardsPoint {
  const a = (X * X) % prime
  const b = (Y * Y) % prime
  const c = (2n * Z * Z) % prime
  const h = a + b
  const e = h - (X + Y) * (X + Y)
  const g = a - b
  return fromFactors(e % prime, c + g, g, h)
}

export function negate({ X, Y, Z, T }: EdwardsPoint): EdwardsPoint {
  return { X: mod(-X, prime), Y, Z, T: mod(-T, prime) }
}

export function isZero({ X, Y, Z }: EdwardsPoint): boolean {
  return X === 0n && Y === Z
}

/** [s]B + [k]P. */
export function baseAndPoint(s: bigint, k: bigint, point: EdwardsPoint): EdwardsPoint {
  return sumOfProducts(group, [s, base], [k, point])
}

/** The end of both formulas: X = EF, Y = GH, Z = FG, T = EH. */
function fromFactors(e: bigint, f: bigint, g: bigint, h: bigint): EdwardsPoint {
  return { X: mod(e * f, prime), Y: mod(g * h, prime), Z: mod(f * g, prime), T: mod(e * h, prime) }
}

/** The point with this y and this lowest bit of x (RFC 8032 §5.1.3 steps 2 to 4), undefined where there is none. */
function pointWithY(y: bigint, sign: bigint): EdwardsPoint | undefined {
  const u = mod(y * y - 1n, prime)
  const v = mod(d * y * y + 1n, prime)
  const v3 = (((v * v) % prime) * v) % prime
  const candidate = (u * v3 * power((u * v3 * v3 * v) % prime, (prime - 5n) / 8n, prime)) % prime
  const square = (v * candidate * candidate) % prime
  if (square !== u && square !== mod(-u, prime)) return undefined
  const root = square === u ? candidate : (candidate * rootOfMinusOne) % prime
  const x = (root & 1n) === sign ? root : mod(-root, prime)
  return { X: x, Y: y, Z: 1n, T: (x * y) % prime }
}
