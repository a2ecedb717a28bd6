import { hash } from 'node:crypto'
import { hashInto } from '@chainsafe/hashtree'

const hashBytes = 32

/** A binary hash tree over 2^depth values, whole in memory; node i of depth d stands at slot 2^d + i. */
export class BareTree {
  readonly #depth: number
  readonly #nodes: Uint8Array

  constructor(depth: number) {
    this.#depth = depth
    this.#nodes = new Uint8Array(2 ** (depth + 1) * hashBytes)
    for (let level = depth - 1; level >= 0; level--) {
      const from = 2 ** level * hashBytes
      hashInto(this.#nodes.subarray(from * 2, from * 4), this.#nodes.subarray(from, from * 2))
    }
  }

  get root(): Uint8Array {
    return this.#nodes.slice(hashBytes, hashBytes * 2)
  }

  /** Puts values under keys, each at the slot that its key begins with, and hashes a level at a time. */
  write(entries: readonly (readonly [key: Uint8Array, value: Uint8Array])[]): void {
    const slots = new Set<number>()
    for (const [key, value] of entries) {
      const slot = 2 ** this.#depth + (new DataView(key.buffer, key.byteOffset).getUint32(0) >>> (32 - this.#depth))
      this.#nodes.set(hash('sha256', Buffer.concat([key, value]), 'buffer'), slot * hashBytes)
      slots.add(slot)
    }
    this.#hashAbove(slots)
  }

  #hashAbove(changed: ReadonlySet<number>): void {
    for (let slots = changed; !slots.has(1); ) {
      const parents = [...new Set([...slots].map((slot) => slot >> 1))]
      const pairs = new Uint8Array(parents.length * 2 * hashBytes)
      for (const [at, parent] of parents.entries()) {
        const from = parent * 2 * hashBytes
        pairs.set(this.#nodes.subarray(from, from + 2 * hashBytes), at * 2 * hashBytes)
      }
      const hashes = new Uint8Array(parents.length * hashBytes)
      hashInto(pairs, hashes)
      for (const [at, parent] of parents.entries())
        this.#nodes.set(hashes.subarray(at * hashBytes, (at + 1) * hashBytes), parent * hashBytes)
      slots = new Set(parents)
    }
  }
}
