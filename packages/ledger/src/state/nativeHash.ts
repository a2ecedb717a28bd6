import { hash } from 'node:crypto'
import { useNativeSha256 } from '@gongshi/protocol'

/**
 * SHA-256 by OpenSSL. PERF: asked for as a string of one character a byte, for a Buffer costs more than the hash of a
 * short message: 0.7 us for 65 to 300 bytes, where libsodium takes 1.5 to 2.4 and the portable one 2.8 to 4.5.
 */
export function nativeSha256(message: Uint8Array): Uint8Array {
  const name = hash('sha256', message, 'binary')
  const digest = new Uint8Array(32)
  for (let at = 0; at < 32; at++) digest[at] = name.charCodeAt(at)
  return digest
}

/** The same as a string of 32 characters, one a byte: a key for maps. */
export function nativeSha256Name(message: Uint8Array): string {
  return hash('sha256', message, 'binary')
}

/** A process with a ledger in it hashes natively everywhere. */
export function hashNatively(): void {
  useNativeSha256(nativeSha256)
}
