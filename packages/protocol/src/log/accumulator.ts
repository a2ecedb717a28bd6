import { emptyLogRoot, nodeHash } from './hash.ts'
import type { LogHashes } from './logHashes.ts'

/** A subtree of 2^level leaves, the `index`-th of its level, that has just become complete. */
export type CompletedSubtree = { readonly level: number; readonly index: number; readonly hash: Uint8Array }

type Peak = { readonly level: number; readonly hash: Uint8Array }

/** The right edge of a growing log: enough to append and to know the root, 32 bytes for each bit of the size. */
export class LogAccumulator {
  #size = 0
  #peaks: Peak[] = []

  /** The accumulator that had `size` leaves appended, from a store that holds their subtrees. */
  static restore(hashes: LogHashes, size: number): LogAccumulator {
    const restored = new LogAccumulator()
    let start = 0
    for (let level = 52; level >= 0; level--) {
      const width = 2 ** level
      if (size - start < width) continue
      restored.#peaks.push({ level, hash: hashes.get(level, start / width) })
      start += width
    }
    restored.#size = size
    return restored
  }

  get size(): number {
    return this.#size
  }

  /** Appends one leaf hash and returns the subtrees that it completes, the leaf itself (level 0) first. */
  append(hash: Uint8Array): CompletedSubtree[] {
    const completed: CompletedSubtree[] = [{ level: 0, index: this.#size, hash }]
    let last = completed[0]!
    while (this.#peaks.at(-1)?.level === last.level) {
      const left = this.#peaks.pop()!
      last = { level: last.level + 1, index: (last.index - 1) / 2, hash: nodeHash(left.hash, last.hash) }
      completed.push(last)
    }
    this.#peaks.push({ level: last.level, hash: last.hash })
    this.#size += 1
    return completed
  }

  /** The Merkle tree hash of everything appended (RFC 6962 §2.1). */
  root(): Uint8Array {
    if (this.#peaks.length === 0) return emptyLogRoot
    return this.#peaks.map((peak) => peak.hash).reduceRight((right, left) => nodeHash(left, right))
  }

  /** An independent copy: appending to it leaves this one alone, as a block that is only proposed needs. */
  clone(): LogAccumulator {
    const copy = new LogAccumulator()
    copy.#size = this.#size
    copy.#peaks = [...this.#peaks]
    return copy
  }
}
