import { compareBytes, equalBytes, proveInSubtree, type StateProof } from '@gongshi/protocol'
import { LedgerError } from '../errors.ts'
import { u16 } from '../store/storeKeys.ts'
import type { WriteBehind } from '../store/writeBehind.ts'
import { Bucket, type StateChange } from './bucket.ts'
import { computeBucketRoots } from './bucketRoots.ts'
import { Generations } from './generations.ts'
import { type ChangedLevel, many, none, single, UpperLevels } from './levels.ts'

/** A tree with changes that nobody else sees yet. */
export type StagedTree = {
  readonly root: Uint8Array
  readonly buckets: readonly { readonly index: number; readonly bucket: Bucket }[]
  readonly levels: readonly ChangedLevel[]
  /** Versions of values that the tree no longer points to. */
  readonly dropped: readonly number[]
}

/** Levels kept in memory: 2^16 nodes at the bottom, 4 MB in all, about 150 leaves a bucket at ten million values. */
const upperBits = 16
/** Buckets whose roots stand in one record: few enough to rewrite, many enough to open the tree in one short scan. */
const pageBuckets = 64
/** Bytes of memory. A bucket that fell out is read and checked again when needed. */
const cachedBucketBytes = 64 * 1024 * 1024

/**
 * The sparse Merkle tree over the state (protocol page "State"): which value hash stands at each path.
 *
 * Upper levels live in memory, the leaves in buckets below them, in the store. A bucket's root is compared with the
 * node above it whenever it is read, so that neither a changed row nor a lost one passes: a miss is checked too.
 */
export class StateTree {
  readonly #store: WriteBehind
  readonly #upper: UpperLevels
  readonly #cache: Generations<Bucket>
  /** Changed and not yet handed to the store, which takes them at its next flush. */
  readonly #changed = new Map<number, Bucket>()

  private constructor(store: WriteBehind, upper: UpperLevels) {
    this.#store = store
    this.#upper = upper
    this.#cache = new Generations(cachedBucketBytes, ({ weight }) => weight)
  }

  /**
   * Opens the tree that the store holds. The caller compares `root` with the committed one before trusting it.
   * @throws {LedgerError} state-damaged
   */
  static open(store: WriteBehind): StateTree {
    const upper = new UpperLevels(upperBits)
    const stored = store.range('root')
    const indexes = new Uint32Array(stored.length * pageBuckets)
    const hashes = new Uint8Array(indexes.length * 32)
    const kinds = new Uint8Array(indexes.length)
    let count = 0
    // PERF: without the empty ones, which a small state's pages are full of.
    for (const [key, packed] of stored) {
      if (key.length !== 2 || packed.length !== pageBuckets * 33) throw new LedgerError({ code: 'state-damaged' })
      const first = (key[0]! * 256 + key[1]!) * pageBuckets
      for (let bucket = 0; bucket < pageBuckets; bucket++) {
        if (packed[bucket] === none) continue
        indexes[count] = first + bucket
        kinds[count] = packed[bucket]!
        hashes.set(packed.subarray(pageBuckets + bucket * 32, pageBuckets + bucket * 32 + 32), count * 32)
        count++
      }
    }
    const full = {
      indexes: indexes.subarray(0, count),
      hashes: hashes.subarray(0, count * 32),
      kinds: kinds.subarray(0, count),
    }
    upper.apply(upper.change(full))
    return new StateTree(store, upper)
  }

  get root(): Uint8Array {
    return this.#upper.root
  }

  /** The hash of the value at `path` and the version under which the store keeps it. @throws {LedgerError} state-damaged */
  find(path: Uint8Array): { readonly valueHash: Uint8Array; readonly version: number } | undefined {
    return this.#bucket(bucketIndex(path)).find(path)
  }

  /** Presence or absence under the current root. @throws {LedgerError} state-damaged */
  prove(path: Uint8Array): StateProof {
    const index = bucketIndex(path)
    const depth = this.#proofDepth(index)
    const below = proveInSubtree(this.#rowsBelow(index, depth), path, depth)
    const siblings = [...below.siblings]
    for (let level = depth; level > 0; level--)
      siblings.push(this.#upper.hash(level, (index >>> (upperBits - level)) ^ 1))
    return { siblings, terminal: below.terminal }
  }

  /** The tree after `changes` (sorted by path, distinct). @throws {LedgerError} state-damaged */
  stage(changes: readonly StateChange[]): StagedTree {
    const dropped: number[] = []
    const buckets: { index: number; bucket: Bucket }[] = []
    for (let from = 0; from < changes.length; ) {
      const index = bucketIndex(changes[from]!.path)
      let to = from + 1
      while (to < changes.length && bucketIndex(changes[to]!.path) === index) to++
      const bucket = this.#bucket(index).change(changes.slice(from, to), (version) => dropped.push(version))
      buckets.push({ index, bucket })
      from = to
    }
    const bottom: ChangedLevel = {
      indexes: Uint32Array.from(buckets, ({ index }) => index),
      hashes: computeBucketRoots(
        buckets.map(({ bucket }) => bucket),
        upperBits,
      ),
      kinds: Uint8Array.from(buckets, ({ bucket }) => Math.min(bucket.count, many)),
    }
    const levels = this.#upper.change(bottom)
    const top = levels.at(-1)!
    const root = top.indexes.length === 0 ? this.root : top.hashes.slice(0, 32)
    return { root, buckets, levels, dropped }
  }

  /** Makes a staged tree this one; its changes must have been staged on the tree as it is now. */
  apply({ buckets, levels }: StagedTree): void {
    this.#upper.apply(levels)
    for (const { index, bucket } of buckets) {
      this.#cache.set(cacheName(index), bucket)
      this.#changed.set(index, bucket)
    }
    this.#store.putLater(this.#handOver)
  }

  /** PERF: once a flush, not once a block: a page of roots is 2 KB, and its buckets change in one block after the other. */
  readonly #handOver = (): void => {
    const pages = new Set<number>()
    for (const [index, bucket] of this.#changed) {
      this.#store.put('bucket', u16(index), bucket.count === 0 ? null : bucket.toStored())
      pages.add(Math.floor(index / pageBuckets))
    }
    this.#changed.clear()
    for (const page of pages)
      this.#store.put('root', u16(page), this.#upper.packBottom(page * pageBuckets, pageBuckets))
  }

  #bucket(index: number): Bucket {
    if (this.#upper.kind(upperBits, index) === none) return Bucket.empty
    const name = cacheName(index)
    const cached = this.#cache.get(name) ?? this.#changed.get(index)
    if (cached !== undefined) return cached
    const bucket = Bucket.fromStored(this.#store.get('bucket', u16(index)) ?? new Uint8Array(0))
    if (!equalBytes(computeBucketRoots([bucket], upperBits), this.#upper.hash(upperBits, index)))
      throw new LedgerError({ code: 'state-damaged' })
    this.#cache.set(name, bucket)
    return bucket
  }

  /** Where the way down ends: the first upper node that holds at most one leaf, else the bucket. */
  #proofDepth(index: number): number {
    for (let depth = 0; depth < upperBits; depth++)
      if (this.#upper.kind(depth, index >>> (upperBits - depth)) !== many) return depth
    return upperBits
  }

  /** The leaves below the node on the way at `depth`: for an upper node the only one, if any, is looked for below it. */
  #rowsBelow(index: number, depth: number) {
    if (depth === upperBits) return this.#bucket(index).rows()
    let node = index >>> (upperBits - depth)
    if (this.#upper.kind(depth, node) === none) return []
    for (let level = depth + 1; level <= upperBits; level++)
      node = node * 2 + (this.#upper.kind(level, node * 2) === single ? 0 : 1)
    return this.#bucket(node).rows()
  }
}

/** In the order that `stage` wants, in place. */
export function sortChanges(changes: StateChange[]): StateChange[] {
  return changes.sort((left, right) => compareBytes(left.path, right.path))
}

function bucketIndex(path: Uint8Array): number {
  return path[0]! * 256 + path[1]!
}

function cacheName(index: number): string {
  return String.fromCharCode(index)
}
