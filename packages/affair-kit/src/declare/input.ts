import { decodeCbor, encodeCbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import { decodeValue, encodeValue } from '../kinds/codec.ts'
import type { Kind } from '../kinds/kind.ts'
import type { AffairDeclaration, NamedKind } from './declaration.ts'

/** An input lies inside a transaction of at most 60 KiB. */
const inputLimits = { maxBytes: 60 * 1024, maxDepth: 16 }

/**
 * The members of an action's input, in the order in which they are encoded: the id of the row that it moves (named as
 * its entity), the entity's fields that the signer fills in, the rest.
 * @throws {KitError} declaration-unknown
 */
export function inputFields(declaration: AffairDeclaration, action: string): readonly NamedKind[] {
  const known = fieldsOf.get(declaration) ?? new Map<string, readonly NamedKind[]>()
  fieldsOf.set(declaration, known)
  const fields = known.get(action) ?? gatherFields(declaration, action)
  known.set(action, fields)
  return fields
}

// PERF: a declaration never changes; to gather the fields takes as long as reading a small input.
const fieldsOf = new WeakMap<AffairDeclaration, Map<string, readonly NamedKind[]>>()

function gatherFields(declaration: AffairDeclaration, action: string): readonly NamedKind[] {
  const declared = Object.hasOwn(declaration.actions, action) ? declaration.actions[action] : undefined
  if (!declared) throw new KitError({ code: 'declaration-unknown', path: `actions.${action}` })
  const entity = declared.on ?? declared.creates
  const fields = entity === undefined ? {} : (declaration.entities[entity]?.fields ?? {})
  const fill = (declared.fill ?? []).map((name) => ({ name, kind: fields[name] ?? missing(action, name) }))
  const rest = Object.entries(declared.input ?? {}).map(([name, kind]) => ({ name, kind }))
  const row: readonly NamedKind[] = declared.on
    ? [{ name: declared.on, kind: { kind: 'ref', entity: declared.on } }]
    : []
  return [...row, ...fill, ...rest]
}

function missing(action: string, field: string): never {
  throw new KitError({ code: 'declaration-unknown', path: `actions.${action}.fill.${field}` })
}

/**
 * Canonical CBOR of an action's input. Options may be left out.
 * @throws {KitError} value-*, declaration-unknown
 */
export function encodeInput(
  declaration: AffairDeclaration,
  action: string,
  input: { readonly [name: string]: Value },
): Uint8Array {
  return encodeCbor(encodeValue(recordOf(inputFields(declaration, action)), input, 'input'))
}

/**
 * Reads hostile bytes. Afterwards the caller may trust that every member is of its kind and that no other is there.
 * @throws {KitError} value-*, declaration-unknown
 * @throws {ProtocolError} cbor-*
 */
export function decodeInput(
  declaration: AffairDeclaration,
  action: string,
  bytes: Uint8Array,
): { readonly [name: string]: Value } {
  return decodeInputFields(inputFields(declaration, action), bytes)
}

/** As `decodeInput`, for one who has the program's `input`. */
export function decodeInputFields(fields: readonly NamedKind[], bytes: Uint8Array): { readonly [name: string]: Value } {
  return decodeValue(recordOf(fields), decodeCbor(bytes, inputLimits), 'input') as { readonly [name: string]: Value }
}

// PERF: a program's list of fields is one object for good, and making the record takes as long as reading a small input.
const records = new WeakMap<readonly NamedKind[], Kind>()

function recordOf(fields: readonly NamedKind[]): Kind {
  let record = records.get(fields)
  if (record === undefined) {
    record = { kind: 'record', fields: Object.fromEntries(fields.map(({ name, kind }) => [name, kind])) }
    records.set(fields, record)
  }
  return record
}
