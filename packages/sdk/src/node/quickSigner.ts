import type { SecretSuiteName, Signer } from '@gongshi/protocol'
import { nativeSigner } from './nativeSigner.ts'

/**
 * As `nativeSigner`, for one who signs hundreds: Ed25519 by libsodium where `sodium-native` is installed. The same signatures (RFC 8032:
 * they are deterministic). PERF: 25 us each where OpenSSL takes 50; loading it takes 16 ms once.
 */
export async function quickSigner(suite: SecretSuiteName, secret: Uint8Array): Promise<Signer> {
  const native = nativeSigner(suite, secret)
  if (suite !== 'ed25519') return native
  const sodium = await import('sodium-native').then(
    (module) => module.default,
    () => undefined, // not installed, or not for this machine
  )
  if (sodium === undefined) return native
  const [publicKey, pair] = [new Uint8Array(32), new Uint8Array(64)]
  sodium.crypto_sign_seed_keypair(publicKey, pair, secret)
  return {
    key: native.key,
    sign: async (message) => {
      const signature = new Uint8Array(64)
      sodium.crypto_sign_detached(signature, message, pair)
      return signature
    },
  }
}
