import { compareBytes } from '../bytes/bytes.ts'
import type { Cbor } from '../bytes/cbor.ts'
import { checkText } from '../bytes/text.ts'
import { limits } from '../limits.ts'
import { LeafError } from './errors.ts'
import type { Outcome } from './leaf.ts'

type Item = Cbor | undefined

function malformed(): LeafError {
  return new LeafError({ code: 'leaf-malformed' })
}

export function list(value: Item): readonly Cbor[] {
  if (!Array.isArray(value)) throw malformed()
  return value
}

export function exactly(items: readonly Cbor[], length: number): readonly Cbor[] {
  if (items.length !== length) throw malformed()
  return items
}

export function count(value: Item): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw malformed()
  return value
}

/** Heights begin at 1. */
export function height(value: Item): number {
  const result = count(value)
  if (result === 0) throw malformed()
  return result
}

export function version(value: Item): number {
  const result = count(value)
  if (result === 0 || result > limits.affairVersion) throw malformed()
  return result
}

export function time(value: Item): number {
  const result = count(value)
  if (result > limits.timeMs) throw malformed()
  return result
}

export function hash(value: Item): Uint8Array {
  if (!(value instanceof Uint8Array) || value.length !== 32) throw malformed()
  return value
}

export function name(value: Item): string {
  if (typeof value !== 'string' || value.length === 0) throw malformed()
  return checkText(value, limits.nameBytes)
}

export function signers(value: Item): readonly Uint8Array[] {
  const ids = list(value).map(hash)
  if (ids.length === 1) return ids
  const sorted = [...ids].sort(compareBytes)
  if (ids.length === 0 || ids.length > limits.signers) throw malformed()
  if (sorted.some((id, at) => at > 0 && compareBytes(id, sorted[at - 1]!) === 0)) throw malformed()
  return ids
}

export function outcome(value: Item): Outcome {
  const items = list(value)
  if (items[0] === 'ok' && items.length === 2) {
    const events = list(items[1]).map((event) => list(anything(event)))
    return ['ok', events]
  }
  if (items[0] === 'refused' && items.length === 3) return ['refused', name(items[1]), anything(items[2])]
  throw malformed()
}

/** A value whose type the affair's declaration knows: here only its texts are checked. */
export function anything(value: Item): Cbor {
  if (value === undefined) throw malformed()
  if (typeof value === 'string') checkText(value, limits.leafBytes)
  else if (Array.isArray(value)) for (const item of value as readonly Cbor[]) anything(item)
  return value
}
