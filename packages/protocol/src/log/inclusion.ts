import { equalBytes } from '../bytes/bytes.ts'
import { nodeHash, splitPoint } from './hash.ts'
import { type LogHashes, rangeRoot } from './logHashes.ts'

/** PATH(m, D[n]) of RFC 6962 §2.1.1: the siblings from the leaf up. Requires 0 <= index < size. */
export function inclusionProof(hashes: LogHashes, index: number, size: number): Uint8Array[] {
  if (!(index >= 0 && index < size)) throw new RangeError('index outside the log')
  const proof: Uint8Array[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + splitPoint(to - from)
    if (index < middle) {
      proof.push(rangeRoot(hashes, middle, to))
      to = middle
    } else {
      proof.push(rangeRoot(hashes, from, middle))
      from = middle
    }
  }
  return proof.reverse()
}

/** A claim that the leaf with `leafHash` is number `index` in the log of `size` leaves. */
export type Inclusion = {
  readonly leafHash: Uint8Array
  readonly index: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
}

/** The root that an inclusion proof leads to, or null if its shape doesn't fit index and size (RFC 9162 §2.1.3.2). */
export function inclusionRoot({ leafHash, index, size, proof }: Inclusion): Uint8Array | null {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null
  let node = index
  let last = size - 1
  let root = leafHash
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== 32) return null
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      root = nodeHash(root, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? root : null
}

/** RFC 9162 §2.1.3.2. */
export function verifyInclusion(inclusion: Inclusion, root: Uint8Array): boolean {
  const reached = inclusionRoot(inclusion)
  return reached !== null && equalBytes(reached, root)
}
