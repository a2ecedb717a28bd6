import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import {
  checkSignature,
  es256BytesAcceptable,
  es256OfAssertion,
  keyMaterial,
  type PublicKey,
  type SignatureCheck,
} from '@gongshi/protocol'
import sodium from 'sodium-native'

/**
 * A signature check in native code with the verdicts of `checkSignature`, byte for byte: replicas may mix the two.
 * Ed25519 by libsodium, which already asks for canonical A, R and S, refuses points of small order and uses the
 * cofactorless equation; its development branch does not, so the version is pinned and the shared edge vectors guard an
 * upgrade. ES256 by OpenSSL, with low S and the range of r and s checked before; a passkey's is the ES256 signature inside it. Other suites fall to
 * `checkSignature`.
 *
 * `rememberedKeys` bounds the ES256 keys that are kept open.
 *
 * PERF: 27k Ed25519 and 21k ES256 checks a second a core, against 1k and 0.3k in TypeScript.
 */
export function nativeSignatureCheck(rememberedKeys = 4096): SignatureCheck {
  const keys = new LruKeys(rememberedKeys)
  return (key, message, signature) => {
    if (key.suite === 'ed25519') return checkEd25519(key, message, signature)
    if (key.suite === 'es256') return checkEs256(keys, key, message, signature)
    if (key.suite === 'webauthnEs256') {
      const inner = es256OfAssertion(message, signature)
      return inner !== undefined && checkEs256(keys, key, inner.message, inner.signature)
    }
    return checkSignature(key, message, signature)
  }
}

function checkEd25519(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false
  return sodium.crypto_sign_verify_detached(signature, message, keyMaterial(key))
}

function checkEs256(keys: LruKeys, key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (!es256BytesAcceptable(signature)) return false
  const opened = keys.open(key)
  return opened !== undefined && verify('sha256', message, { key: opened, dsaEncoding: 'ieee-p1363' }, signature)
}

/** Keys in OpenSSL's form: importing one costs about as much as a check. The least recently used goes first. */
class LruKeys {
  readonly #capacity: number
  readonly #keys = new Map<string, KeyObject>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Undefined for a point that is not on the curve. */
  open(key: PublicKey): KeyObject | undefined {
    const name = Buffer.from(key.cose).toString('latin1')
    const opened = this.#keys.get(name) ?? importP256(keyMaterial(key))
    if (opened === undefined) return undefined
    this.#keys.delete(name)
    this.#keys.set(name, opened)
    if (this.#keys.size > this.#capacity) this.#keys.delete(this.#keys.keys().next().value!)
    return opened
  }
}

function importP256(point: Uint8Array): KeyObject | undefined {
  const coordinate = (from: number) => Buffer.from(point.subarray(from, from + 32)).toString('base64url')
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: coordinate(0), y: coordinate(32) }, format: 'jwk' })
  } catch {
    return undefined
  }
}
