import sodium from 'libsodium-wrappers'
import { cipherOf, type RunCipher, scriptedCipher } from '../cipher.ts'

/**
 * PERF: libsodium's in WebAssembly, twice as fast as JavaScript; the scripted cipher where a browser or a policy allows none. Both
 * make the same bytes.
 */
export async function compiledCipher(): Promise<RunCipher> {
  try {
    await sodium.ready
  } catch {
    return scriptedCipher
  }
  return cipherOf({
    seal: (key, nonce, chunk, into) =>
      into.set(sodium.crypto_aead_chacha20poly1305_ietf_encrypt(chunk, null, null, nonce, key)),
    open(key, nonce, chunk, into) {
      try {
        into.set(sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, chunk, null, nonce, key))
        return true
      } catch {
        return false // the tag does not fit
      }
    },
  })
}
