import { type AffairDeclaration, encodeValue, valueFromJson, valueToJson } from '@gongshi/affair-kit'
import type { Genesis, GenesisRow } from '@gongshi/ledger'
import { encodeCbor } from '@gongshi/protocol'
import type { Declarations, Scopes } from './declarations.ts'
import { ProjectionFault } from './fault.ts'
import { type JsonFields, type NewRow, newRow } from './rows.ts'

/** Rows with which a ledger began, as its genesis has them: no entry tells of them. */
export type Founding = {
  readonly affair: string
  readonly version: number
  /** Unix milliseconds. */
  readonly time: number
  readonly rows: { readonly [entity: string]: readonly GenesisRow[] }
}

/** In place of an entry's number, where there is none. */
export const noEntry = -1
const affair = 'organisations'
const action = 'genesis'

/** The rows of a genesis that a ledger was opened with; null where it has none. */
export function foundingOf(genesis: Genesis): Founding | null {
  const { organs, offices = [], officers, appointments = [], keys } = genesis
  const version = genesis.affairs.find(({ name }) => name === affair)?.version
  if (version === undefined) return null
  const rows = { organ: organs, office: offices, officer: officers, appointment: appointments, key: keys }
  return { affair, version, time: Date.parse(genesis.genesisTime), rows }
}

/** As rows of height 0, numbered before those of every entry, in the order of the genesis. */
export function genesisRows(founding: Founding, declarations: Declarations, scopes: Scopes): NewRow[] {
  const { version, time, rows } = founding
  const declaration = declarations.find(affair, version)
  if (declaration === undefined) throw new ProjectionFault('version-unknown')
  const all = Object.entries(rows).flatMap(([entity, of]) => of.map((row) => ({ entity, row })))
  return all.map(({ entity, row }, at) => {
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
  given: GenesisRow,
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
