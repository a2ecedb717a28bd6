import { KeyError } from '../errors.ts'
import { type SecretSuiteName, signingSuites } from '../suites/signing.ts'
import { keyFromMaterial, type PublicKey } from './publicKey.ts'

/** Something that signs: a secret in memory, a smart card, a passkey. Gives signatures as the suite defines them. */
export interface Signer {
  readonly key: PublicKey
  /** 64 bytes for ed25519 and es256 (low S); for webauthnEs256 what `joinAssertion` makes. */
  sign(message: Uint8Array): Promise<Uint8Array>
}

/** A secret from 32 uniformly random bytes: the seed of Ed25519, the scalar of P-256. @throws {KeyError} secret-malformed */
export function generateSecret(suite: SecretSuiteName, random: Uint8Array): Uint8Array {
  if (random.length !== 32) throw new KeyError({ code: 'secret-malformed' })
  return signingSuites[suite].secret(random)
}

/** A signer that holds its secret in memory, in pure TypeScript. @throws {KeyError} secret-malformed */
export function secretSigner(suite: SecretSuiteName, secret: Uint8Array): Signer {
  const { isSecret, publicKey, sign } = signingSuites[suite]
  if (!isSecret(secret)) throw new KeyError({ code: 'secret-malformed' })
  const own = Uint8Array.from(secret)
  return {
    key: keyFromMaterial(suite, publicKey(own)),
    sign: async (message) => sign(own, message),
  }
}
