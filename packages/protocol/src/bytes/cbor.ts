import { decode, encode } from 'cborg'
import { ProtocolError } from '../errors.ts'

/**
 * The values that the ledger writes: RFC 8949 §4.2.1 deterministic encoding, schema-ordered arrays, no floats, no
 * maps, no tags (those occur only inside COSE's own structures, see `cose/`). Integers lie in -2^64 … 2^64-1; one
 * outside ±(2^53-1) decodes to a bigint, and either form encodes to the same bytes.
 */
export type Cbor = null | boolean | number | bigint | string | Uint8Array | readonly Cbor[]

export type CborLimits = { readonly maxBytes: number; readonly maxDepth: number }

const maxInteger = 2n ** 64n - 1n
const minInteger = -(2n ** 64n)

/** Encodes to the one canonical form. @throws {ProtocolError} cbor-unsupported for a float, a lone surrogate or an integer out of range */
export function encodeCbor(value: Cbor): Uint8Array {
  assertEncodable(value)
  return encode(value)
}

/**
 * Decodes hostile bytes. Afterwards the caller may trust that re-encoding gives the same bytes.
 * @throws {ProtocolError} cbor-too-large, cbor-too-deep, cbor-malformed or cbor-not-canonical
 */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits): Cbor {
  if (bytes.length > limits.maxBytes)
    throw new ProtocolError({ code: 'cbor-too-large', bytes: bytes.length, limit: limits.maxBytes })
  assertShallow(bytes, limits.maxDepth)
  const value = decodeUnchecked(bytes)
  if (!equalsEncoding(value, bytes)) throw new ProtocolError({ code: 'cbor-not-canonical' })
  return value
}

function decodeUnchecked(bytes: Uint8Array): Cbor {
  try {
    return decode(bytes, {
      strict: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: true,
    }) as Cbor
  } catch {
    throw new ProtocolError({ code: 'cbor-malformed' })
  }
}

function equalsEncoding(value: Cbor, bytes: Uint8Array): boolean {
  let again: Uint8Array
  try {
    again = encodeCbor(value)
  } catch {
    return false
  }
  return again.length === bytes.length && again.every((byte, at) => byte === bytes[at])
}

function assertEncodable(value: Cbor): void {
  if (typeof value === 'number' ? !Number.isSafeInteger(value) || Object.is(value, -0) : false)
    throw new ProtocolError({ code: 'cbor-unsupported' })
  if (typeof value === 'bigint' && (value > maxInteger || value < minInteger))
    throw new ProtocolError({ code: 'cbor-unsupported' })
  if (typeof value === 'string' && !value.isWellFormed()) throw new ProtocolError({ code: 'cbor-unsupported' })
  if (Array.isArray(value)) for (const item of value) assertEncodable(item)
  else if (value !== null && typeof value === 'object' && !(value instanceof Uint8Array))
    throw new ProtocolError({ code: 'cbor-unsupported' })
  else if (value === undefined || typeof value === 'function' || typeof value === 'symbol')
    throw new ProtocolError({ code: 'cbor-unsupported' })
}

/** Walks the heads only, before anything is allocated: a deep nest must not reach the recursive decoder. */
function assertShallow(bytes: Uint8Array, maxDepth: number): void {
  const open: number[] = []
  let at = 0
  while (at < bytes.length) {
    const head = bytes[at++]!
    const major = head >> 5
    const { argument, next } = readArgument(bytes, at, head & 31)
    at = major === 2 || major === 3 ? next + argument : next
    if (major === 4 && argument > 0) {
      open.push(argument)
      if (open.length > maxDepth) throw new ProtocolError({ code: 'cbor-too-deep', limit: maxDepth })
      continue
    }
    if (major > 4 && major < 7) throw new ProtocolError({ code: 'cbor-malformed' })
    while (open.length > 0 && --open[open.length - 1]! === 0) open.pop()
  }
}

function readArgument(bytes: Uint8Array, at: number, info: number): { argument: number; next: number } {
  if (info < 24) return { argument: info, next: at }
  const width = info === 24 ? 1 : info === 25 ? 2 : info === 26 ? 4 : info === 27 ? 8 : 0
  if (width === 0 || at + width > bytes.length) throw new ProtocolError({ code: 'cbor-malformed' })
  let argument = 0
  for (let index = 0; index < width; index++) argument = argument * 256 + bytes[at + index]!
  return { argument, next: at + width }
}
