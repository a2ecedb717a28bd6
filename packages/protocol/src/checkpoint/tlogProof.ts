import { fromBase64, toBase64 } from '../bytes/base64.ts'
import { leafHash } from '../log/hash.ts'
import { verifyInclusion } from '../log/inclusion.ts'
import { type Checkpoint, openCheckpoint } from './checkpoint.ts'
import { NoteError } from './errors.ts'
import { type NoteCheck, type NoteKey, parseNote } from './note.ts'

/** An offline proof of c2sp.org/tlog-proof: entry `index` under a signed checkpoint. `extra` is opaque and proves nothing. */
export type TlogProof = {
  readonly extra: Uint8Array | null
  readonly index: number
  readonly proof: readonly Uint8Array[]
  /** The signed note, verbatim. */
  readonly checkpoint: string
}

const firstLine = 'c2sp.org/tlog-proof@v1'
const maxProofHashes = 64

export function formatTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
  const lines = [
    firstLine,
    ...(extra === null ? [] : [`extra ${toBase64(extra)}`]),
    `index ${index}`,
    ...proof.map(toBase64),
    '',
    checkpoint,
  ]
  return lines.join('\n')
}

/** @throws {NoteError} tlog-proof-malformed, note-malformed */
export function parseTlogProof(text: string): TlogProof {
  const failure = new NoteError({ code: 'tlog-proof-malformed' })
  const split = text.indexOf('\n\n')
  if (split < 0) throw failure
  const lines = text.slice(0, split).split('\n')
  const checkpoint = text.slice(split + 2)
  if (lines.shift() !== firstLine) throw failure
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()!.slice('extra '.length) : null
  const index = /^index (0|[1-9][0-9]{0,15})$/.exec(lines.shift() ?? '')?.[1]
  if (index === undefined || !Number.isSafeInteger(Number(index)) || lines.length > maxProofHashes) throw failure
  parseNote(checkpoint)
  try {
    const proof = lines.map(fromBase64)
    if (proof.some((hash) => hash.length !== 32)) throw failure
    return { extra: extra === null ? null : fromBase64(extra), index: Number(index), proof, checkpoint }
  } catch {
    throw failure
  }
}

/**
 * Opens a proof for the entry `leaf` and returns the checkpoint that covers it.
 * @throws {NoteError} tlog-proof-malformed, tlog-proof-mismatch, and as `openCheckpoint`
 */
export function openTlogProof(
  text: string,
  leaf: Uint8Array,
  known: readonly NoteKey[],
  check?: NoteCheck,
): { readonly checkpoint: Checkpoint; readonly index: number; readonly signers: readonly NoteKey[] } {
  const { index, proof, checkpoint: note } = parseTlogProof(text)
  const { checkpoint, signers } = openCheckpoint(note, known, check)
  const { size, root } = checkpoint
  if (!verifyInclusion({ leafHash: leafHash(leaf), index, size, proof }, root))
    throw new NoteError({ code: 'tlog-proof-mismatch' })
  return { checkpoint, index, signers }
}
