import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { KeyError } from '../errors.ts'
import { generateSecret, type Signer, secretSigner } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import type { SecretSuiteName } from '../suites/signing.ts'

/** With whom a person deals under a key: one organ, or one matter before it. */
export type Scope =
  | { readonly kind: 'organ'; readonly scheme: string; readonly id: string }
  | { readonly kind: 'case'; readonly affair: string; readonly row: string }

export type Pairwise = {
  readonly chainId: string
  readonly scope: Scope
  /** Another key with the same partner, after one was lost. 0 at first. */
  readonly generation?: number
}

const salt = utf8('gongshi/pairwise/1')

/**
 * A person's own signer for one scope: HKDF-SHA-256 (RFC 5869) of a seed of 32 random bytes, so that one secret, kept or
 * written down once, gives every key again, and nobody without it can tell that two of them are one person's.
 * @throws {KeyError} secret-malformed
 */
export function pairwiseSigner(seed: Uint8Array, pairwise: Pairwise, suite: SecretSuiteName = 'ed25519'): Signer {
  return secretSigner(suite, generateSecret(suite, expand(seed, ['key', suite, ...partsOf(pairwise)])))
}

/** The pseudonym (kind `subject`) under which a person stands in the rows of one scope: 32 bytes, related to no key. */
export function pairwisePseudonym(seed: Uint8Array, pairwise: Pairwise): Uint8Array {
  return expand(seed, ['pseudonym', ...partsOf(pairwise)])
}

/** The parts of a scope, as they stand in derivations and certificates. */
export function scopeParts(scope: Scope): readonly [string, string, string] {
  return scope.kind === 'organ' ? ['organ', scope.scheme, scope.id] : ['case', scope.affair, scope.row]
}

function partsOf({ chainId, scope, generation = 0 }: Pairwise): (string | number)[] {
  return [chainId, ...scopeParts(scope), generation]
}

function expand(seed: Uint8Array, info: readonly (string | number)[]): Uint8Array {
  if (seed.length !== limits.hashBytes) throw new KeyError({ code: 'secret-malformed' })
  return hkdf(sha256, seed, salt, encodeCbor([...info]), limits.hashBytes)
}
