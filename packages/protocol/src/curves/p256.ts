import { bigEndian, type Group, inverse, mod, sumOfProducts } from './modular.ts'

/**
 * P-256 (SP 800-186 §3.2.1.3): y² = x³ - 3x + b in projective coordinates (x = X/Z, y = Y/Z, Z = 0 at infinity). The sum
 * is Algorithm 1 of Renes, Costello, Batina, "Complete addition formulas for prime order elliptic curves" (2016): it
 * holds for every pair of points, equal, opposite or infinite. For verification only.
 */
export type P256Point = { readonly X: bigint; readonly Y: bigint; readonly Z: bigint }

const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const a = -3n
const b = 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn
/** The order n of the group. */
export const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const base: P256Point = {
  X: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  Y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
  Z: 1n,
}

const group: Group<P256Point> = { zero: { X: 0n, Y: 1n, Z: 0n }, add, double: (point) => add(point, point) }

/** x ‖ y (64 bytes), both below the prime, on the curve; or undefined. */
export function decodePoint(bytes: Uint8Array): P256Point | undefined {
  if (bytes.length !== 64) return undefined
  const [x, y] = [bigEndian(bytes), bigEndian(bytes, 32)]
  if (x >= prime || y >= prime) return undefined
  if (mod(y * y - (x * x * x + a * x + b), prime) !== 0n) return undefined
  return { X: x, Y: y, Z: 1n }
}

/** The affine x of [u]G + [v]Q, undefined at infinity. */
export function xOfSum(u: bigint, v: bigint, point: P256Point): bigint | undefined {
  const { X, Z } = sumOfProducts(group, [u, base], [v, point])
  return Z === 0n ? undefined : (X * inverse(Z, prime)) % prime
}

function add(left: P256Point, right: P256Point): P256Point {
  const { X: x1, Y: y1, Z: z1 } = left
  const { X: x2, Y: y2, Z: z2 } = right
  const xx = (x1 * x2) % prime
  const yy = (y1 * y2) % prime
  const zz = (z1 * z2) % prime
  const xy = ((x1 + y1) * (x2 + y2) - xx - yy) % prime
  const xz = ((x1 + z1) * (x2 + z2) - xx - zz) % prime
  const yz = ((y1 + z1) * (y2 + z2) - yy - zz) % prime
  const s = (a * xz + 3n * b * zz) % prime
  const m = (3n * xx + a * zz) % prime
  const t = (3n * b * xz + a * (xx - a * zz)) % prime
  return {
    X: mod(xy * (yy - s) - yz * t, prime),
    Y: mod((yy - s) * (yy + s) + m * t, prime),
    Z: mod(yz * (yy + s) + xy * m, prime),
  }
}
