import { fromHex } from '../bytes/bytes.ts'
import { ed25519PublicKey, isCanonicalPoint, isOnEd25519, isSmallOrder, signEd25519, verifyEd25519 } from './ed25519.ts'
import { es256PublicKey, es256Secret, isEs256Secret, isOnP256, signEs256, verifyEs256 } from './es256.ts'

/** Why a public key is refused; undefined when nothing speaks against it. */
export type PublicKeyFault = 'key-not-on-curve' | 'key-not-canonical' | 'key-small-order'

/**
 * One way to sign. A new suite (SM2, ML-DSA-65, WebAuthn-ES256) is one more entry in `suites`: nothing else in the
 * protocol names a suite.
 */
export type Suite = {
  /** COSE algorithm number (IANA "COSE Algorithms"). */
  readonly algorithm: number
  /**
   * The canonical COSE_Key with its byte strings cut out: what stands before each. The key's material is these byte
   * strings in order, without heads.
   */
  readonly keyTemplate: readonly { readonly before: Uint8Array; readonly bytes: number }[]
  readonly signatureBytes: number
  keyFault(material: Uint8Array): PublicKeyFault | undefined
  verify(material: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** A secret from 32 uniformly random bytes. */
  secret(random: Uint8Array): Uint8Array
  isSecret(secret: Uint8Array): boolean
  publicKey(secret: Uint8Array): Uint8Array
  sign(secret: Uint8Array, message: Uint8Array): Uint8Array
}

export const suites = {
  ed25519: {
    algorithm: -8,
    // {1: 1 (OKP), -1: 6 (Ed25519), -2: x}: RFC 9053 §7.2
    keyTemplate: [{ before: fromHex('a3010120062158' + '20'), bytes: 32 }],
    signatureBytes: 64,
    keyFault: ed25519KeyFault,
    verify: verifyEd25519,
    secret: (random) => random.slice(),
    isSecret: (secret) => secret.length === 32,
    publicKey: ed25519PublicKey,
    sign: signEd25519,
  },
  es256: {
    algorithm: -7,
    // {1: 2 (EC2), -1: 1 (P-256), -2: x, -3: y}: RFC 9053 §7.1.1
    keyTemplate: [
      { before: fromHex('a401022001215820'), bytes: 32 },
      { before: fromHex('225820'), bytes: 32 },
    ],
    signatureBytes: 64,
    keyFault: (point) => (isOnP256(point) ? undefined : 'key-not-on-curve'),
    verify: verifyEs256,
    secret: es256Secret,
    isSecret: isEs256Secret,
    publicKey: es256PublicKey,
    sign: signEs256,
  },
} as const satisfies Record<string, Suite>

export type SuiteName = keyof typeof suites

export const suiteNames = Object.keys(suites) as readonly SuiteName[]

const byAlgorithm = new Map<number, SuiteName>(suiteNames.map((name) => [suites[name].algorithm, name]))

/** The suite that signs under a COSE algorithm number, if this protocol has one. */
export function findSuite(algorithm: number): SuiteName | undefined {
  return byAlgorithm.get(algorithm)
}

function ed25519KeyFault(encoded: Uint8Array): PublicKeyFault | undefined {
  if (isSmallOrder(encoded)) return 'key-small-order'
  if (!isCanonicalPoint(encoded)) return 'key-not-canonical'
  return isOnEd25519(encoded) ? undefined : 'key-not-on-curve'
}
