import { createPrivateKey, sign } from 'node:crypto'
import { concat, type Signer, type SuiteName, secretSigner } from '@gongshi/protocol'

/** RFC 8410 §7: PKCS #8 of an Ed25519 seed. */
const ed25519Head = Uint8Array.from([48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32])

/** A signer on Node's own cryptography, with the signatures of secretSigner at twenty times its speed. */
export function nativeSigner(suite: SuiteName, secret: Uint8Array): Signer {
  const pure = secretSigner(suite, secret)
  if (suite !== 'ed25519') return pure
  const key = createPrivateKey({ key: Buffer.from(concat(ed25519Head, secret)), format: 'der', type: 'pkcs8' })
  return { key: pure.key, sign: async (message) => new Uint8Array(sign(null, message, key)) }
}
