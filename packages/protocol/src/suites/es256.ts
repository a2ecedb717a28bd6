import { sha256 } from '../bytes/hash.ts'
import { bigEndian, inverse, littleEndianBytes } from '../curves/modular.ts'
import { decodePoint, order, xOfSum } from '../curves/p256.ts'

const halfOrder = order >> 1n

/**
 * r and s within 1 … n-1 and s at most n/2: of the two signatures that ECDSA gives for every one, only this is ours
 * (as in BIP 146), so nobody can turn an accepted signature into another. 64 bytes r ‖ s (RFC 9053 §2.1).
 */
export function es256BytesAcceptable(signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  const r = bigEndian(signature)
  const s = bigEndian(signature, 32)
  return r > 0n && r < order && s > 0n && s <= halfOrder
}

/** ECDSA on P-256 with SHA-256 (FIPS 186-5 §6.4.2), low S required. `key` is x ‖ y, 64 bytes. */
export function verifyEs256(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!es256BytesAcceptable(signature)) return false
  const point = decodePoint(key)
  if (point === undefined) return false
  const r = bigEndian(signature)
  const w = inverse(bigEndian(signature, 32), order)
  const x = xOfSum((bigEndian(sha256(message)) * w) % order, (r * w) % order, point)
  return x !== undefined && x % order === r
}

/** Whether x ‖ y (64 bytes) is a point of P-256; both below the prime, not the point at infinity. */
export function isOnP256(key: Uint8Array): boolean {
  return decodePoint(key) !== undefined
}

/** Makes an accepted signature of one that a key store or smart card gave with a high S. Any other comes back as it is. */
export function normaliseEs256(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) return signature
  const s = bigEndian(signature, 32)
  if (s <= halfOrder || s >= order) return signature
  const normal = signature.slice()
  normal.set(littleEndianBytes(order - s).reverse(), 32)
  return normal
}
