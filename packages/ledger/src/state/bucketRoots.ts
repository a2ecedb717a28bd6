import { hashInto } from '@chainsafe/hashtree'
import { pathBit } from '@gongshi/protocol'
import type { Bucket } from './bucket.ts'

/** One inner node to be hashed: the slots of its children and its own. */
type Join = { readonly left: number; readonly right: number; readonly into: number }

/** Slot 0 is the empty subtree: 32 zero bytes. */
const emptySlot = 0

/**
 * The roots of many buckets, 32 bytes each, one after the other: the hashes of their subtrees below `depth`.
 *
 * PERF: the inner nodes of all buckets are hashed together, deepest level first, one hashtree call a level.
 */
export function computeBucketRoots(buckets: readonly Bucket[], depth: number): Uint8Array {
  const plan = new Plan()
  const roots = buckets.map((bucket) => plan.subtree(bucket, 0, bucket.count, depth))
  const slots = plan.hash()
  const hashes = new Uint8Array(buckets.length * 32)
  roots.forEach((slot, at) => {
    hashes.set(slots.subarray(slot * 32, slot * 32 + 32), at * 32)
  })
  return hashes
}

class Plan {
  readonly #leaves: { readonly bucket: Bucket; readonly row: number; readonly into: number }[] = []
  /** Joins by depth: those of a depth need only what lies deeper. */
  readonly #joins: Join[][] = []
  #slots = 1

  /** The slot of the subtree of rows `from` to `to`, which share their first `depth` bits. */
  subtree(bucket: Bucket, from: number, to: number, depth: number): number {
    if (from === to) return emptySlot
    if (to - from === 1) {
      this.#leaves.push({ bucket, row: from, into: this.#slots })
      return this.#slots++
    }
    const middle = firstRight(bucket, from, to, depth)
    const left = this.subtree(bucket, from, middle, depth + 1)
    const right = this.subtree(bucket, middle, to, depth + 1)
    const into = this.#slots++
    const level = this.#joins[depth] ?? []
    this.#joins[depth] = level
    level.push({ left, right, into })
    return into
  }

  hash(): Uint8Array {
    const slots = new Uint8Array(this.#slots * 32)
    for (const { bucket, row, into } of this.#leaves) bucket.copyLeafHash(row, slots, into * 32)
    for (let depth = this.#joins.length - 1; depth >= 0; depth--) hashLevel(slots, this.#joins[depth] ?? [])
    return slots
  }
}

function hashLevel(slots: Uint8Array, joins: readonly Join[]): void {
  if (joins.length === 0) return
  const pairs = new Uint8Array(joins.length * 64)
  const hashes = new Uint8Array(joins.length * 32)
  joins.forEach(({ left, right }, at) => {
    pairs.set(slots.subarray(left * 32, left * 32 + 32), at * 64)
    pairs.set(slots.subarray(right * 32, right * 32 + 32), at * 64 + 32)
  })
  hashInto(pairs, hashes)
  joins.forEach(({ into }, at) => {
    slots.set(hashes.subarray(at * 32, at * 32 + 32), into * 32)
  })
}

function firstRight(bucket: Bucket, from: number, to: number, depth: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (pathBit(bucket.path(middle), depth) === 0) low = middle + 1
    else high = middle
  }
  return low
}
