import { toHex } from '@gongshi/protocol'

/** A value of a vector as JSON shows it: bytes in hexadecimal, big integers as texts. */
export function shown(value: unknown): unknown {
  if (value instanceof Uint8Array) return toHex(value)
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return value.map(shown)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shown(item)]))
}
