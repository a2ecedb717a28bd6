import { utf8 } from '../src/bytes/bytes.ts'
import { LogAccumulator } from '../src/log/accumulator.ts'
import { leafHash } from '../src/log/hash.ts'
import type { LogHashes } from '../src/log/logHashes.ts'

/** A whole log in memory, for tests: every complete subtree by level and index. */
export function growLog(leaves: readonly Uint8Array[]): LogHashes & { accumulator: LogAccumulator } {
  const known = new Map<string, Uint8Array>()
  const accumulator = new LogAccumulator()
  for (const leaf of leaves)
    for (const { level, index, hash } of accumulator.append(leafHash(leaf))) known.set(`${level}/${index}`, hash)
  return {
    accumulator,
    get(level, index) {
      const hash = known.get(`${level}/${index}`)
      if (hash === undefined) throw new Error(`subtree ${level}/${index} is not complete`)
      return hash
    },
  }
}

export function numberedLeaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, index) => utf8(`leaf ${index}`))
}

/** The same bytes with one bit turned; `bit` may be any number. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[(bit >> 3) % copy.length]! ^= 1 << (bit & 7)
  return copy
}
