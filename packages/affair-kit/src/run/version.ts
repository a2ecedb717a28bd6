import { encodeCbor, sha256 } from '@gongshi/protocol'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { declarationHash } from '../schema/canonical.ts'

/**
 * The version of the kit's own rules: evaluator, run time, sandbox and their limits. It changes whenever the same
 * declaration, handlers and request could have another outcome.
 */
export const kitVersion = 1

/**
 * The version that decides: SHA-256 over CBOR["gongshi/affair/1", declaration hash, handler bundle hash, kit version].
 * `handlers` is the bundle's hash, or null for an affair that needs none. 32 bytes.
 */
export function versionHash(declaration: AffairDeclaration, handlers: Uint8Array | null): Uint8Array {
  return sha256(encodeCbor(['gongshi/affair/1', declarationHash(declaration), handlers, kitVersion]))
}
