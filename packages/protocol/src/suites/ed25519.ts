import { sha512 } from '@noble/hashes/sha2.js'
import { concat, equalBytes, fromHex } from '../bytes/bytes.ts'
import {
  add,
  baseAndPoint,
  decodePoint,
  decodePointLoosely,
  double,
  encodePoint,
  isCanonicalY,
  isZero,
  negate,
  order,
} from '../curves/edwards25519.ts'
import { littleEndian } from '../curves/modular.ts'

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

/**
 * What can be judged from the bytes alone, so that every implementation refuses the same: lengths, canonical A, R and
 * S, no A or R of small order.
 */
export function ed25519BytesAcceptable(publicKey: Uint8Array, signature: Uint8Array): boolean {
  return (
    publicKey.length === 32 &&
    signature.length === 64 &&
    littleEndian(signature, 32) < order &&
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
  const point = decodePoint(publicKey)
  if (point === undefined) return false
  const expected = baseAndPoint(littleEndian(signature, 32), challenge(publicKey, message, signature), negate(point))
  // R's one canonical encoding against the bytes given: decoding R would add nothing.
  return equalBytes(encodePoint(expected), signature.subarray(0, 32))
}

/** ZIP-215, as CometBFT checks votes: A and R in any spelling and of any order, S below L, the cofactored equation. */
export function verifyEd25519Zip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const s = littleEndian(signature, 32)
  const point = decodePointLoosely(publicKey)
  const nonce = decodePointLoosely(signature)
  if (s >= order || point === undefined || nonce === undefined) return false
  const residue = add(baseAndPoint(s, challenge(publicKey, message, signature), negate(point)), negate(nonce))
  return isZero(double(double(double(residue))))
}

/** Whether 32 bytes are a point of the curve. Canonical encodings only. */
export function isOnEd25519(encoded: Uint8Array): boolean {
  return decodePoint(encoded) !== undefined
}

/** k = SHA-512(R ‖ A ‖ M) mod L. */
function challenge(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): bigint {
  const hash = sha512(concat(signature.subarray(0, 32), publicKey, message))
  return (littleEndian(hash) + (littleEndian(hash, 32) << 256n)) % order
}
