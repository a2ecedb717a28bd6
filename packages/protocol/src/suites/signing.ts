import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { concat, fromHex } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { normaliseEs256 } from './es256.ts'
import type { SuiteName } from './suite.ts'

/** How a suite makes keys and signatures. Apart from checking, so that a verifier carries no signing code. */
export type SigningSuite = {
  /** A secret from 32 uniformly random bytes. */
  secret(random: Uint8Array): Uint8Array
  isSecret(secret: Uint8Array): boolean
  /** The key's material, as keyMaterial gives it. */
  publicKey(secret: Uint8Array): Uint8Array
  sign(secret: Uint8Array, message: Uint8Array): Uint8Array
}

/** The suites whose secrets can be held by us: a passkey never gives its own. */
export type SecretSuiteName = Exclude<SuiteName, 'webauthnEs256'>

export const signingSuites: { readonly [Suite in SecretSuiteName]: SigningSuite } = {
  ed25519: {
    secret: (random) => random.slice(),
    isSecret: (secret) => secret.length === 32,
    // RFC 8032 §5.1.5 and §5.1.6: the seed is the secret; deterministic.
    publicKey: (seed) => ed25519.getPublicKey(seed),
    sign: (seed, message) => ed25519.sign(message, seed),
  },
  es256: {
    secret: scalarFrom,
    isSecret: p256.utils.isValidSecretKey,
    publicKey: (secret) => p256.getPublicKey(secret, false).slice(1),
    // RFC 6979: deterministic; r ‖ s with low S.
    sign: (secret, message) => p256.sign(message, secret, { lowS: true, prehash: true, format: 'compact' }),
  },
}

export const secretSuiteNames = Object.keys(signingSuites) as readonly SecretSuiteName[]

/**
 * r ‖ s with low S of an ECDSA signature in DER (RFC 3279 §2.2.3), as passkeys, smart cards and most libraries give it.
 * Undefined for bytes that are none.
 */
export function es256FromDer(der: Uint8Array): Uint8Array | undefined {
  try {
    return normaliseEs256(p256.Signature.fromBytes(der, 'der').toBytes('compact'))
  } catch {
    return undefined
  }
}

const pkcs8Head = fromHex('302e020100300506032b657004220420')

/** An Ed25519 seed of 32 bytes as PKCS #8 in DER (RFC 8410 §7), the form in which native cryptography takes it. */
export function ed25519Pkcs8(seed: Uint8Array): Uint8Array {
  return concat(pkcs8Head, seed)
}

/** Within 1 … n-1. Bytes outside (once in 2^32) are hashed until they fit, so that the result stays uniform. */
function scalarFrom(random: Uint8Array): Uint8Array {
  let candidate: Uint8Array = random.slice()
  while (!p256.utils.isValidSecretKey(candidate)) candidate = sha256(candidate)
  return candidate
}
