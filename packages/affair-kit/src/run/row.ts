import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { decodeValue, encodeValue } from '../kinds/codec.ts'
import type { Kind } from '../kinds/kind.ts'
import { storedKind } from '../kinds/stored.ts'
import type { EntityProgram, Program } from '../program.ts'

/** A row of an entity, as one version of its affair reads it. */
export type RowState = {
  /** 1 when created, one more at each action that changes the row. Tallies move without it. */
  readonly revision: number
  readonly status: string
  readonly fields: { readonly [name: string]: Value }
  readonly tallies: { readonly [name: string]: Value }
}

export const entityTable = (entity: string) => `entity/${entity}`
/** Key [id, revision] -> [action that ended this revision, time, txId or null, row as it was]. */
export const historyTable = (entity: string) => `history/${entity}`
export const indexTable = (entity: string, field: string) => `index/${entity}/${field}`
/** Key [id, action] -> who signed that action on the row, for the rules that maker is not checker. */
export const signedTable = (entity: string) => `signed/${entity}`
/** Key [id, power] -> [[actor, organ or null], …]: who acted on the row under a power that is kept apart from others. */
export const separatedTable = (entity: string) => `separated/${entity}`

/** Stored kinds of an entity's fields and tallies, in the order of the row. */
type Shape = { readonly fields: readonly Kind[]; readonly tallies: readonly Kind[] }

const shapes = new WeakMap<EntityProgram, Shape>()

function shapeOf(entity: EntityProgram): Shape {
  let shape = shapes.get(entity)
  if (shape === undefined) {
    shape = {
      fields: entity.fields.map(({ kind }) => storedKind(kind)),
      tallies: entity.tallies.map(({ sum }): Kind => ({ kind: sum?.kind ?? 'int' })),
    }
    shapes.set(entity, shape)
  }
  return shape
}

/**
 * [revision, status, ...fields in declared order, ...tallies]. A row written by version 2 or later has
 * [revision, version] in the first place, so that whoever reads it later knows how to migrate it.
 */
export function encodeRow(program: Program, entity: EntityProgram, row: RowState): Cbor {
  const { fields, tallies } = shapeOf(entity)
  const encoded: Cbor[] = [program.version === 1 ? row.revision : [row.revision, program.version], row.status]
  for (let at = 0; at < fields.length; at++) {
    const { name } = entity.fields[at]!
    encoded.push(encodeValue(fields[at]!, row.fields[name]!, name))
  }
  for (let at = 0; at < tallies.length; at++) {
    const { name } = entity.tallies[at]!
    encoded.push(encodeValue(tallies[at]!, row.tallies[name]!, name))
  }
  return encoded
}

/** The version whose shape a stored row has. */
export function versionOfRow(value: Cbor): number {
  const head = (value as readonly Cbor[])[0]
  return Array.isArray(head) ? (head[1] as number) : 1
}

// PERF: a host hands out the same object for a value that has not changed, so keys, officers and organs, which every
// transaction reads, are decoded once. Values and rows are never changed in place.
const decoded = new WeakMap<object, { readonly entity: EntityProgram; readonly row: RowState }>()

/** Reads a row that has this very entity's shape. The state root vouches for the bytes, so a wrong shape throws. */
export function decodeRow(entity: EntityProgram, value: Cbor): RowState {
  const known = decoded.get(value as object)
  if (known?.entity === entity) return known.row
  const row = decodeNew(entity, value)
  decoded.set(value as object, { entity, row })
  return row
}

function decodeNew(entity: EntityProgram, value: Cbor): RowState {
  const { fields, tallies } = shapeOf(entity)
  const [head, status, ...values] = value as readonly Cbor[]
  if (values.length !== fields.length + tallies.length) throw new TypeError(`${entity.name}: a row of another shape`)
  const members: { [name: string]: Value } = {}
  for (let at = 0; at < fields.length; at++) {
    const { name } = entity.fields[at]!
    members[name] = decodeValue(fields[at]!, values[at]!, name)
  }
  const sums: { [name: string]: Value } = {}
  for (let at = 0; at < tallies.length; at++) {
    const { name } = entity.tallies[at]!
    sums[name] = decodeValue(tallies[at]!, values[fields.length + at]!, name)
  }
  const revision = (Array.isArray(head) ? head[0] : head) as number
  return { revision, status: status as string, fields: members, tallies: sums }
}

/** What an expression sees of a row. */
export function rowScope(id: Cbor, row: RowState): { readonly [name: string]: Value } {
  return { ...row.fields, ...row.tallies, id: id as Value, status: row.status, revision: BigInt(row.revision) }
}

/** A new row's tallies: nothing counted, and sums of no currency yet. */
export function emptyTallies(entity: EntityProgram): { readonly [name: string]: Value } {
  return Object.fromEntries(
    entity.tallies.map(({ name, sum }): [string, Value] => [
      name,
      sum?.kind === 'money' ? { currency: 'XXX', minor: 0n } : 0n,
    ]),
  )
}
