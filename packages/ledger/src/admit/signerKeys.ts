import {
  entityTable,
  type Installed,
  identityAffair,
  ledgerCalendar,
  Meter,
  organisationsAffair,
  type Registry,
  type RowState,
  readCurrentRow,
  type StateReader,
} from '@gongshi/affair-kit'
import { type Cbor, concat, equalBytes, KeyError, keyFromMaterial, type PublicKey, suiteNames } from '@gongshi/protocol'

/** More than reading one row, migrations included, may take. */
const bounds = { steps: 20_000, reads: 200, writes: 0, events: 0, bytes: 0 }

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
      const row = state.get(affair, entityTable('key'), [keyId])
      const installed = row === undefined ? undefined : registry.get(affair)
      if (row === undefined || installed === undefined) continue
      const known = this.#known.get(row as object)
      if (known?.by === installed) return known.found
      const found = readKey(state, registry, installed, keyId, row)
      this.#known.set(row as object, { by: installed, found })
      return found
    }
    return undefined
  }
}

function readKey(
  state: StateReader,
  registry: Registry,
  installed: Installed,
  keyId: Uint8Array,
  value: Cbor,
): RegisteredKey | undefined {
  const entity = installed.program.entities.key
  if (entity === undefined) return undefined
  const meter = new Meter(bounds)
  const session = { registry, meter, calendar: ledgerCalendar({ registry, state, meter }) }
  const row = readCurrentRow(session, installed, entity, value)
  const key = publicKeyOf(row)
  if (key === undefined || !equalBytes(key.id, keyId)) return undefined
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
