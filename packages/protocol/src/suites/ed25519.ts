import { mulAddUnsafe } from '@noble/curves/abstract/curve.js'
import { type EdwardsPoint, edwards } from '@noble/curves/abstract/edwards.js'
import { bytesToNumberLE } from '@noble/curves/utils.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, equalBytes, fromHex } from '../bytes/bytes.ts'

const prime = 2n ** 255n - 19n
/** The order L of the base point. */
const order = 2n ** 252n + 27742317777372353535851937790883648493n

/**
 * edwards25519 (RFC 8032 §5.1): the parameters; the arithmetic is noble's. From the parameters, not noble's ready-made
 * `ed25519`: that adds signing to the verifier, and its `verify` asks for the cofactored equation.
 */
const Point = edwards({
  p: prime,
  n: order,
  h: 8n,
  a: prime - 1n,
  d: 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n,
  Gx: 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an,
  Gy: 0x6666666666666666666666666666666666666666666666666666666666666658n,
})

/**
 * The encodings of the eight points of small order, their sign bit cleared: the canonical ones, then y = p and y = p+1,
 * which spell 0 and 1 a second time. ("Taming the many EdDSAs", table 2; the same list as libsodium's.)
 */
const smallOrder = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map(fromHex)

/** Whether 32 bytes spell one of the eight points of small order, in whatever encoding. */
export function isSmallOrder(encoded: Uint8Array): boolean {
  const y = encoded.slice(0, 32)
  y[31]! &= 0x7f
  return smallOrder.some((point) => equalBytes(point, y))
}

/** Whether the first 32 bytes, bit 255 cleared, are a y below 2^255 - 19: RFC 8032 §5.1.3 step 1. */
export function isCanonicalY(encoded: Uint8Array): boolean {
  return (bytesToNumberLE(encoded.subarray(0, 32)) & (2n ** 255n - 1n)) < prime
}

/**
 * What can be judged from the bytes alone, so that every implementation refuses the same: lengths, canonical A, R and
 * S, no A or R of small order.
 */
export function ed25519BytesAcceptable(publicKey: Uint8Array, signature: Uint8Array): boolean {
  return (
    publicKey.length === 32 &&
    signature.length === 64 &&
    scalarOf(signature) < order &&
    isCanonicalY(publicKey) &&
    isCanonicalY(signature) &&
    !isSmallOrder(publicKey) &&
    !isSmallOrder(signature)
  )
}

/**
 * Ed25519 (RFC 8032 §5.1.7) as this protocol defines it: the byte checks above, A and R on the curve, and the
 * cofactorless equation [S]B = R + [k]A. A point with a torsion part is not refused as such; the equation must hold in
 * it, too.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!ed25519BytesAcceptable(publicKey, signature)) return false
  const point = findPoint(publicKey)
  if (point === undefined) return false
  // R's one canonical encoding against the bytes given: decoding R would add nothing.
  const expected = expectedNonce(point, publicKey, message, signature)
  return equalBytes(expected.toBytes(), signature.subarray(0, 32))
}

/** ZIP-215, as CometBFT checks votes: A and R in any spelling and of any order, S below L, the cofactored equation. */
export function verifyEd25519Zip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64 || scalarOf(signature) >= order) return false
  const point = findPoint(publicKey, true)
  const nonce = findPoint(signature.subarray(0, 32), true)
  if (point === undefined || nonce === undefined) return false
  return expectedNonce(point, publicKey, message, signature).subtract(nonce).clearCofactor().is0()
}

/** Whether 32 bytes are a point of the curve. Canonical encodings only. */
export function isOnEd25519(encoded: Uint8Array): boolean {
  return findPoint(encoded) !== undefined
}

/** S, from the last 32 of 64 bytes. */
function scalarOf(signature: Uint8Array): bigint {
  return bytesToNumberLE(signature.subarray(32))
}

/** RFC 8032 §5.1.3; ZIP-215 takes a y above the prime, and a sign on x = 0, as well. */
function findPoint(encoded: Uint8Array, zip215 = false): EdwardsPoint | undefined {
  try {
    return Point.fromBytes(encoded, zip215)
  } catch {
    return undefined
  }
}

/** [S]B - [k]A with k = SHA-512(R ‖ A ‖ M) mod L. A is negated, not k: (L - k)A differs where A has a torsion part. */
function expectedNonce(
  point: EdwardsPoint,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): EdwardsPoint {
  const k = bytesToNumberLE(sha512(concat(signature.subarray(0, 32), publicKey, message))) % order
  return mulAddUnsafe(Point, [Point.BASE, point.negate()], [scalarOf(signature), k])
}
