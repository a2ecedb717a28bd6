import { concat } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { KeyError } from '../errors.ts'
import { type Suite, type SuiteName, suiteNames, suites } from '../suites/suite.ts'

/**
 * A public key under one suite. `cose` is the canonical COSE_Key: exactly the members that RFC 9679 §4 requires, in
 * deterministic order, so that `id`, its SHA-256, is the key's RFC 9679 thumbprint.
 */
export type PublicKey = { readonly suite: SuiteName; readonly cose: Uint8Array; readonly id: Uint8Array }

/**
 * Reads a COSE_Key of a suite that its own key type and curve tell.
 * @throws {KeyError} key-malformed, key-not-on-curve, key-not-canonical or key-small-order
 */
export function parseCoseKey(bytes: Uint8Array): PublicKey {
  const suite = suiteNames.find((name) => findMaterial(suites[name], bytes) !== undefined)
  if (suite === undefined) throw new KeyError({ code: 'key-malformed' })
  return parseKey(suite, bytes)
}

/**
 * Reads a COSE_Key that is to be used with a given suite: a thumbprint binds the point, not the suite. Afterwards the
 * caller may trust that it is a usable point of the suite's curve.
 * @throws {KeyError} as parseCoseKey, and key-suite-mismatch for another suite's key
 */
export function parseKey(suite: SuiteName, bytes: Uint8Array): PublicKey {
  const material = findMaterial(suites[suite], bytes)
  if (material === undefined) {
    const other = suiteNames.some((name) => findMaterial(suites[name], bytes) !== undefined)
    throw new KeyError({ code: other ? 'key-suite-mismatch' : 'key-malformed' })
  }
  const fault = suites[suite].keyFault(material)
  if (fault !== undefined) throw new KeyError({ code: fault })
  return trustedKey(suite, Uint8Array.from(bytes))
}

/**
 * A key that was parsed before it was stored (a key on the ledger): no curve arithmetic, which costs a hundred times
 * the hash. Never for bytes from outside.
 */
export function trustedKey(suite: SuiteName, cose: Uint8Array): PublicKey {
  return { suite, cose, id: sha256(cose) }
}

/** The point itself: 32 bytes of Ed25519, x ‖ y of P-256. */
export function keyMaterial(key: PublicKey): Uint8Array {
  const material = findMaterial(suites[key.suite], key.cose)
  if (material === undefined) throw new KeyError({ code: 'key-malformed' })
  return material
}

/** The canonical COSE_Key of a point given as keyMaterial gives it. @throws {KeyError} as parseCoseKey */
export function keyFromMaterial(suite: SuiteName, material: Uint8Array): PublicKey {
  let at = 0
  const parts = suites[suite].keyTemplate.flatMap(({ before, bytes }) => {
    at += bytes
    return [before, material.subarray(at - bytes, at)]
  })
  if (at !== material.length) throw new KeyError({ code: 'key-malformed' })
  return parseKey(suite, concat(...parts))
}

function findMaterial(suite: Suite, cose: Uint8Array): Uint8Array | undefined {
  const parts: Uint8Array[] = []
  let at = 0
  for (const { before, bytes } of suite.keyTemplate) {
    for (const byte of before) if (cose[at++] !== byte) return undefined
    parts.push(cose.subarray(at, at + bytes))
    at += bytes
  }
  if (at !== cose.length) return undefined
  return parts.length === 1 ? Uint8Array.from(parts[0]!) : concat(...parts)
}
