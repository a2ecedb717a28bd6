import { type Cbor, toHex } from '@gongshi/protocol'

/** CBOR diagnostic notation (RFC 8949 §8) of the values that the ledger writes. */
export function diagnosticNotation(value: Cbor): string {
  if (value instanceof Uint8Array) return `h'${toHex(value)}'`
  if (Array.isArray(value)) return `[${value.map(diagnosticNotation).join(', ')}]`
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
