import { fromBase64, toBase64 } from '../bytes/base64.ts'
import { checkEd25519Note } from './ed25519Note.ts'
import { NoteError } from './errors.ts'
import { type NoteCheck, type NoteKey, type NoteSigner, parseNote, signNote, verifyNote } from './note.ts'

/** A tree head of c2sp.org/tlog-checkpoint. We write no extension lines, and refuse them: they are not auditable. */
export type Checkpoint = { readonly origin: string; readonly size: number; readonly root: Uint8Array }

/** The note text of a checkpoint. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const text = `${origin}\n${size}\n${toBase64(root)}\n`
  parseCheckpoint(text)
  return text
}

/** @throws {NoteError} checkpoint-malformed */
export function parseCheckpoint(text: string): Checkpoint {
  const failure = new NoteError({ code: 'checkpoint-malformed' })
  const match = /^([^\n]+)\n(0|[1-9][0-9]{0,15})\n([0-9A-Za-z+/]{43}=)\n$/.exec(text)
  if (match === null || !Number.isSafeInteger(Number(match[2]))) throw failure
  try {
    return { origin: match[1]!, size: Number(match[2]), root: fromBase64(match[3]!) }
  } catch {
    throw failure
  }
}

/** A checkpoint signed under the publisher's key, whose name is the origin. */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): Promise<string> {
  return signNote(formatCheckpoint(checkpoint), signers)
}

/**
 * Opens a signed checkpoint: at least one key of the log itself, named as its origin, must have signed it.
 * @throws {NoteError} note-malformed, note-key-unknown, note-signature-invalid, checkpoint-malformed, checkpoint-origin-mismatch
 */
export function openCheckpoint(
  note: string,
  known: readonly NoteKey[],
  check: NoteCheck = checkEd25519Note,
): { readonly checkpoint: Checkpoint; readonly signers: readonly NoteKey[] } {
  const parsed = parseNote(note)
  const signers = verifyNote(parsed, known, check)
  const checkpoint = parseCheckpoint(parsed.text)
  if (!signers.some((key) => key.name === checkpoint.origin))
    throw new NoteError({ code: 'checkpoint-origin-mismatch' })
  return { checkpoint, signers }
}
