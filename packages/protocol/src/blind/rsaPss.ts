import { sha384 } from '@noble/hashes/sha2.js'
import { concat, equalBytes, toHex } from '../bytes/bytes.ts'

const hashBytes = 48
const saltBytes = 48
/** 2^16 + 1, the exponent of every key. */
const squarings = 16

/**
 * Whether a modulus could be one: odd, and as long as its bytes. Who made it may know a way to make it unsafe; it signs what its
 * maker wants signed either way.
 */
export function isModulus(modulus: Uint8Array): boolean {
  return modulus.length >= 256 && modulus[0]! >= 0x80 && (modulus.at(-1)! & 1) === 1
}

/**
 * RSASSA-PSS-VERIFY (RFC 8017, section 8.1.2) with SHA-384, MGF1 of it, a salt of 48 bytes and exponent 65537: what RSABSSA of RFC 9474
 * makes. False for whatever is malformed. Everything here is public, so it takes the time it takes.
 */
export function verifyPss(modulus: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!isModulus(modulus) || signature.length !== modulus.length) return false
  const [n, s] = [numberOf(modulus), numberOf(signature)]
  return s < n && isEncoded(bytesOf(publicPower(s, n), modulus.length), message)
}

function publicPower(base: bigint, modulus: bigint): bigint {
  let power = base
  for (let at = 0; at < squarings; at++) power = (power * power) % modulus
  return (power * base) % modulus
}

/** EMSA-PSS-VERIFY (section 9.1.2); the modulus is as long as its bytes, so just the first bit stays free. */
function isEncoded(encoded: Uint8Array, message: Uint8Array): boolean {
  const masked = encoded.slice(0, -hashBytes - 1)
  const hash = encoded.subarray(-hashBytes - 1, -1)
  if (encoded.at(-1) !== 0xbc || masked[0]! >= 0x80) return false
  const mask = mgf1(hash, masked.length)
  const block = masked.map((byte, at) => byte ^ mask[at]!)
  block[0]! &= 0x7f
  const zeros = block.length - saltBytes - 1
  if (block[zeros] !== 1 || block.subarray(0, zeros).some((byte) => byte !== 0)) return false
  return equalBytes(sha384(concat(new Uint8Array(8), sha384(message), block.subarray(zeros + 1))), hash)
}

/** Appendix B.2.1, with SHA-384. */
function mgf1(seed: Uint8Array, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / hashBytes) }, (_, at) =>
    sha384(concat(seed, Uint8Array.of(0, 0, 0, at))),
  )
  return concat(...blocks).subarray(0, length)
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes)}`)
}

function bytesOf(number: bigint, length: number): Uint8Array {
  const hex = number.toString(16).padStart(2 * length, '0')
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16))
}
