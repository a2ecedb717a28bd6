import { type Cbor, formatTimestamp, fromHex, timestampFromMs, toHex } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import { dayOfDate, isDate } from './civilDate.ts'
import { withAbsentOptions } from './codec.ts'
import type { Kind } from './kind.ts'
import { join, membersOf, wrongKind } from './members.ts'

/** What JSON.parse gives. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The JSON form of a value, as forms, the API and the command line show and take it. Integers are numbers while these
 * are exact, else decimal text; times are RFC 3339 in UTC; bytes are lower-case hex; a row's id is
 * hex, or the array of its key's parts with bytes as {"hex"}. A kind with text in its stored form gives the hash.
 */
export function valueToJson(kind: Kind, value: Value): Json {
  if (value === null) return null
  if (value instanceof Uint8Array && kind.kind !== 'ref') return toHex(value)
  switch (kind.kind) {
    case 'option':
      return valueToJson(kind.of, value)
    case 'list':
      return (value as readonly Value[]).map((item) => valueToJson(kind.of, item))
    case 'record':
      return mapMembers(kind.fields, value, valueToJson)
    case 'ref':
      return value instanceof Uint8Array ? toHex(value) : (value as readonly Cbor[]).map(idPartToJson)
    case 'time':
      return formatTimestamp(timestampFromMs(value as number))
    case 'money':
    case 'rational':
    case 'organ':
    case 'division':
      return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, scalarToJson(member)]))
    default:
      return scalarToJson(value)
  }
}

/**
 * The value of its JSON form; whether it is a good value of its kind, `encodeValue` decides.
 * @throws {KitError} value-kind, value-missing or value-unknown with the path of the first member that is wrong
 */
export function valueFromJson(kind: Kind, json: Json, path = ''): Value {
  switch (kind.kind) {
    case 'option':
      return json === null ? null : valueFromJson(kind.of, json, path)
    case 'list':
      if (!Array.isArray(json)) return wrongKind('a list', path)
      return json.map((item, at) => valueFromJson(kind.of, item, `${path}[${at}]`))
    case 'record': {
      const members = membersOf(withAbsentOptions(kind.fields, json as Value), Object.keys(kind.fields), path)
      return mapMembers(kind.fields, members as Value, (field, member, name) =>
        valueFromJson(field, member as Json, join(path, name)),
      )
    }
    case 'int':
      return integerFromJson(json, path)
    case 'money': {
      const { currency, minor } = membersOf(json, ['currency', 'minor'], path)
      return { currency: textFromJson(currency, path), minor: integerFromJson(minor, join(path, 'minor')) }
    }
    case 'rational': {
      const { numerator, denominator } = membersOf(json, ['numerator', 'denominator'], path)
      return { numerator: integerFromJson(numerator, path), denominator: integerFromJson(denominator, path) }
    }
    case 'time':
      return timeFromJson(json, path)
    case 'subject':
    case 'key':
    case 'commitment':
    case 'bytes':
      return bytesFromJson(json, path)
    case 'ref':
      return Array.isArray(json) ? json.map((part) => idPartFromJson(part, path) as Value) : bytesFromJson(json, path)
    default:
      return json as Value
  }
}

function mapMembers<From, To>(
  fields: { readonly [name: string]: Kind },
  members: unknown,
  map: (kind: Kind, member: From, name: string) => To,
): { readonly [name: string]: To } {
  const given = members as { readonly [name: string]: From }
  return Object.fromEntries(Object.entries(fields).map(([name, kind]) => [name, map(kind, given[name]!, name)]))
}

function scalarToJson(value: Value): Json {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  return value as Json
}

function integerFromJson(json: unknown, path: string): bigint {
  if (typeof json === 'number' && Number.isSafeInteger(json)) return BigInt(json)
  if (typeof json === 'string' && /^(0|-?[1-9][0-9]{0,19})$/.test(json)) return BigInt(json)
  return wrongKind('an integer, or one in decimal text', path)
}

function textFromJson(json: unknown, path: string): string {
  return typeof json === 'string' ? json : wrongKind('text', path)
}

const instant = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?Z$/

function timeFromJson(json: unknown, path: string): number {
  const [, date = '', hours, minutes, seconds, fraction = ''] = (typeof json === 'string' && instant.exec(json)) || []
  if (!isDate(date)) return wrongKind('a time such as 2026-01-31T09:00:00Z', path)
  const [year, month, day] = date.split('-').map(Number)
  const inDay = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)
  return (dayOfDate(year!, month!, day!) * 86_400 + inDay) * 1000 + Number(fraction.padEnd(3, '0'))
}

function bytesFromJson(json: unknown, path: string): Uint8Array {
  if (typeof json !== 'string' || !/^([0-9a-f]{2})*$/.test(json)) return wrongKind('bytes in lower-case hex', path)
  return fromHex(json)
}

function idPartToJson(part: Cbor): Json {
  if (part instanceof Uint8Array) return { hex: toHex(part) }
  if (Array.isArray(part)) return part.map(idPartToJson)
  return typeof part === 'bigint' ? { int: part.toString() } : (part as Json)
}

function idPartFromJson(json: Json, path: string): Cbor {
  if (Array.isArray(json)) return json.map((part) => idPartFromJson(part, path))
  if (json === null || typeof json !== 'object') return json as Cbor
  const { hex, int } = json as { readonly hex?: Json; readonly int?: Json }
  if (int !== undefined) return integerFromJson(int, path)
  if (hex === undefined) throw new KitError({ code: 'value-kind', path, expected: 'a row id' })
  return bytesFromJson(hex, path)
}
