import {
  type Checkpoint,
  consistencyProof,
  equalBytes,
  logRoot,
  type NoteKey,
  openCheckpoint,
  type TileName,
  toHex,
  verifyConsistency,
} from '@gongshi/protocol'
import { member, parseJson, readHex, readList, readText } from '../http/json.ts'
import { readHashes } from './tileHashes.ts'

/** A checkpoint that its publisher has signed, with the note that says so. */
export type SignedCheckpoint = { readonly note: string; readonly checkpoint: Checkpoint }

/**
 * Two checkpoints of one publisher, or of two that publish one ledger, and what the larger one's log began with at the smaller one's size, proven
 * (RFC 9162 §2.1.4). Where `root` is not the root that the smaller one signed, the log has forked.
 */
export type TwoCheckpoints = {
  readonly smaller: string
  readonly larger: string
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

const format = 'gongshi/two-checkpoints/1'

export type Comparison = { readonly verdict: 'consistent' | 'forked'; readonly evidence: TwoCheckpoints }

/**
 * Compares two checkpoints by tiles of the larger one's log. Null where the tiles are not those of that log.
 * Requires the sizes to be in order.
 */
export async function compareCheckpoints(
  smaller: SignedCheckpoint,
  larger: SignedCheckpoint,
  fetchTile: (name: TileName) => Promise<Uint8Array>,
): Promise<Comparison | null> {
  const [from, to] = [smaller.checkpoint, larger.checkpoint]
  const shown =
    from.size === to.size
      ? { root: to.root, proof: [] }
      : await readHashes(to.size, fetchTile, (hashes) => ({
          root: logRoot(hashes, from.size),
          proof: consistencyProof(hashes, from.size, to.size),
        }))
  const evidence = { smaller: smaller.note, larger: larger.note, ...shown }
  return proves(evidence, from, to) ? { verdict: verdictOf(evidence, from), evidence } : null
}

function proves({ root, proof }: TwoCheckpoints, from: Checkpoint, to: Checkpoint): boolean {
  return verifyConsistency({ from: from.size, fromRoot: root, to: to.size, toRoot: to.root, proof })
}

function verdictOf({ root }: TwoCheckpoints, from: Checkpoint): Comparison['verdict'] {
  return equalBytes(root, from.root) ? 'consistent' : 'forked'
}

/** The file that shows it to others: JSON, hashes in hexadecimal. */
export function formatTwoCheckpoints({ smaller, larger, root, proof }: TwoCheckpoints): string {
  return `${JSON.stringify({ format, smaller, larger, root: toHex(root), proof: proof.map(toHex) }, null, 2)}\n`
}

/** Whether a text says that it is such a file. */
export function isTwoCheckpoints(text: string): boolean {
  try {
    return member(parseJson(text), 'format') === format
  } catch {
    return false
  }
}

/**
 * Judges such a file by the keys of one ledger's publishers, who must all show one log. Null where it proves nothing: sizes out
 * of order, a proof that does not hold.
 * @throws {NoteError} as `openCheckpoint`; {ClientError} client-answer-malformed
 */
export function verifyTwoCheckpoints(
  text: string,
  keys: readonly NoteKey[],
): { readonly verdict: Comparison['verdict']; readonly smaller: Checkpoint; readonly larger: Checkpoint } | null {
  const evidence = parseTwoCheckpoints(text)
  const smaller = openCheckpoint(evidence.smaller, keys).checkpoint
  const larger = openCheckpoint(evidence.larger, keys).checkpoint
  if (!proves(evidence, smaller, larger)) return null
  return { verdict: verdictOf(evidence, smaller), smaller, larger }
}

function parseTwoCheckpoints(text: string): TwoCheckpoints {
  const json = parseJson(text)
  return {
    smaller: readText(member(json, 'smaller'), 'smaller'),
    larger: readText(member(json, 'larger'), 'larger'),
    root: readHex(member(json, 'root'), 'root'),
    proof: readList(member(json, 'proof'), 'proof').map((hash) => readHex(hash, 'proof')),
  }
}
