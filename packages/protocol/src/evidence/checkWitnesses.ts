import type { AppState } from '../appHash.ts'
import { equalBytes } from '../bytes/bytes.ts'
import { type Checkpoint, parseCheckpoint } from '../checkpoint/checkpoint.ts'
import { cosignatureTime } from '../checkpoint/ed25519Note.ts'
import { NoteError } from '../checkpoint/errors.ts'
import { checkCosignature, cosignatureTypes } from '../checkpoint/mlDsa44Note.ts'
import { encodeVkey, type NoteKey, parseNote, verifyNote } from '../checkpoint/note.ts'
import { verifyConsistency } from '../log/consistency.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { refuse } from './errors.ts'
import type { Evidence } from './format.ts'
import type { Shown } from './steps.ts'

/** When the cosigners of the policy had seen the entry in the log, and when not yet, by their own clocks. UnixMs; null: not told. */
export type Seen = { readonly witnessed: number | null; readonly notBefore: number | null }

type Groups = TrustRoot['policy']['cosigners']
/** Who signed a checkpoint, by vkey, and when. */
type Signers = ReadonlyMap<string, { readonly key: NoteKey; readonly time: number | null }>

/**
 * The checkpoints that the file carries, against the publishers' and cosigners' keys of the policy. Cosignature types that
 * this version doesn't know count for nothing.
 */
export function checkWitnesses(
  { checkpoint, earlier, subject }: Evidence,
  trust: TrustRoot,
  { logSize, logRoot }: AppState,
): Shown<'witnesses', Seen> {
  const groups = trust.policy.cosigners
  const signers = signersOf(checkpoint, trust, ({ size, root }) => {
    if (size !== logSize || !equalBytes(root, logRoot)) refuse({ code: 'evidence-checkpoint-mismatch' })
  })
  groups.forEach(({ threshold, keys }, group) => {
    const found = keys.filter((key) => signers.has(encodeVkey(key))).length
    if (found < threshold) refuse({ code: 'evidence-cosigners-missing', group, found, needed: threshold })
  })
  const before = signersOf(earlier?.note ?? null, trust, ({ size, root }) => {
    const grown = { from: size, fromRoot: root, to: logSize, toRoot: logRoot, proof: earlier!.proof }
    const isBefore = subject.kind === 'entry' && size <= subject.index
    if (!isBefore || !verifyConsistency(grown)) refuse({ code: 'evidence-earlier-mismatch' })
  })
  const publishers = new Set(trust.logKeys.map(encodeVkey))
  const [publisher] = [...signers].flatMap(([vkey, { key }]) => (publishers.has(vkey) ? [key.name] : []))
  const cosigners = [...signers].flatMap(([vkey, { key }]) => (publishers.has(vkey) ? [] : [key.name]))
  const [witnessed, notBefore] = [seenBy(groups, signers), unseenAt(groups, before)]
  const facts = { required: groups.length, cosigners, publisher: publisher ?? null, time: witnessed, notBefore }
  return { facts, value: { witnessed, notBefore } }
}

/** By when so many of each group as it asks for had seen the log. Null where no group asks, or too few of one tell a time. */
function seenBy(groups: Groups, signers: Signers): number | null {
  return told(Math.max(...groups.map((group) => timesOf(group, signers)[group.threshold - 1] ?? Number.NaN)))
}

/** When so many of each group still knew no larger log than this. */
function unseenAt(groups: Groups, signers: Signers): number | null {
  return told(Math.min(...groups.map((group) => timesOf(group, signers).at(-group.threshold) ?? Number.NaN)))
}

/** The times that a group's signers tell, the earliest first. */
function timesOf({ keys }: Groups[number], signers: Signers): number[] {
  return keys.flatMap((key) => signers.get(encodeVkey(key))?.time ?? []).sort((left, right) => left - right)
}

function told(time: number): number | null {
  return Number.isSafeInteger(time) ? time : null
}

/**
 * Who signed. A cosigner vouches that a log of this origin never went back, and could be shown any log under another: so
 * nobody counts unless the publisher of that name, known to the root, is among them.
 */
function signersOf(
  text: string | null,
  { logKeys, policy }: TrustRoot,
  assertOfLog: (checkpoint: Checkpoint) => void,
): Signers {
  const known = [...logKeys, ...policy.cosigners.flatMap(({ keys }) => keys)].filter(({ type }) =>
    cosignatureTypes.includes(type),
  )
  if (text === null || known.length === 0) return new Map()
  try {
    const note = parseNote(text)
    const checkpoint = parseCheckpoint(note.text)
    assertOfLog(checkpoint)
    const signers = verifyNote(note, known, checkCosignature)
    if (!signers.some((key) => key.name === checkpoint.origin && logKeys.includes(key))) return new Map()
    return new Map(signers.map((key) => [encodeVkey(key), { key, time: cosignatureTime(note, key) }]))
  } catch (cause) {
    if (!(cause instanceof NoteError)) throw cause
    // A publisher that the holder's root doesn't know yet adds nothing, and takes nothing away.
    if (cause.code === 'note-key-unknown') return new Map()
    const invalid = cause.code === 'note-signature-invalid'
    refuse({ code: invalid ? 'evidence-checkpoint-invalid' : 'evidence-checkpoint-malformed' }, cause)
  }
}
