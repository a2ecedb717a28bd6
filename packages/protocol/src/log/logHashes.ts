import { emptyLogRoot, nodeHash, powerOfTwoExponent, splitPoint } from './hash.ts'

/**
 * The narrow view of a stored log that proofs need: the hash of the complete subtree of 2^level leaves that is the
 * `index`-th of its level. Only asked for subtrees that are complete at the size in question. A store keeps C2SP tiles
 * (levels 0, 8, 16 …) and may compute the levels between.
 */
export interface LogHashes {
  get(level: number, index: number): Uint8Array
}

/** The Merkle tree hash of the first `size` leaves (RFC 6962 §2.1). */
export function logRoot(hashes: LogHashes, size: number): Uint8Array {
  return size === 0 ? emptyLogRoot : rangeRoot(hashes, 0, size)
}

/** MTH(D[from:to]) for the ranges that RFC 6962's recursion meets: `from` is a multiple of the least power of two >= to - from. */
export function rangeRoot(hashes: LogHashes, from: number, to: number): Uint8Array {
  const size = to - from
  const level = powerOfTwoExponent(size)
  if (level !== null) return hashes.get(level, from / size)
  const middle = from + splitPoint(size)
  return nodeHash(rangeRoot(hashes, from, middle), rangeRoot(hashes, middle, to))
}
