import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import type { Codec, Codecs } from './codecs.ts'
import type { Kind } from './kind.ts'
import { join, membersOf, outOfRange, tuple, wrongKind } from './members.ts'
import { scalarCodecs } from './scalars.ts'

/**
 * The canonical form of a value: schema-ordered arrays, no maps, no floats. A `text` is as typed; rows hold its hash
 * (`storedKind`).
 * @throws {KitError} value-* with the path of the first member that is wrong
 */
export function encodeValue(kind: Kind, value: Value, path = ''): Cbor {
  return codecOf(kind).encode(kind, value, path)
}

/** @throws {KitError} value-* with the path of the first member that is wrong */
export function decodeValue(kind: Kind, cbor: Cbor, path = ''): Value {
  return codecOf(kind).decode(kind, cbor, path)
}

function codecOf(kind: Kind): Codec {
  return codecs[kind.kind] as Codec
}

const compositeCodecs: Codecs<'option' | 'list' | 'record'> = {
  // An option is null or the value itself: no kind other than an option is ever stored as null, and an option of an
  // option is refused when the affair is checked, so the two cannot be confused.
  option: {
    encode: (kind, value, path) => (value === null ? null : encodeValue(kind.of, value, path)),
    decode: (kind, cbor, path) => (cbor === null ? null : decodeValue(kind.of, cbor, path)),
  },
  list: {
    encode: (kind, value, path) => {
      const items = listOf<Value>(value, kind.max, path)
      return items.map((item, at): Cbor => encodeValue(kind.of, item, `${path}[${at}]`))
    },
    decode: (kind, cbor, path) => {
      const items = listOf<Cbor>(cbor, kind.max, path)
      return items.map((item, at): Value => decodeValue(kind.of, item, `${path}[${at}]`))
    },
  },
  record: {
    encode: (kind, value, path) => {
      const names = Object.keys(kind.fields)
      const members = membersOf(withAbsentOptions(kind.fields, value), names, path)
      return names.map((name) => encodeValue(kind.fields[name]!, members[name]!, join(path, name)))
    },
    decode: (kind, cbor, path) => {
      const names = Object.keys(kind.fields)
      const items = tuple(cbor, names.length, path)
      return Object.fromEntries(
        names.map((name, at) => [name, decodeValue(kind.fields[name]!, items[at]!, join(path, name))]),
      )
    },
  },
}

/** An option may be left out of an object; in its array it has its place. */
export function withAbsentOptions(fields: { readonly [name: string]: { readonly kind: string } }, value: Value): Value {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Uint8Array) return value
  const given = value as { readonly [name: string]: Value }
  const absent = Object.keys(fields).filter((name) => fields[name]!.kind === 'option' && !Object.hasOwn(given, name))
  return absent.length === 0 ? given : { ...given, ...Object.fromEntries(absent.map((name) => [name, null])) }
}

function listOf<T>(value: unknown, max: number, path: string): readonly T[] {
  if (!Array.isArray(value)) return wrongKind('a list', path)
  if (value.length > max) return outOfRange(`at most ${max} items`, path)
  for (let at = 0; at < value.length; at++)
    if (!Object.hasOwn(value, at)) throw new KitError({ code: 'value-missing', path: `${path}[${at}]` })
  return value as readonly T[]
}

const codecs: { readonly [name in Kind['kind']]: unknown } = { ...scalarCodecs, ...compositeCodecs }
