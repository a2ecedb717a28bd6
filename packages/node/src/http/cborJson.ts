import { type Cbor, type Json, toHex } from '@gongshi/protocol'

/** Ledger data for people and programs to read: bytes as hex, integers beyond 2^53 as decimal text. */
export function cborToJson(value: Cbor): Json {
  if (value instanceof Uint8Array) return toHex(value)
  if (Array.isArray(value)) return value.map(cborToJson)
  return typeof value === 'bigint' ? value.toString() : (value as Json)
}
