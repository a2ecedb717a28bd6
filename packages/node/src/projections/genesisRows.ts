import { type AffairDeclaration, encodeValue, valueFromJson, valueToJson } from '@gongshi/affair-kit'
import type { FoundingRows } from '@gongshi/ledger'
import { encodeCbor } from '@gongshi/protocol'
import type { Declarations, Scopes } from './declarations.ts'
import { ProjectionFault } from './fault.ts'
import { type JsonFields, type NewRow, newRow } from './rows.ts'
import { noEntry } from './tables.ts'

/** Rows with which a ledger began, as its genesis has them: no entry tells of them. */
export type Founding = {
  /** Unix milliseconds. */
  readonly time: number
  readonly rows: readonly (FoundingRows & { readonly version: number })[]
}

const action = 'genesis'

/** As rows of height 0, numbered before those of every entry, in the order of the genesis. */
export function genesisRows({ time, rows }: Founding, declarations: Declarations, scopes: Scopes): NewRow[] {
  const all = rows.flatMap(({ rows: some, ...of }) => some.map((row) => ({ ...of, row })))
  return all.map(({ affair, version, entity, row }, at) => {
    const declaration = declarations.find(affair, version)
    if (declaration === undefined) throw new ProjectionFault('version-unknown')
    const { status = declaration.entities[entity]!.status[0]!, ...given } = row
    const { key, fields } = valuesOf(declarations, declaration, entity, given)
    const change = { at, affair, entity, key, revision: 1, status: String(status) }
    const came = { entry: noEntry, height: 0, time, action }
    return newRow(at - all.length, came, change, fields, declarations, scopes)
  })
}

function valuesOf(
  declarations: Declarations,
  { name, version, entities }: AffairDeclaration,
  entity: string,
  given: FoundingRows['rows'][number],
) {
  const stored = declarations.storedFields(name, version, entity)!
  const values = new Map(stored.map((field) => [field.name, valueFromJson(field.stored, given[field.name] ?? null)]))
  const fields: JsonFields = Object.fromEntries(
    stored.map((field) => [field.name, valueToJson(field.stored, values.get(field.name)!)]),
  )
  const key = (entities[entity]!.key ?? []).map((field) => {
    const { stored: kind } = stored.find((each) => each.name === field)!
    return encodeValue(kind, values.get(field)!, field)
  })
  return { key: encodeCbor(key), fields }
}
