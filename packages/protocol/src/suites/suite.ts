import { fromHex } from '../bytes/bytes.ts'
import { isCanonicalY, isOnEd25519, isSmallOrder, verifyEd25519 } from './ed25519.ts'
import { isOnP256, verifyEs256 } from './es256.ts'
import {
  type AssertionFault,
  assertionBytes,
  assertionFault,
  verifyWebauthnEs256,
  webauthnEs256Algorithm,
} from './webauthn.ts'

/** Why a public key is refused; undefined when nothing speaks against it. */
export type PublicKeyFault = 'key-not-on-curve' | 'key-not-canonical' | 'key-small-order'

/**
 * One way to check signatures. A new suite (SM2, ML-DSA-65) is one more entry in `suites`, and in `signingSuites` where it
 * has secrets. Only COSE, which writes an assertion into a header of its own, names one (`webauthnEs256`).
 */
export type Suite = {
  /** COSE algorithm number (IANA "COSE Algorithms"). */
  readonly algorithm: number
  /**
   * The canonical COSE_Key with its byte strings cut out: what stands before each. The key's material is these byte
   * strings in order, without heads.
   */
  readonly keyTemplate: readonly { readonly before: Uint8Array; readonly bytes: number }[]
  /** The least and the most bytes of a signature. */
  readonly signatureBytes: readonly [least: number, most: number]
  keyFault(material: Uint8Array): PublicKeyFault | undefined
  verify(material: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean
  /** What is wrong with a signature beyond its mathematics. */
  signatureFault?(message: Uint8Array, signature: Uint8Array): AssertionFault | undefined
}

// {1: 2 (EC2), -1: 1 (P-256), -2: x, -3: y}: RFC 9053 §7.1.1
const p256 = {
  keyTemplate: [
    { before: fromHex('a401022001215820'), bytes: 32 },
    { before: fromHex('225820'), bytes: 32 },
  ],
  keyFault: (point: Uint8Array): PublicKeyFault | undefined => (isOnP256(point) ? undefined : 'key-not-on-curve'),
} as const

export const suites = {
  ed25519: {
    algorithm: -8,
    // {1: 1 (OKP), -1: 6 (Ed25519), -2: x}: RFC 9053 §7.2
    keyTemplate: [{ before: fromHex('a3010120062158' + '20'), bytes: 32 }],
    signatureBytes: [64, 64],
    keyFault: ed25519KeyFault,
    verify: verifyEd25519,
  },
  es256: { ...p256, algorithm: -7, signatureBytes: [64, 64], verify: verifyEs256 },
  /** A P-256 key that only signs as a passkey does, over what a browser wrote for it. */
  webauthnEs256: {
    ...p256,
    algorithm: webauthnEs256Algorithm,
    signatureBytes: assertionBytes,
    verify: verifyWebauthnEs256,
    signatureFault: assertionFault,
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
  if (!isCanonicalY(encoded)) return 'key-not-canonical'
  return isOnEd25519(encoded) ? undefined : 'key-not-on-curve'
}
