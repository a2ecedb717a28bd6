import { type Json, type Kind, valueFromJson } from '@gongshi/affair-kit'
import { type Cbor, decodeCbor, encodeCbor, fromHex, hexName, utf8 } from '@gongshi/protocol'

/** What a row without a value has: it stands before every other. */
const none = Uint8Array.of(0)
const idLimits = { maxBytes: 1024, maxDepth: 8 }

/** Kinds in whose order a range makes sense. */
const ranged = new Set<Kind['kind']>(['int', 'workdays', 'duration', 'time', 'date'])

/** Kinds whose values stand in JSON as they are compared. */
const words = new Set<Kind['kind']>(['oneOf', 'code', 'date'])

/** Values from `from` to `to`, both included; null is open. */
export type ValueRange = { readonly from: Uint8Array | null; readonly to: Uint8Array | null }

/** Bytes that compare as the values do, on every database: from the JSON form of a value of a kind that rows are found by. */
export function sortValue(kind: Kind, json: Json | undefined): Uint8Array {
  if (json === null || json === undefined) return none
  const given = kind.kind === 'option' ? kind.of : kind
  // PERF: most values are a word, and this is the cheapest way to its bytes.
  if (typeof json === 'string' && words.has(given.kind)) return Buffer.from(`\u0001${json}`)
  const bytes = bytesOf(given, json)
  const value = new Uint8Array(bytes.length + 1)
  value[0] = 1
  value.set(bytes, 1)
  return value
}

/** What a field that names a content has. */
export function contentValue(commitment: Uint8Array): Uint8Array {
  return sortValue({ kind: 'commitment', schema: '' }, hexName(commitment))
}

function bytesOf(kind: Kind, json: Json): Uint8Array {
  switch (kind.kind) {
    case 'int':
    case 'workdays':
    case 'duration':
      return integer(BigInt(json as number | string))
    case 'time':
      return integer(BigInt(Date.parse(json as string)))
    case 'organ': {
      const { scheme, id } = json as { readonly scheme: string; readonly id: string }
      return utf8(`${scheme}/${id}`)
    }
    case 'division': {
      const { scheme, code, date } = json as { readonly scheme: string; readonly code: string; readonly date: string }
      return utf8(`${scheme}/${code}/${date}`)
    }
    case 'subject':
    case 'key':
    case 'commitment':
    case 'bytes':
      return fromHex(json as string)
    case 'ref':
      return encodeCbor(valueFromJson(kind, json) as Cbor)
    default:
      return utf8(String(json))
  }
}

/** Signed 64-bit, big endian, the sign turned round. */
function integer(value: bigint): Uint8Array {
  if (BigInt.asIntN(64, value) !== value) throw new RangeError('beyond 64 bits')
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt.asUintN(64, value) ^ (1n << 63n))
  return bytes
}

/**
 * What `filter[field]=…` asks for: a value in the form of `filterForm`, a range `from..to` of numbers and times, or
 * nothing at all for rows without a value. Null when it is not of that form.
 */
export function parseFilter(kind: Kind, text: string): ValueRange | null {
  if (text === '') return { from: none, to: none }
  const given = kind.kind === 'option' ? kind.of : kind
  const [from = '', to, more] = text.split('..')
  if (to === undefined || !ranged.has(given.kind)) {
    const value = parseValue(given, text)
    return value && { from: value, to: value }
  }
  const [low, high] = [parseValue(given, from), parseValue(given, to)]
  if (more !== undefined || (from !== '' && low === null) || (to !== '' && high === null)) return null
  return { from: low ?? Uint8Array.of(1), to: high }
}

function parseValue(kind: Kind, text: string): Uint8Array | null {
  try {
    return sortValue(kind, jsonOf(kind, text))
  } catch {
    return null // whatever is wrong with it: it is no value of this kind
  }
}

const forms: { readonly [Name in Kind['kind']]?: RegExp } = {
  int: /^-?\d{1,19}$/,
  workdays: /^\d{1,5}$/,
  duration: /^\d{1,13}$/,
  date: /^\d{4}-\d\d-\d\d$/,
  organ: /^[a-z0-9][a-z0-9.-]*\/./,
  division: /^[a-z0-9][a-z0-9.-]*\/[^/]+\/\d{4}-\d\d-\d\d$/,
  subject: /^[0-9a-f]*$/,
  key: /^[0-9a-f]*$/,
  commitment: /^[0-9a-f]*$/,
  bytes: /^[0-9a-f]*$/,
  ref: /^[A-Za-z0-9_-]+$/,
}

function jsonOf(kind: Kind, text: string): Json {
  if (forms[kind.kind]?.test(text) === false) throw new TypeError('another form')
  switch (kind.kind) {
    case 'time':
      return new Date(valueFromJson(kind, text) as number).toISOString()
    case 'organ': {
      const at = text.indexOf('/')
      return { scheme: text.slice(0, at), id: text.slice(at + 1) }
    }
    case 'division': {
      const [scheme, code, date] = text.split('/') as [string, string, string]
      return { scheme, code, date }
    }
    case 'ref':
      return refOf(text)
    default:
      return text
  }
}

/** A row's id as addresses have it, in the JSON form of a reference to it. */
function refOf(text: string): Json {
  const key = decodeCbor(new Uint8Array(Buffer.from(text, 'base64url')), idLimits)
  const json = (part: Cbor): Json => {
    if (part instanceof Uint8Array) return { hex: Buffer.from(part).toString('hex') }
    if (Array.isArray(part)) return part.map(json)
    return typeof part === 'bigint' ? { int: part.toString() } : (part as Json)
  }
  return key instanceof Uint8Array ? Buffer.from(key).toString('hex') : json(key)
}
