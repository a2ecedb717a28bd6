import { hashInto } from '@chainsafe/hashtree'

/** What stands below a node: nothing, one leaf (whose hash the node then has), or more. */
export const none = 0
export const single = 1
export const many = 2

/** Changed nodes of one level, by index: hash and kind of each. */
export type ChangedLevel = {
  readonly indexes: Uint32Array
  readonly hashes: Uint8Array
  readonly kinds: Uint8Array
}

/**
 * The upper levels of the state tree, whole, in memory: 2^bits nodes at the bottom, 32 bytes each. Node i of depth d
 * stands at slot 2^d + i.
 */
export class UpperLevels {
  readonly bits: number
  readonly #hashes: Uint8Array
  /** The same memory, eight words a hash. PERF: a loop over them takes a fifth of what a view and its copying take. */
  readonly #words: Uint32Array
  readonly #kinds: Uint8Array

  constructor(bits: number) {
    this.bits = bits
    this.#hashes = new Uint8Array(2 ** (bits + 1) * 32)
    this.#words = wordsOf(this.#hashes)
    this.#kinds = new Uint8Array(2 ** (bits + 1))
  }

  hash(depth: number, index: number): Uint8Array {
    const slot = 2 ** depth + index
    return this.#hashes.slice(slot * 32, slot * 32 + 32)
  }

  kind(depth: number, index: number): number {
    return this.#kinds[2 ** depth + index]!
  }

  /** Kinds, then hashes, of `count` nodes of the bottom level from `first` on. */
  packBottom(first: number, count: number): Uint8Array {
    const slot = 2 ** this.bits + first
    const packed = new Uint8Array(count * 33)
    packed.set(this.#kinds.subarray(slot, slot + count))
    packed.set(this.#hashes.subarray(slot * 32, (slot + count) * 32), count)
    return packed
  }

  get root(): Uint8Array {
    return this.hash(0, 0)
  }

  /**
   * What the levels become with a changed bottom level; nothing is kept before `apply`.
   *
   * PERF: one hashtree call a level, not one a node (25M nodes/s against 1.7M): the dirty parents of a level follow
   * from its dirty children in one pass, since both are sorted.
   */
  change(bottom: ChangedLevel): ChangedLevel[] {
    const levels = [bottom]
    for (let depth = this.bits; depth > 0; depth--) levels.push(this.#parents(depth, levels.at(-1)!))
    return levels
  }

  apply(levels: readonly ChangedLevel[]): void {
    levels.forEach(({ indexes, hashes, kinds }, up) => {
      const first = 2 ** (this.bits - up)
      const words = wordsOf(hashes)
      for (let at = 0; at < indexes.length; at++) {
        const slot = first + indexes[at]!
        copyHash(words, at * 8, this.#words, slot * 8)
        this.#kinds[slot] = kinds[at]!
      }
    })
  }

  #parents(depth: number, children: ChangedLevel): ChangedLevel {
    const parents = distinctParents(children.indexes)
    const pairs = pairsOf(parents.length)
    const kinds = new Uint8Array(parents.length)
    const stagedWords = wordsOf(children.hashes)
    const first = 2 ** depth
    let child = 0
    for (let at = 0; at < parents.length; at++) {
      let sum = 0
      for (let side = 0; side < 2; side++) {
        const index = parents[at]! * 2 + side
        const staged = children.indexes[child] === index
        const from = staged ? child++ : first + index
        copyHash(staged ? stagedWords : this.#words, from * 8, pairs, at * 16 + side * 8)
        sum += (staged ? children.kinds : this.#kinds)[from]!
      }
      kinds[at] = Math.min(sum, many)
    }
    return { indexes: parents, hashes: joinPairs(pairs, kinds), kinds }
  }
}

// PERF: what lies outside V8's heap costs more to get than to fill; nobody sees the pairs once they are hashed.
let scratch = new Uint32Array(16 * 256)

/** Room for so many pairs of hashes, which the next level uses again. */
function pairsOf(count: number): Uint32Array {
  if (count * 16 > scratch.length) scratch = new Uint32Array(count * 32)
  return scratch
}

/** Hashes each pair; a node above just one leaf takes that leaf's hash, one above nothing stays zero. */
function joinPairs(pairs: Uint32Array, kinds: Uint8Array): Uint8Array {
  const hashes = new Uint8Array(kinds.length * 32)
  if (kinds.length > 0) hashInto(new Uint8Array(pairs.buffer, 0, kinds.length * 64), hashes)
  const words = wordsOf(hashes)
  for (let at = 0; at < kinds.length; at++) {
    if (kinds[at] === many) continue
    // One side is zero bytes, so the other is what remains when both are laid over each other.
    for (let word = 0; word < 8; word++) words[at * 8 + word] = pairs[at * 16 + word]! | pairs[at * 16 + 8 + word]!
  }
  return hashes
}

function wordsOf(hashes: Uint8Array): Uint32Array {
  return new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.length >> 2)
}

function copyHash(from: Uint32Array, start: number, to: Uint32Array, at: number): void {
  for (let word = 0; word < 8; word++) to[at + word] = from[start + word]!
}

function distinctParents(children: Uint32Array): Uint32Array {
  const parents = new Uint32Array(children.length)
  let count = 0
  for (let at = 0; at < children.length; at++) {
    const parent = children[at]! >>> 1
    if (count === 0 || parents[count - 1] !== parent) parents[count++] = parent
  }
  return count === parents.length ? parents : parents.subarray(0, count)
}
