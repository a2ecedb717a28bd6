import { concat } from '../bytes/bytes.ts'
import type { Cbor } from '../bytes/cbor.ts'
import type { StateProof, StateTerminal } from './proof.ts'
import { emptyState, isEmptyState, stateDepth } from './tree.ts'

/**
 * The compressed form `[depth, bitmap, siblings, terminal]`: bit i of the bitmap (most significant first, padded with
 * zero bits to a whole byte) says whether sibling i, counted from the end of the way, is not empty; `siblings` holds
 * those one after the other; `terminal` is null or `[path, valueHash]`.
 */
export function stateProofToCbor({ siblings, terminal }: StateProof): Cbor {
  const bitmap = new Uint8Array(Math.ceil(siblings.length / 8))
  const present: Uint8Array[] = []
  siblings.forEach((sibling, at) => {
    if (isEmptyState(sibling)) return
    bitmap[at >> 3]! |= 0x80 >> (at & 7)
    present.push(sibling)
  })
  return [siblings.length, bitmap, concat(...present), terminal === null ? null : [terminal.path, terminal.valueHash]]
}

/** The proof of a compressed form, or null unless that is the one form of it. */
export function stateProofFromCbor(cbor: Cbor): StateProof | null {
  if (!Array.isArray(cbor) || cbor.length !== 4) return null
  const [depth, bitmap, packed, last] = cbor as readonly Cbor[]
  if (typeof depth !== 'number' || !Number.isInteger(depth) || depth < 0 || depth > stateDepth) return null
  if (!(bitmap instanceof Uint8Array) || bitmap.length !== Math.ceil(depth / 8)) return null
  if (!(packed instanceof Uint8Array)) return null
  const siblings: Uint8Array[] = []
  let at = 0
  for (let index = 0; index < bitmap.length * 8; index++) {
    const marked = (bitmap[index >> 3]! & (0x80 >> (index & 7))) !== 0
    if (index >= depth && marked) return null
    if (index >= depth) continue
    const sibling = marked ? packed.subarray(at, at + 32) : emptyState
    if (marked && (sibling.length !== 32 || isEmptyState(sibling))) return null
    if (marked) at += 32
    siblings.push(sibling)
  }
  if (at !== packed.length) return null
  if (last === null) return { siblings, terminal: null }
  const terminal = terminalFromCbor(last!)
  return terminal && { siblings, terminal }
}

function terminalFromCbor(cbor: Cbor): StateTerminal | null {
  if (!Array.isArray(cbor) || cbor.length !== 2) return null
  const [path, valueHash] = cbor as readonly Cbor[]
  if (!(path instanceof Uint8Array) || !(valueHash instanceof Uint8Array)) return null
  return path.length === 32 && valueHash.length === 32 ? { path, valueHash } : null
}
