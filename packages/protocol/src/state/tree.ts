import { concat, equalBytes } from '../bytes/bytes.ts'
import { type Cbor, cborHash } from '../bytes/cbor.ts'
import { sha256 } from '../bytes/hash.ts'

/** The hash of a subtree without leaves. */
export const emptyState: Uint8Array = new Uint8Array(32)

/** The number of levels below the root: one for each bit of a path. */
export const stateDepth = 256

const leafPrefix = Uint8Array.of(0)

/** Where a value lives: SHA-256("gongshi/key/1" ‖ CBOR[affair, table, key]), read from the most significant bit down. */
export function statePath(affair: string, table: string, key: Cbor): Uint8Array {
  return cborHash('gongshi/key/1', [affair, table, key])
}

/** SHA-256(0x00 ‖ path ‖ SHA-256(value)) over 65 bytes, which no inner node's 64 can imitate. `value` is its CBOR bytes. */
export function stateLeaf(path: Uint8Array, value: Uint8Array): Uint8Array {
  return stateLeafOfHash(path, sha256(value))
}

/** `stateLeaf` for a value that is known by its SHA-256. */
export function stateLeafOfHash(path: Uint8Array, valueHash: Uint8Array): Uint8Array {
  return sha256(leafPrefix, path, valueHash)
}

/** SHA-256(left ‖ right), where at least one holds a leaf and not both together just one. */
export function stateInner(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(left, right))
}

/** The bit of a path that chooses the child below `depth`: 0 is left. */
export function pathBit(path: Uint8Array, depth: number): 0 | 1 {
  return ((path[depth >> 3]! >> (7 - (depth & 7))) & 1) as 0 | 1
}

export function isEmptyState(hash: Uint8Array): boolean {
  return equalBytes(hash, emptyState)
}

/** A leaf of the state tree: its path and its own hash (`stateLeaf`). */
export type StateLeaf = { readonly path: Uint8Array; readonly hash: Uint8Array }

/**
 * The hash of the subtree at `depth` that holds exactly these leaves. They must be sorted by path, distinct, and share
 * their first `depth` bits. A subtree with one leaf is that leaf's hash, at whatever depth.
 */
export function computeSubtree(leaves: readonly StateLeaf[], depth: number): Uint8Array {
  return subtree(leaves, 0, leaves.length, depth)
}

function subtree(leaves: readonly StateLeaf[], from: number, to: number, depth: number): Uint8Array {
  if (from === to) return emptyState
  if (to - from === 1) return leaves[from]!.hash
  const middle = firstRight(leaves, from, to, depth)
  return stateInner(subtree(leaves, from, middle, depth + 1), subtree(leaves, middle, to, depth + 1))
}

/** The first leaf of a sorted range whose path goes right at `depth`. */
export function firstRight(leaves: readonly StateLeaf[], from: number, to: number, depth: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >> 1
    if (pathBit(leaves[middle]!.path, depth) === 0) low = middle + 1
    else high = middle
  }
  return low
}
