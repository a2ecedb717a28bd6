import { ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, equalBytes, fromHex } from '../bytes/bytes.ts'

const { Point } = ed25519
const { n: order, p: prime } = Point.CURVE()

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

/** Whether y is below 2^255 - 19: RFC 8032 §5.1.3 step 1. */
export function isCanonicalPoint(encoded: Uint8Array): boolean {
  return (littleEndian(encoded, 0) & (2n ** 255n - 1n)) < prime
}

/** Whether S is below the group's order: RFC 8032 §5.1.7 step 1. */
function isCanonicalScalar(signature: Uint8Array): boolean {
  return littleEndian(signature, 32) < order
}

/**
 * What can be judged from the bytes alone, so that every implementation refuses the same: lengths, canonical A, R and
 * S, no A or R of small order.
 */
export function ed25519BytesAcceptable(publicKey: Uint8Array, signature: Uint8Array): boolean {
  return (
    publicKey.length === 32 &&
    signature.length === 64 &&
    isCanonicalScalar(signature) &&
    isCanonicalPoint(publicKey) &&
    isCanonicalPoint(signature) &&
    !isSmallOrder(publicKey) &&
    !isSmallOrder(signature)
  )
}

/**
 * Ed25519 (RFC 8032 §5.1.7) as this protocol defines it: the byte checks above, A and R on the curve, and the
 * cofactorless equation [S]B = R + [k]A. noble's own `verify` uses the cofactored one, which accepts more.
 * A point with a torsion part is not refused as such; the equation must hold in it, too.
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!ed25519BytesAcceptable(publicKey, signature)) return false
  const point = decodePoint(publicKey)
  if (point === undefined) return false
  const encodedR = signature.subarray(0, 32)
  const k = leToScalar(sha512(concat(encodedR, publicKey, message)))
  const expected = Point.BASE.multiplyUnsafe(littleEndian(signature, 32)).subtract(point.multiplyUnsafe(k))
  // R's one canonical encoding against the bytes given: decoding R would add nothing.
  return equalBytes(expected.toBytes(), encodedR)
}

/** Whether 32 bytes are a point of the curve. Canonical encodings only. */
export function isOnEd25519(encoded: Uint8Array): boolean {
  return decodePoint(encoded) !== undefined
}

/** A (32 bytes) from a seed (RFC 8032 §5.1.5). */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(seed)
}

/** RFC 8032 §5.1.6: deterministic, 64 bytes. */
export function signEd25519(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519.sign(message, seed)
}

function decodePoint(encoded: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    return Point.fromBytes(encoded)
  } catch {
    return undefined
  }
}

function leToScalar(hash: Uint8Array): bigint {
  return (littleEndian(hash, 0) + (littleEndian(hash, 32) << 256n)) % order
}

/** 32 bytes from `start`, least significant first. */
function littleEndian(bytes: Uint8Array, start: number): bigint {
  let value = 0n
  for (let at = start + 28; at >= start; at -= 4)
    value =
      (value << 32n) |
      BigInt(((bytes[at + 3]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 1]! << 8) | bytes[at]!) >>> 0)
  return value
}
