import { hash } from 'node:crypto'
import { sha256 } from '@gongshi/protocol'
import sodium from 'sodium-native'

/** From here on OpenSSL, which uses the processor's own instructions, wins back what its call costs more. */
const longBytes = 640

/**
 * SHA-256 in native code. PERF: libsodium takes a quarter of the portable one's time on the short messages of the state
 * tree; on a page of 3 KB OpenSSL takes a quarter of libsodium's.
 */
export function nativeSha256(message: Uint8Array): Uint8Array {
  // libsodium must not be handed memory that another thread can change.
  if (message.buffer instanceof SharedArrayBuffer) return sha256(message)
  if (message.length >= longBytes) return bytesOf(hash('sha256', message, 'buffer'))
  const digest = new Uint8Array(32)
  sodium.crypto_hash_sha256(digest, message)
  return digest
}

/** The same as a string of 32 characters, one a byte: a key for maps. */
export function nativeSha256Name(message: Uint8Array): string {
  return hash('sha256', message, 'binary')
}

/** A plain array with memory of its own: a Buffer may lie in a pool, and compares unlike one. */
function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer)
}
