import { type Cbor, decodeCbor, encodeCbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { RowReference } from '../declare/declaration.ts'
import { encodeValue } from '../kinds/codec.ts'
import { kindLimits } from '../kinds/limits.ts'
import { storedKind } from '../kinds/stored.ts'
import type { EntityProgram } from '../program.ts'
import type { Installed } from './host.ts'
import { readCurrentRow } from './migrate.ts'
import { maxMemberBytes, rangeOfMembers } from './pages.ts'
import { AuthorFault, refuse } from './refusal.ts'
import { emptyTallies, entityTable, indexTable } from './row.ts'
import type { Session } from './session.ts'
import { rowName, WorkingRow } from './workingRow.ts'

const pageOfRows = 32

/** The rows that one action has loaded or made, each once, in the order in which it came to them. */
export class WorkingSet {
  readonly session: Session
  readonly installed: Installed
  readonly #rows = new Map<string, WorkingRow>()

  constructor(session: Session, installed: Installed) {
    this.session = session
    this.installed = installed
  }

  get affair(): string {
    return this.installed.program.affair
  }

  rows(): WorkingRow[] {
    return [...this.#rows.values()]
  }

  entity(name: string): EntityProgram {
    return this.installed.program.entities[name]!
  }

  entityOf(reference: RowReference): EntityProgram {
    return this.#versionOf(reference.affair).program.entities[reference.entity]!
  }

  find(reference: RowReference, id: Cbor): WorkingRow | undefined {
    return this.#find(rowName(reference.affair, reference.entity, id), reference, id)
  }

  #find(name: string, reference: RowReference, id: Cbor): WorkingRow | undefined {
    const known = this.#rows.get(name)
    if (known !== undefined) return known
    const value = this.session.state.get(reference.affair, entityTable(reference.entity), id)
    if (value === undefined) return undefined
    const installed = this.#versionOf(reference.affair)
    const entity = this.entityOf(reference)
    const row = new WorkingRow(installed, entity, id, readCurrentRow(this.session, installed, entity, value), value)
    this.#rows.set(name, row)
    return row
  }

  /** Whether a row that is referred to is there, or is being made. */
  exists(affair: string, entity: string, id: Cbor): boolean {
    return (
      this.#rows.has(rowName(affair, entity, id)) ||
      this.session.state.get(affair, entityTable(entity), id) !== undefined
    )
  }

  load(reference: RowReference, id: Cbor, from: readonly string[]): WorkingRow {
    const row = this.find(reference, id)
    if (row === undefined) return refuse('row-missing', [reference.entity])
    if (from.length > 0 && !from.includes(row.now.status)) refuse('row-status', [reference.entity, row.now.status])
    return row
  }

  /** Rows whose indexed field has the value, in the order of their ids; more than `max` of them are refused, with a code of its own where there must be none. */
  each(entity: EntityProgram, field: string, value: Value, from: readonly string[], max: number): WorkingRow[] {
    const set = this.encodeField(entity, field, value)
    const at = { affair: this.affair, table: indexTable(entity.name, field), set }
    const found: WorkingRow[] = []
    let next: Uint8Array | undefined
    for (;;) {
      const members = rangeOfMembers(this.session.state, at, { ...(next && { from: next }), limit: pageOfRows })
      for (const member of members) {
        const id = decodeCbor(member, { maxBytes: maxMemberBytes, maxDepth: kindLimits.maxIdDepth + 2 })
        const row = this.find({ affair: this.affair, entity: entity.name }, id)
        if (row === undefined) throw new AuthorFault('an index names a row that is not there')
        if (from.length > 0 && !from.includes(row.now.status)) continue
        if (max === 0) refuse('rows-present', [entity.name])
        if (found.length === max) refuse('rows-too-many', [entity.name, max])
        found.push(row)
      }
      const last = members.at(-1)
      if (last === undefined || members.length < pageOfRows) return found
      next = Uint8Array.of(...last, 0)
    }
  }

  create(entity: EntityProgram, given: { readonly [name: string]: Value }, status: string): WorkingRow {
    const fields: { [name: string]: Value } = {}
    for (const { name, kind } of entity.fields) {
      const value = given[name] ?? null
      if (value === null && kind.kind !== 'option') throw new AuthorFault(`${entity.name}.${name} is not set`)
      fields[name] = value
    }
    const id = this.#idOf(entity, fields)
    const name = rowName(this.affair, entity.name, id)
    if (this.#find(name, { affair: this.affair, entity: entity.name }, id) !== undefined)
      refuse('row-exists', [entity.name])
    const row = { revision: 1, status, fields, tallies: emptyTallies(entity) }
    const made = new WorkingRow(this.installed, entity, id, row, null)
    this.#rows.set(name, made)
    return made
  }

  encodeField(entity: EntityProgram, field: string, value: Value): Cbor {
    const { kind } = entity.fields.find(({ name }) => name === field)!
    return encodeValue(storedKind(kind), value, field)
  }

  /** A row's id from the values of its key fields. */
  keyId(entity: EntityProgram, values: readonly Value[]): Cbor {
    return entity.key!.map((index, at) => {
      const { name, kind } = entity.fields[index]!
      return encodeValue(storedKind(kind), values[at]!, name)
    })
  }

  #idOf(entity: EntityProgram, fields: { readonly [name: string]: Value }): Cbor {
    if (entity.key === null) return this.session.nextId()
    const id = this.keyId(
      entity,
      entity.key.map((index) => fields[entity.fields[index]!.name]!),
    )
    if (encodeCbor(id).length > kindLimits.maxIdBytes) refuse('value-range', [entity.name])
    return id
  }

  #versionOf(affair: string): Installed {
    if (affair === this.affair) return this.installed
    const installed = this.session.registry.get(affair)
    return installed ?? refuse('affair-version', [affair])
  }
}
