import { fromBase64, toBase64 } from '../bytes/base64.ts'
import { concat, equalBytes, toHex, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { NoteError } from './errors.ts'

/** A verifier key of c2sp.org/signed-note: `type` is one of `noteType`; ML-DSA-44 keys have 1,312 bytes, others 32. */
export type NoteKey = {
  readonly name: string
  readonly type: number
  readonly publicKey: Uint8Array
}

/** The assigned signature types that our formats know. */
export const noteType = { ed25519: 1, cosignatureEd25519: 4, cosignatureMlDsa44: 6 } as const

/** Something that signs notes under a name. */
export interface NoteSigner {
  readonly name: string
  readonly publicKey: Uint8Array
  sign(message: Uint8Array): Promise<Uint8Array>
}

export type NoteSignature = { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array }

/** A signed note: `text` ends in a newline and is what was signed. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] }

/** The check of one signature; the default is strict Ed25519. */
export type NoteCheck = (key: NoteKey, message: Uint8Array, signature: Uint8Array) => boolean

const maxNoteBytes = 65_536
const maxSignatures = 64
const dash = '\u2014 '

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). */
export function noteKeyId({ name, type, publicKey }: NoteKey): Uint8Array {
  return sha256(utf8(`${name}\n`), Uint8Array.of(type), publicKey).subarray(0, 4)
}

/** `<name>+<key id>+<base64 of type ‖ key>`, as golang.org/x/mod/sumdb/note prints it. */
export function encodeVkey(key: NoteKey): string {
  return `${key.name}+${toHex(noteKeyId(key))}+${toBase64(concat(Uint8Array.of(key.type), key.publicKey))}`
}

/** @throws {NoteError} note-key-malformed, also where the key id isn't the key's */
export function parseVkey(text: string): NoteKey {
  const failure = new NoteError({ code: 'note-key-malformed' })
  const match = /^([^+]+)\+([0-9a-f]{8})\+([0-9A-Za-z+/=]+)$/.exec(text)
  if (match === null || !isKeyName(match[1]!)) throw failure
  const bytes = decodeBase64(match[3]!)
  if (bytes === null || bytes.length < 2) throw failure
  const key = { name: match[1]!, type: bytes[0]!, publicKey: bytes.subarray(1) }
  const length = key.type === noteType.cosignatureMlDsa44 ? 1312 : 32
  if (key.publicKey.length !== length || toHex(noteKeyId(key)) !== match[2]) throw failure
  return key
}

/** Signs a text (ending in a newline) under each signer, in order. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  let note = `${text}\n`
  for (const signer of signers) {
    const keyId = noteKeyId({ name: signer.name, type: noteType.ed25519, publicKey: signer.publicKey })
    note += signatureLine({ name: signer.name, keyId, signature: await signer.sign(utf8(text)) })
  }
  parseNote(note)
  return note
}

/** A line to append to a note: a witness hands these out. */
export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  return `${dash}${name} ${toBase64(concat(keyId, signature))}\n`
}

/** Reads a note from outside; nothing in it may be trusted before `verifyNote`. @throws {NoteError} note-malformed */
export function parseNote(note: string): Note {
  const failure = new NoteError({ code: 'note-malformed' })
  if (note.length > maxNoteBytes || !note.isWellFormed() || hasControl(note)) throw failure
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) throw failure
  const lines = note.slice(split + 2, -1).split('\n')
  if (lines.length > maxSignatures) throw failure
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignatureLine) }
}

function parseSignatureLine(line: string): NoteSignature {
  const [name, encoded, ...rest] = line.startsWith(dash) ? line.slice(dash.length).split(' ') : []
  const bytes = encoded === undefined ? null : decodeBase64(encoded)
  if (name === undefined || !isKeyName(name) || bytes === null || bytes.length < 5 || rest.length > 0)
    throw new NoteError({ code: 'note-malformed' })
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

/**
 * Checks every signature of a known key and returns those keys; unknown ones are ignored, as the standard demands.
 * @throws {NoteError} note-key-unknown if none is known, note-signature-invalid if one that is known doesn't verify
 */
export function verifyNote(note: Note, known: readonly NoteKey[], check: NoteCheck): NoteKey[] {
  const message = utf8(note.text)
  const signers: NoteKey[] = []
  for (const { name, keyId, signature } of note.signatures) {
    const key = known.find((candidate) => candidate.name === name && equalBytes(noteKeyId(candidate), keyId))
    if (key === undefined) continue
    if (!check(key, message, signature)) throw new NoteError({ code: 'note-signature-invalid' })
    signers.push(key)
  }
  if (signers.length === 0) throw new NoteError({ code: 'note-key-unknown' })
  return signers
}

/** Key names hold no Unicode space and no plus sign. */
function isKeyName(name: string): boolean {
  return name.length > 0 && name.isWellFormed() && !/[\s\u0085+]/u.test(name) && !hasControl(name)
}

function hasControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 32 && text[at] !== '\n') return true
  return false
}

function decodeBase64(text: string): Uint8Array | null {
  try {
    return fromBase64(text)
  } catch {
    return null
  }
}
