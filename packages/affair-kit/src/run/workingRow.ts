import { type Cbor, encodeCbor, toHex } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { EntityProgram } from '../program.ts'
import type { Installed } from './host.ts'
import { type RowState, rowScope } from './row.ts'

/** A row that an action has loaded or made: as it was, and as it is to be. Expressions see it as it was. */
export class WorkingRow {
  readonly installed: Installed
  readonly entity: EntityProgram
  readonly id: Cbor
  /** Null: the action makes it. */
  readonly before: RowState | null
  /** Null: its stored value had another version's shape. */
  readonly stored: Cbor | null
  #now: RowState
  #changed: boolean
  #seen: { readonly [name: string]: Value } | undefined

  constructor(installed: Installed, entity: EntityProgram, id: Cbor, row: RowState, stored: Cbor | null) {
    this.installed = installed
    this.entity = entity
    this.id = id
    this.stored = stored
    this.before = stored === null ? null : row
    this.#now = row
    this.#changed = stored === null
  }

  get now(): RowState {
    return this.#now
  }

  get isNew(): boolean {
    return this.before === null
  }

  /** An action changed it, or made it: it gets a revision. */
  get isChanged(): boolean {
    return this.#changed
  }

  get isTouched(): boolean {
    return this.#now !== this.before
  }

  get seen(): { readonly [name: string]: Value } {
    this.#seen ??= rowScope(this.id, this.before ?? this.#now)
    return this.#seen
  }

  /** What an expression sees of the row as it is to be. */
  get after(): { readonly [name: string]: Value } {
    return rowScope(this.id, this.#now)
  }

  change(fields: { readonly [name: string]: Value }, status: string | null): void {
    const { revision } = this.before ?? { revision: 0 }
    this.#now = {
      revision: revision + 1,
      status: status ?? this.#now.status,
      fields: { ...this.#now.fields, ...fields },
      tallies: this.#now.tallies,
    }
    this.#changed = true
  }

  tally(name: string, value: Value): void {
    this.#now = { ...this.#now, tallies: { ...this.#now.tallies, [name]: value } }
  }
}

export function rowName(affair: string, entity: string, id: Cbor): string {
  return `${affair}/${entity}/${toHex(encodeCbor(id))}`
}
