import { sha256 } from '@gongshi/protocol'
import sodium from 'sodium-native'

/** SHA-256 by libsodium. PERF: a quarter of the portable one's time on the short messages of the state tree. */
export function nativeSha256(message: Uint8Array): Uint8Array {
  // libsodium must not be handed memory that another thread can change.
  if (message.buffer instanceof SharedArrayBuffer) return sha256(message)
  const digest = new Uint8Array(32)
  sodium.crypto_hash_sha256(digest, message)
  return digest
}
