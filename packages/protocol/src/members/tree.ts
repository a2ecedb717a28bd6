import { compareBytes, equalBytes } from '../bytes/bytes.ts'
import { domainHash, sha256 } from '../bytes/hash.ts'
import { leafHash, merkleRoot, nodeHash } from '../log/hash.ts'
import { inclusionRoot } from '../log/inclusion.ts'

/** So many leaves at least, so that a small record doesn't show how small it is. */
export const minMemberLeaves = 8

/** More members than this make no commitment. */
export const maxMembers = 65_536

/** Where a member's leaf stands in the padded tree of 2^path.length leaves, and its siblings from the leaf up. */
export type MemberProof = { readonly index: number; readonly path: readonly Uint8Array[] }

/**
 * The commitment of a record: the RFC 6962 tree hash over its member leaves (in any order) and padding, all sorted by
 * bytes, so that neither the number of members nor the order of their names shows.
 */
export function commitMembers(leaves: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(padded(leaves))
}

/** The proof of one of the leaves that were committed. */
export function proveMember(leaves: readonly Uint8Array[], leaf: Uint8Array): MemberProof {
  const all = padded(leaves)
  const index = all.findIndex((other) => equalBytes(other, leaf))
  if (index < 0) throw new RangeError('not a leaf of this commitment')
  const path: Uint8Array[] = []
  let level = all.map(leafHash)
  for (let at = index; level.length > 1; at >>= 1) {
    path.push(level[at ^ 1]!)
    level = pairs(level)
  }
  return { index, path }
}

/** Whether `commitment` covers the member with this leaf. False for every malformed proof; never throws. */
export function verifyMember(commitment: Uint8Array, leaf: Uint8Array, { index, path }: MemberProof): boolean {
  const size = 2 ** path.length
  if (size < minMemberLeaves || size > maxMembers) return false
  const root = inclusionRoot({ leafHash: leafHash(leaf), index, size, proof: path })
  return root !== null && equalBytes(root, commitment)
}

/**
 * Padding is derived from all leaves together, each of which hides a salt: only who knows every member of the record
 * can tell padding from a member.
 */
function padded(leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length > maxMembers) throw new RangeError('too many members')
  let size = minMemberLeaves
  while (size < leaves.length) size *= 2
  const sorted = [...leaves].sort(compareBytes)
  const seed = sha256(...sorted)
  for (let at = leaves.length; at < size; at++) sorted.push(domainHash('gongshi/member-padding/1', seed, uint32(at)))
  return sorted.sort(compareBytes)
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255)
}

function pairs(level: readonly Uint8Array[]): Uint8Array[] {
  return Array.from({ length: level.length / 2 }, (_, at) => nodeHash(level[2 * at]!, level[2 * at + 1]!))
}
