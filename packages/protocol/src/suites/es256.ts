import { type WeierstrassPoint, weierstrass } from '@noble/curves/abstract/weierstrass.js'
import { bytesToNumberBE } from '@noble/curves/utils.js'
import { concat } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'

const prime = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n

/**
 * P-256 (SP 800-186 §3.2.1.3): the parameters; the arithmetic is noble's. From the parameters, not noble's ready-made
 * `p256`: that adds signing and DER, 4 KB gzip for which the verifier's script has no room.
 */
const Point = weierstrass({
  p: prime,
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  h: 1n,
  a: prime - 3n,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  Gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  Gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
})
/** Arithmetic modulo the order n of the group. */
const { Fn } = Point
const halfOrder = Fn.ORDER >> 1n

/**
 * r and s within 1 … n-1 and s at most n/2: of the two signatures that ECDSA gives for every one, only this is ours
 * (as in BIP 146), so nobody can turn an accepted signature into another. 64 bytes r ‖ s (RFC 9053 §2.1).
 */
export function es256BytesAcceptable(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const { r, s } = scalarsOf(signature)
  return Fn.isValidNot0(r) && Fn.isValidNot0(s) && s <= halfOrder
}

/** ECDSA on P-256 with SHA-256 (FIPS 186-5 §6.4.2), low S required. `key` is x ‖ y, 64 bytes. */
export function verifyEs256(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!es256BytesAcceptable(signature)) return false
  const point = findPoint(key)
  if (point === undefined) return false
  const { r, s } = scalarsOf(signature)
  const w = Fn.inv(s)
  const e = Fn.create(bytesToNumberBE(sha256(message)))
  const sum = Point.BASE.mulAddUnsafe(Fn.mul(e, w), point, Fn.mul(r, w))
  return !sum.is0() && Fn.create(sum.toAffine().x) === r
}

/** Whether x ‖ y (64 bytes) is a point of P-256; both below the prime, not the point at infinity. */
export function isOnP256(key: Uint8Array): boolean {
  return findPoint(key) !== undefined
}

/** Makes an accepted signature of one that a key store or smart card gave with a high S. Any other comes back as it is. */
export function normaliseEs256(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) return signature
  const { s } = scalarsOf(signature)
  if (s <= halfOrder || !Fn.isValid(s)) return signature
  return concat(signature.subarray(0, 32), Fn.toBytes(Fn.neg(s)))
}

/** r and s as they stand in 64 bytes, whatever their range. */
function scalarsOf(signature: Uint8Array): { r: bigint; s: bigint } {
  return { r: bytesToNumberBE(signature.subarray(0, 32)), s: bytesToNumberBE(signature.subarray(32)) }
}

/** SEC 1 §2.3.4 in the uncompressed form (head 04, 65 bytes): on the curve, both coordinates below the prime. */
function findPoint(key: Uint8Array): WeierstrassPoint<bigint> | undefined {
  try {
    return Point.fromBytes(concat(Uint8Array.of(4), key))
  } catch {
    return undefined
  }
}
