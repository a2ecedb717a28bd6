import { concat } from '../bytes/bytes.ts'
import { ed25519BytesAcceptable } from '../suites/ed25519.ts'
import { es256BytesAcceptable } from '../suites/es256.ts'
import type { SuiteName } from '../suites/suite.ts'
import { es256OfAssertion } from '../suites/webauthn.ts'
import { checkSignature } from './check.ts'
import { keyMaterial, type PublicKey } from './publicKey.ts'

export type AsyncSignatureCheck = (key: PublicKey, message: Uint8Array, signature: Uint8Array) => Promise<boolean>

type Platform = {
  readonly acceptable: (material: Uint8Array, signature: Uint8Array) => boolean
  /** The public key as WebCrypto's "raw" format has it. */
  readonly raw: (material: Uint8Array) => Uint8Array
  readonly importAs: { name: string; namedCurve?: string }
  readonly verifyAs: { name: string; hash?: string }
}

/** Suites that browsers have; any other is checked in TypeScript. */
const platforms: { readonly [Suite in SuiteName]?: Platform } = {
  ed25519: {
    acceptable: ed25519BytesAcceptable,
    raw: (material) => material,
    importAs: { name: 'Ed25519' },
    verifyAs: { name: 'Ed25519' },
  },
  es256: {
    acceptable: (_material, signature) => es256BytesAcceptable(signature),
    raw: (material) => concat(Uint8Array.of(4), material),
    importAs: { name: 'ECDSA', namedCurve: 'P-256' },
    verifyAs: { name: 'ECDSA', hash: 'SHA-256' },
  },
}

/**
 * A check on the browser's own cryptography, thirty times as fast as TypeScript, with checkSignature's verdicts: what
 * implementations differ in is judged from the bytes first (canonical A, R, S, small order, low S), and the platform's
 * refusal, or its not knowing the algorithm, is left to checkSignature to confirm. What is taken on trust is that the
 * platform uses the cofactorless equation, as the W3C's "Secure Curves" text asks: on a platform that does not, only
 * whoever holds a key with a torsion part could make the two disagree, on a signature of his own.
 */
export function webCryptoCheck(subtle: Pick<SubtleCrypto, 'importKey' | 'verify'>): AsyncSignatureCheck {
  const check: AsyncSignatureCheck = async (key, message, signature) => {
    if (key.suite === 'webauthnEs256') {
      const inner = es256OfAssertion(message, signature)
      return inner !== undefined && check({ ...key, suite: 'es256' }, inner.message, inner.signature)
    }
    const platform = platforms[key.suite]
    if (platform === undefined) return checkSignature(key, message, signature)
    const material = keyMaterial(key)
    if (!platform.acceptable(material, signature)) return false
    if (await platformAccepts(subtle, platform, { material, message, signature })) return true
    return checkSignature(key, message, signature)
  }
  return check
}

type Bytes = { readonly material: Uint8Array; readonly message: Uint8Array; readonly signature: Uint8Array }

/** A platform without the algorithm throws NotSupportedError: no verdict, so not an acceptance. */
async function platformAccepts(
  subtle: Pick<SubtleCrypto, 'importKey' | 'verify'>,
  { raw, importAs, verifyAs }: Platform,
  { material, message, signature }: Bytes,
): Promise<boolean> {
  try {
    const key = await subtle.importKey('raw', Uint8Array.from(raw(material)), importAs, false, ['verify'])
    return await subtle.verify(verifyAs, key, Uint8Array.from(signature), Uint8Array.from(message))
  } catch {
    return false
  }
}
