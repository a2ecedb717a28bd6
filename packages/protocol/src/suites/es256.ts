import { p256 } from '@noble/curves/nist.js'
import { concat, fromHex } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'

const { n: order } = p256.Point.CURVE()
const halfOrder = order >> 1n
const uncompressed = fromHex('04')

/**
 * r and s within 1 … n-1 and s at most n/2: of the two signatures that ECDSA gives for every one, only this is ours
 * (as in BIP 146), so nobody can turn an accepted signature into another. 64 bytes r ‖ s (RFC 9053 §2.1).
 */
export function es256BytesAcceptable(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const r = bigEndian(signature, 0)
  const s = bigEndian(signature, 32)
  return r > 0n && r < order && s > 0n && s <= halfOrder
}

/** ECDSA on P-256 with SHA-256 (FIPS 186-5 §6.4.2), low S required. `point` is x ‖ y, 64 bytes. */
export function verifyEs256(point: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (point.length !== 64 || !es256BytesAcceptable(signature)) return false
  try {
    return p256.verify(signature, message, concat(uncompressed, point), {
      lowS: true,
      prehash: true,
      format: 'compact',
    })
  } catch {
    // noble throws for a point off the curve.
    return false
  }
}

/** Whether x ‖ y (64 bytes) is a point of P-256; both below the prime, not the point at infinity. */
export function isOnP256(point: Uint8Array): boolean {
  try {
    p256.Point.fromBytes(concat(uncompressed, point)).assertValidity()
    return true
  } catch {
    return false
  }
}

/** x ‖ y (64 bytes) from a scalar. */
export function es256PublicKey(secret: Uint8Array): Uint8Array {
  return p256.getPublicKey(secret, false).slice(1)
}

/** Deterministic (RFC 6979), normalised to low S: 64 bytes r ‖ s. */
export function signEs256(secret: Uint8Array, message: Uint8Array): Uint8Array {
  return p256.sign(message, secret, { lowS: true, prehash: true, format: 'compact' })
}

/** Makes an accepted signature of one that a key store or smart card gave with a high S. Any other comes back as it is. */
export function normaliseEs256(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) return signature
  const s = bigEndian(signature, 32)
  if (s <= halfOrder || s >= order) return signature
  const normal = signature.slice()
  let low = order - s
  for (let at = 63; at >= 32; at--) {
    normal[at] = Number(low & 255n)
    low >>= 8n
  }
  return normal
}

/**
 * A scalar within 1 … n-1 from 32 random bytes. Bytes outside (once in 2^32) are hashed until they fit, so that the
 * result stays uniform.
 */
export function es256Secret(random: Uint8Array): Uint8Array {
  let candidate: Uint8Array = random.slice()
  while (!isEs256Secret(candidate)) candidate = sha256(candidate)
  return candidate
}

export function isEs256Secret(secret: Uint8Array): boolean {
  if (secret.length !== 32) return false
  const scalar = bigEndian(secret, 0)
  return scalar > 0n && scalar < order
}

/** 32 bytes from `start`, most significant first. */
function bigEndian(bytes: Uint8Array, start: number): bigint {
  let value = 0n
  for (let at = start; at < start + 32; at += 4)
    value =
      (value << 32n) |
      BigInt(((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0)
  return value
}
