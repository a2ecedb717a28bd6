import { equalBytes } from '../bytes/bytes.ts'
import { emptyLogRoot, nodeHash, powerOfTwoExponent, splitPoint } from './hash.ts'
import { type LogHashes, rangeRoot } from './logHashes.ts'

/** PROOF(m, D[n]) of RFC 6962 §2.1.2, empty for from = 0 and from = to. Requires 0 <= from <= to. */
export function consistencyProof(hashes: LogHashes, from: number, to: number): Uint8Array[] {
  if (!(from >= 0 && from <= to)) throw new RangeError('sizes outside the log')
  if (from === 0 || from === to) return []
  const proof: Uint8Array[] = []
  let start = 0
  let end = to
  while (from !== end) {
    const middle = start + splitPoint(end - start)
    if (from <= middle) {
      proof.push(rangeRoot(hashes, middle, end))
      end = middle
    } else {
      proof.push(rangeRoot(hashes, start, middle))
      start = middle
    }
  }
  // The old tree's own root is known to the verifier, so it is left out where it is a whole subtree from 0.
  if (start !== 0) proof.push(rangeRoot(hashes, start, end))
  return proof.reverse()
}

/** A claim that the log of `from` leaves with `fromRoot` is a prefix of the log of `to` leaves with `toRoot`. */
export type Consistency = {
  readonly from: number
  readonly fromRoot: Uint8Array
  readonly to: number
  readonly toRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** RFC 9162 §2.1.4.2, and for from = 0 the empty root with an empty proof. */
export function verifyConsistency({ from, fromRoot, to, toRoot, proof }: Consistency): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0 || from > to) return false
  if (proof.some((hash) => hash.length !== 32)) return false
  if (from === to) return proof.length === 0 && equalBytes(fromRoot, toRoot)
  if (from === 0) return proof.length === 0 && equalBytes(fromRoot, emptyLogRoot)
  const path = powerOfTwoExponent(from) !== null ? [fromRoot, ...proof] : [...proof]
  const roots = walk(from, to, path)
  return roots !== null && equalBytes(roots.old, fromRoot) && equalBytes(roots.new, toRoot)
}

function walk(from: number, to: number, path: Uint8Array[]): { old: Uint8Array; new: Uint8Array } | null {
  const first = path.shift()
  if (first === undefined) return null
  let node = from - 1
  let last = to - 1
  while (node % 2 === 1) {
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  let oldRoot = first
  let newRoot = first
  for (const sibling of path) {
    if (last === 0) return null
    if (node % 2 === 1 || node === last) {
      oldRoot = nodeHash(sibling, oldRoot)
      newRoot = nodeHash(sibling, newRoot)
      while (node % 2 === 0 && node !== 0) {
        node /= 2
        last = Math.floor(last / 2)
      }
    } else {
      newRoot = nodeHash(newRoot, sibling)
    }
    node = Math.floor(node / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? { old: oldRoot, new: newRoot } : null
}
