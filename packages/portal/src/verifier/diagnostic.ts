import { type Cbor, toHex } from '@gongshi/protocol'

/** CBOR diagnostic notation (RFC 8949 §8), indented where an array does not fit a line. */
export function diagnostic(value: Cbor, indent = ''): string {
  if (value instanceof Uint8Array) return `h'${toHex(value)}'`
  if (typeof value === 'string') return JSON.stringify(value)
  if (!Array.isArray(value)) return String(value)
  const items = (value as readonly Cbor[]).map((item) => diagnostic(item, `${indent}  `))
  const line = `[${items.join(', ')}]`
  if (line.length <= 72 && !line.includes('\n')) return line
  return `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]`
}
