import { fromBase64, toBase64 } from '../bytes/base64.ts'
import { concat, utf8 } from '../bytes/bytes.ts'
import { cosigned } from './ed25519Note.ts'
import { NoteError } from './errors.ts'
import { type NoteSigner, noteKeyId, noteType, parseNote, signatureLine } from './note.ts'

/** What a log sends to a witness (c2sp.org/tlog-witness, add-checkpoint). `proof`: consistency from `old` on (RFC 6962 §2.1.2). */
export type AddCheckpoint = { readonly old: number; readonly proof: readonly Uint8Array[]; readonly note: string }

const maxProofHashes = 63

export function formatAddCheckpoint({ old, proof, note }: AddCheckpoint): string {
  return [`old ${old}`, ...proof.map(toBase64), '', note].join('\n')
}

/** @throws {NoteError} note-malformed */
export function parseAddCheckpoint(text: string): AddCheckpoint {
  const failure = new NoteError({ code: 'note-malformed' })
  const split = text.indexOf('\n\n')
  if (split < 0) throw failure
  const [first, ...hashes] = text.slice(0, split).split('\n')
  const old = Number(/^old (0|[1-9][0-9]{0,15})$/.exec(first!)?.[1])
  if (!Number.isSafeInteger(old) || hashes.length > maxProofHashes) throw failure
  const note = text.slice(split + 2)
  parseNote(note)
  return { old, proof: hashes.map(readHash), note }
}

/** @throws {NoteError} note-malformed */
function readHash(text: string): Uint8Array {
  try {
    const hash = fromBase64(text)
    if (hash.length === 32) return hash
  } catch {}
  throw new NoteError({ code: 'note-malformed' })
}

/**
 * The line by which a witness says that at `seconds` (since 1970) this was the largest tree that it had seen of its origin,
 * and consistent with all before (c2sp.org/tlog-cosignature, Ed25519). `text` is the checkpoint's note text.
 */
export async function cosignCheckpoint(text: string, seconds: number, signer: NoteSigner): Promise<string> {
  const time = new Uint8Array(8)
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds))
  const { name, publicKey } = signer
  const keyId = noteKeyId({ name, type: noteType.cosignatureEd25519, publicKey })
  const signature = concat(time, await signer.sign(cosigned(BigInt(seconds), utf8(text))))
  return signatureLine({ name, keyId, signature })
}
