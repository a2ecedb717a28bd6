import { decodeValue, type Json, type Kind, valueToJson } from '@gongshi/affair-kit'
import { type Cbor, fromHex } from '@gongshi/protocol'
import type { EntryChanges, RowChange } from './changes.ts'
import type { Declarations, Scopes } from './declarations.ts'
import { ProjectionFault } from './fault.ts'
import { kindMark, organMark } from './marks.ts'
import { procedureOf } from './procedureOf.ts'
import { sortValue } from './sortValue.ts'
import type { IndexedRow, RevisionRow } from './tables.ts'
import { everyRow, type ViewField } from './viewFields.ts'

/** More events than any entry has: so many numbers of changes belong to one. */
export const eventsInEntry = 4096

/** The number of a change: those of later entries are greater, and lists walk along it. */
function changeId(entry: number, at: number): number {
  if (at >= eventsInEntry) throw new ProjectionFault('too-many-events')
  return entry * eventsInEntry + at
}

/** The changes of one entry, or of those before or after it: numbers from `first`, below `end`. */
export function changeIds(entry: number): { readonly first: number; readonly end: number } {
  return { first: entry * eventsInEntry, end: (entry + 1) * eventsInEntry }
}

/** A changed row, ready to be written. */
export type NewRow = {
  readonly revision: RevisionRow
  readonly indexed: readonly IndexedRow[]
  /** What it is found by in searches: words as they are, hashes of public texts, commitments of documents. */
  readonly searched: Searched
  /** Key of the procedure whose next release tells of it; null: no release does. */
  readonly procedure: Uint8Array | null
}

export type Searched = {
  readonly texts: readonly string[]
  readonly hashes: readonly Uint8Array[]
  readonly contents: readonly Uint8Array[]
  /** By which searches narrow down: its kind, the organs that it names. */
  readonly marks: readonly string[]
}

/** `value`: the row as the ledger had it at that revision. */
export function rowOf(
  changes: EntryChanges,
  change: RowChange,
  value: Cbor,
  declarations: Declarations,
  scopes: Scopes,
): NewRow {
  const fields = rowToJson(change.affair, change.entity, value, declarations)
  const { index: entry, height, time, action } = changes
  return newRow(changeId(entry, change.at), { entry, height, time, action }, change, fields, declarations, scopes)
}

export function newRow(
  id: number,
  came: Pick<RevisionRow, 'entry' | 'height' | 'time' | 'action'>,
  change: RowChange,
  json: JsonFields,
  declarations: Declarations,
  scopes: Scopes,
): NewRow {
  const { affair, entity, key, revision, status } = change
  const fields = JSON.stringify(json)
  return {
    revision: { id, affair, entity, key, revision, status, fields, ...came },
    indexed: indexedOf(id, change, json, declarations, scopes),
    searched: searchedOf(affair, entity, json, declarations),
    procedure: procedureOf({ affair, entity, key }, json),
  }
}

export type JsonFields = { readonly [name: string]: Json }

function rowToJson(affair: string, entity: string, value: Cbor, declarations: Declarations): JsonFields {
  const [head, , ...values] = value as readonly Cbor[]
  const version = Array.isArray(head) ? (head[1] as number) : 1
  const fields = declarations.storedFields(affair, version, entity)
  if (fields === undefined) throw new ProjectionFault('version-unknown')
  const json: { [name: string]: Json } = {}
  for (const [at, { name, stored }] of fields.entries())
    json[name] = valueToJson(stored, decodeValue(stored, values[at]!, name))
  return json
}

/** By what rows of an entity are found, worked out once for all of them. */
type Places = { readonly every: number; readonly fields: readonly (ViewField & { readonly scope: number })[] }

const places = new WeakMap<Scopes, Map<string, Places>>()
const nothing = new Uint8Array(0)

function placesOf(scopes: Scopes, affair: string, entity: string, declarations: Declarations): Places {
  const known = places.get(scopes) ?? new Map<string, Places>()
  places.set(scopes, known)
  const name = `${affair}/${entity}`
  let found = known.get(name)
  if (found === undefined) {
    const scopeOf = (field: string): number => {
      const scope = scopes.find(affair, entity, field)
      if (scope === undefined) throw new ProjectionFault('scope-unknown')
      return scope
    }
    const fields = declarations.viewFields(affair, entity)
    found = { every: scopeOf(everyRow), fields: fields.map((field) => ({ ...field, scope: scopeOf(field.name) })) }
    known.set(name, found)
  }
  return found
}

function indexedOf(
  id: number,
  { affair, entity, status }: RowChange,
  json: JsonFields,
  declarations: Declarations,
  scopes: Scopes,
): IndexedRow[] {
  const { every, fields } = placesOf(scopes, affair, entity, declarations)
  const rows: IndexedRow[] = [{ id, scope: every, value: nothing }]
  for (const { name, kind, scope } of fields)
    rows.push({ id, scope, value: sortValue(kind, name === 'status' ? status : json[name]) })
  return rows
}

/** Public texts, codes, the ids of organs, documents: what people look for. */
export function searchedOf(affair: string, entity: string, json: JsonFields, declarations: Declarations): Searched {
  const texts: string[] = []
  const hashes: Uint8Array[] = []
  const marks = new Set([kindMark(affair, entity)])
  const fields = declarations.find(affair)?.entities[entity]?.fields ?? {}
  for (const [name, kind] of Object.entries(fields))
    forEachSearched(kind, json[name] ?? null, (found, value) => {
      if (found === 'text') hashes.push(fromHex(value))
      else if (found === 'mark') marks.add(value)
      else texts.push(value)
    })
  const contents = declarations.documentFields(affair, entity).flatMap(({ name }) => {
    const value = json[name]
    return typeof value === 'string' ? [fromHex(value)] : []
  })
  return { texts, hashes, contents, marks: [...marks] }
}

function forEachSearched(kind: Kind, json: Json, take: (found: 'text' | 'word' | 'mark', value: string) => void): void {
  if (json === null) return
  if (kind.kind === 'option') forEachSearched(kind.of, json, take)
  else if (kind.kind === 'list') for (const item of json as readonly Json[]) forEachSearched(kind.of, item, take)
  else if (kind.kind === 'record')
    for (const [name, field] of Object.entries(kind.fields))
      forEachSearched(field, (json as JsonFields)[name] ?? null, take)
  else if (kind.kind === 'text') take('text', json as string)
  else if (kind.kind === 'code') take('word', json as string)
  else if (kind.kind === 'organ') {
    const { scheme, id } = json as { readonly scheme: string; readonly id: string }
    take('word', id)
    take('mark', organMark(scheme, id))
  }
}
