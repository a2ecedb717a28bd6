import { entityTable, ledgerAffair } from '@gongshi/affair-kit'
import { type Installed, ledgerKeys } from '@gongshi/ledger'
import { type Cbor, equalBytes, statePath, toHex } from '@gongshi/protocol'
import { cborToJson } from '../http/cborJson.ts'

/** Names for keys of which a state keeps only the hashes. */
export class StateNames {
  readonly #affairs: readonly Installed[]
  readonly #times: readonly number[]
  #own: Map<string, string> | null = null

  /** `times`: of the states' last blocks. */
  constructor(affairs: readonly Installed[], times: readonly number[]) {
    this.#affairs = affairs
    this.#times = times
  }

  /** Null where nobody can tell: what is named after something that is neither in the value nor among the affairs' own names. */
  find(path: Uint8Array, value: Cbor): string | null {
    return this.#row(path, value) ?? this.#ownNames().get(toHex(path)) ?? null
  }

  /** Tries every entity whose key is among its fields: [revision, status, ...fields, ...tallies] is how a row is kept. */
  #row(path: Uint8Array, value: Cbor): string | null {
    if (!Array.isArray(value)) return null
    for (const { program } of this.#affairs)
      for (const { name, key } of Object.values(program.entities)) {
        const id = key?.map((at) => (value as readonly Cbor[])[2 + at]) ?? [undefined]
        if (id.includes(undefined)) continue
        if (equalBytes(statePath(program.affair, entityTable(name), id as Cbor[]), path))
          return `${program.affair}/${name} ${inJson(id as Cbor[])}`
      }
    return null
  }

  #ownNames(): ReadonlyMap<string, string> {
    if (this.#own !== null) return this.#own
    this.#own = new Map()
    if (this.#times.length === 0) return this.#own
    for (const { table, key } of ledgerKeys(this.#affairs, Math.min(...this.#times), Math.max(...this.#times)))
      this.#own.set(toHex(statePath(ledgerAffair, table, key)), `${ledgerAffair}/${table} ${inJson(key)}`)
    return this.#own
  }
}

function inJson(key: readonly Cbor[]): string {
  return JSON.stringify(cborToJson(key))
}
