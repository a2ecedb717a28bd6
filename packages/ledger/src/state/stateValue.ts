import type { Cbor } from '@gongshi/protocol'

/**
 * The value as decoding its own encoding would give it, so that a value read in the block that wrote it and one read
 * from disk years later are the same to whoever computes with them: an integer is a bigint only where a number can't be
 * exact. Nobody may change it afterwards. PERF: what is settled already, as most of a page is, isn't copied.
 * @throws {TypeError} for what has no encoding
 */
export function settled(value: Cbor): Cbor {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('a state value holds a lone surrogate')
    return value
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new TypeError('a state value holds a non-integer')
    return value
  }
  if (typeof value === 'bigint') return settledInteger(value)
  if (value === null || typeof value === 'boolean' || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return settledItems(value)
  throw new TypeError('a state value holds what CBOR does not')
}

function settledItems(items: readonly Cbor[]): readonly Cbor[] {
  let copy: Cbor[] | null = null
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!
    const same = settled(item)
    if (same === item) continue
    copy ??= [...items]
    copy[at] = same
  }
  return copy ?? items
}

const mostInteger = 2n ** 64n - 1n

function settledInteger(value: bigint): Cbor {
  if (value > mostInteger || value < -mostInteger - 1n) throw new TypeError('a state value holds a too large integer')
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** About what a value takes in memory, in bytes. */
export function weightOf(value: Cbor): number {
  if (typeof value === 'string') return 24 + value.length * 2
  if (value instanceof Uint8Array) return 96 + value.length
  if (!Array.isArray(value)) return 16
  let weight = 32
  for (const item of value as readonly Cbor[]) weight += 8 + weightOf(item)
  return weight
}
