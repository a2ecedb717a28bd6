import {
  entityTable,
  type Installed,
  identityAffair,
  organisationsAffair,
  type Registry,
  type RowState,
  type StateReader,
} from '@gongshi/affair-kit'
import { concat, equalBytes, KeyError, keyFromMaterial, type PublicKey, suiteNames } from '@gongshi/protocol'
import { readRow } from '../execute/readRow.ts'

/** A key as the state knows it. */
export type RegisteredKey = { readonly key: PublicKey; readonly isActive: boolean }

/**
 * The key that a signer's id names: a row of entity `key` of affair `organisations` (or, for persons, `identity`), whose
 * fields `suite`, `x` and `y` (COSE's names; `y` is null for Ed25519) are its public point. The point is checked, and
 * that its thumbprint is the row's id: whoever registered the row is not believed.
 */
export class SignerKeys {
  // PERF: rows are the same objects while the state's cache holds them, and importing a point costs a hundred look-ups.
  readonly #known = new WeakMap<object, { readonly by: Installed; readonly found: RegisteredKey | undefined }>()

  find(state: StateReader, registry: Registry, keyId: Uint8Array): RegisteredKey | undefined {
    for (const affair of [organisationsAffair, identityAffair]) {
      const value = state.get(affair, entityTable('key'), [keyId])
      const installed = value === undefined ? undefined : registry.get(affair)
      if (value === undefined || installed === undefined) continue
      const known = this.#known.get(value as object)
      if (known?.by === installed) return known.found
      const row = readRow(state, registry, affair, 'key', [keyId])
      const found = row && registeredKey(row, keyId)
      this.#known.set(value as object, { by: installed, found })
      return found
    }
    return undefined
  }
}

function registeredKey(row: RowState, keyId: Uint8Array): RegisteredKey | undefined {
  const key = publicKeyOf(row)
  if (key === undefined || !equalBytes(key.id, keyId)) return undefined
  if (row.status === 'announced') return undefined // it stands there to be seen, and signs nothing yet
  return { key, isActive: row.status === 'active' }
}

function publicKeyOf({ fields }: RowState): PublicKey | undefined {
  const { x, y } = fields
  const suite = suiteNames.find((name) => name === fields.suite)
  if (suite === undefined || !(x instanceof Uint8Array)) return undefined
  try {
    return keyFromMaterial(suite, y instanceof Uint8Array ? concat(x, y) : x)
  } catch (error) {
    if (error instanceof KeyError) return undefined
    throw error
  }
}
