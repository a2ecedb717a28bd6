import { equalBytes } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import {
  computeSubtree,
  emptyState,
  firstRight,
  isEmptyState,
  pathBit,
  stateDepth,
  stateInner,
  stateLeafOfHash,
} from './tree.ts'

/**
 * What stands at a path. `siblings` run from the end of the way up to the root, an empty subtree as 32 zero bytes.
 * `terminal` is what stands at the end of the way: the leaf of the path itself (presence), another leaf that shares the
 * way (absence), or null for an empty subtree (absence).
 */
export type StateProof = {
  readonly siblings: readonly Uint8Array[]
  readonly terminal: StateTerminal | null
}

export type StateTerminal = { readonly path: Uint8Array; readonly valueHash: Uint8Array }

/** A leaf with what a proof shows of it. `hash` = stateLeafOfHash(path, valueHash). */
export type StateRow = StateTerminal & { readonly hash: Uint8Array }

/**
 * The part of a proof for `path` that lies in the subtree at `depth`, whose leaves are `rows` (sorted by path, sharing
 * their first `depth` bits with each other and with `path`). A tree that keeps its upper levels appends their siblings.
 */
export function proveInSubtree(rows: readonly StateRow[], path: Uint8Array, depth: number): StateProof {
  const down: Uint8Array[] = []
  let from = 0
  let to = rows.length
  for (let level = depth; to - from > 1; level++) {
    const middle = firstRight(rows, from, to, level)
    const goesRight = pathBit(path, level) === 1
    const [start, end] = goesRight ? [from, middle] : [middle, to]
    down.push(computeSubtree(rows.slice(start, end), level + 1))
    if (goesRight) from = middle
    else to = middle
  }
  const row = rows[from]
  const terminal = to === from || row === undefined ? null : { path: row.path, valueHash: row.valueHash }
  return { siblings: down.reverse(), terminal }
}

/** The root that a proof leads to, or null where its shape is impossible for that path. */
export function stateProofRoot(path: Uint8Array, { siblings, terminal }: StateProof): Uint8Array | null {
  const depth = siblings.length
  if (path.length !== 32 || depth > stateDepth || siblings.some((hash) => hash.length !== 32)) return null
  // A subtree with one leaf is that leaf: the last step down can't have left an empty subtree beside it.
  if (depth > 0 && isEmptyState(siblings[0]!)) return null
  if (terminal !== null && !standsOnWay(terminal, path, depth)) return null
  let node = terminal === null ? emptyState : stateLeafOfHash(terminal.path, terminal.valueHash)
  for (let up = 0; up < depth; up++) {
    const sibling = siblings[up]!
    node = pathBit(path, depth - 1 - up) === 1 ? stateInner(sibling, node) : stateInner(node, sibling)
  }
  return node
}

function standsOnWay(terminal: StateTerminal, path: Uint8Array, depth: number): boolean {
  if (terminal.path.length !== 32 || terminal.valueHash.length !== 32) return false
  for (let level = 0; level < depth; level++) if (pathBit(terminal.path, level) !== pathBit(path, level)) return false
  return true
}

/**
 * Whether `proof` shows that `path` holds `value` (its CBOR bytes) under `root`, or with `value` null that it holds
 * nothing. False for every malformed proof; never throws.
 */
export function verifyStateProof(
  root: Uint8Array,
  path: Uint8Array,
  value: Uint8Array | null,
  proof: StateProof,
): boolean {
  const { terminal } = proof
  const present = terminal !== null && equalBytes(terminal.path, path)
  if (present !== (value !== null)) return false
  if (value !== null && !equalBytes(terminal!.valueHash, sha256(value))) return false
  const reached = stateProofRoot(path, proof)
  return reached !== null && equalBytes(reached, root)
}
