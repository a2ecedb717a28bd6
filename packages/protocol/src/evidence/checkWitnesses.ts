import type { AppState } from '../appHash.ts'
import { equalBytes } from '../bytes/bytes.ts'
import { parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { checkEd25519Note, cosignatureTime, ed25519NoteTypes } from '../checkpoint/ed25519Note.ts'
import { NoteError } from '../checkpoint/errors.ts'
import { encodeVkey, type NoteKey, parseNote, verifyNote } from '../checkpoint/note.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { refuse } from './errors.ts'
import type { Shown } from './steps.ts'

/**
 * The checkpoint that the file carries, against the publishers' and cosigners' keys of the policy. Cosignature types that
 * this version doesn't know count for nothing.
 */
export function checkWitnesses(
  note: string | null,
  { logKeys, policy }: TrustRoot,
  app: AppState,
): Shown<'witnesses', number | null> {
  const groups = policy.cosigners
  const known = [...logKeys, ...groups.flatMap(({ keys }) => keys)].filter(({ type }) =>
    ed25519NoteTypes.includes(type),
  )
  const signers = note === null || known.length === 0 ? [] : signersOf(note, known, logKeys, app)
  const signed = new Map(signers.map(({ key, time }) => [encodeVkey(key), time]))
  groups.forEach(({ threshold, keys }, group) => {
    const found = keys.filter((key) => signed.has(encodeVkey(key))).length
    if (found < threshold) refuse({ code: 'evidence-cosigners-missing', group, found, needed: threshold })
  })
  const publishers = new Set(logKeys.map(encodeVkey))
  const names = signers.map(({ key }) => key)
  const [publisher] = names.filter((key) => publishers.has(encodeVkey(key)))
  const cosigners = names.filter((key) => !publishers.has(encodeVkey(key))).map(({ name }) => name)
  const time = seenBy(groups, signed)
  return { facts: { required: groups.length, cosigners, publisher: publisher?.name ?? null, time }, value: time }
}

/** By when so many of each group as it asks for had seen the log. Null where no group asks, or too few of one tell a time. */
function seenBy(groups: TrustRoot['policy']['cosigners'], signed: ReadonlyMap<string, number | null>): number | null {
  const times = groups.map(({ threshold, keys }) => {
    const told = keys.flatMap((key) => signed.get(encodeVkey(key)) ?? [])
    return told.sort((left, right) => left - right)[threshold - 1] ?? Number.NaN
  })
  const latest = Math.max(...times)
  return Number.isSafeInteger(latest) ? latest : null
}

type Signer = { readonly key: NoteKey; readonly time: number | null }

/**
 * Who signed. A cosigner vouches that a log of this origin never went back, and could be shown any log under another: so
 * nobody counts unless the publisher of that name, known to the root, is among them.
 */
function signersOf(
  text: string,
  known: readonly NoteKey[],
  logKeys: readonly NoteKey[],
  { logSize, logRoot }: AppState,
): readonly Signer[] {
  try {
    const note = parseNote(text)
    const { origin, size, root } = parseCheckpoint(note.text)
    if (size !== logSize || !equalBytes(root, logRoot)) refuse({ code: 'evidence-checkpoint-mismatch' })
    const signers = verifyNote(note, known, checkEd25519Note)
    if (!signers.some((key) => key.name === origin && logKeys.includes(key))) return []
    return signers.map((key) => ({ key, time: cosignatureTime(note, key) }))
  } catch (cause) {
    if (!(cause instanceof NoteError)) throw cause
    // A publisher that the holder's root doesn't know yet adds nothing, and takes nothing away.
    if (cause.code === 'note-key-unknown') return []
    const invalid = cause.code === 'note-signature-invalid'
    refuse({ code: invalid ? 'evidence-checkpoint-invalid' : 'evidence-checkpoint-malformed' }, cause)
  }
}
