import { type Cbor, decodeCbor, encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { type Codec, CodecFault, type Decoded } from '../codec/codec.ts'
import { checked, header, partSetHeader, timestamp, validatorSet } from '../codec/comet.ts'
import { blob, fixedBytes, integer, lines, oneOf, text } from '../codec/scalars.ts'
import { choice, list, nullable, record } from '../codec/structures.ts'
import type { Json } from '../comet/json.ts'
import { ProtocolError } from '../errors.ts'
import { limits } from '../limits.ts'
import { stateDepth } from '../state/tree.ts'
import { EvidenceError } from './errors.ts'

const hash = fixedBytes(32)
const count = integer(0, Number.MAX_SAFE_INTEGER)
const logProof = list(hash, 64)
const leaf = blob(limits.leafBytes)

/** CBOR inside a byte string: a key or a value of the state. */
const inner: Codec<Uint8Array> = checked(blob(limits.leafBytes), (bytes) => isCbor(bytes))

function isCbor(bytes: Uint8Array): boolean {
  try {
    decodeInner(bytes)
    return true
  } catch {
    return false
  }
}

export function decodeInner(bytes: Uint8Array): Cbor {
  return decodeCbor(bytes, { maxBytes: limits.leafBytes, maxDepth: limits.cborDepth })
}

/** A validator's precommit; the address is left out, since place in the set tells it. Null if it was absent. */
const vote = nullable(record({ flag: integer(2, 3), timestamp, signature: fixedBytes(64) }))

/** A header with the votes for it. The set is null where it is the one that the step before left off with. */
const signedHeader = record({
  header,
  commit: record({
    round: integer(0, 2 ** 31 - 1),
    parts: partSetHeader,
    signatures: list(vote, limits.validators),
  }),
  validators: nullable(validatorSet),
})

const body = choice({
  present: { bytes: blob(limits.transactionBytes) },
  absent: {},
  /** The entry that erased the body, and its proof under the same log root. */
  erased: { index: count, leaf, proof: logProof },
})

const signed = record({
  bytes: blob(limits.transactionBytes),
  /** COSE_Keys in the order of the signers. */
  keys: list(blob(limits.coseKeyBytes), limits.signers),
  body,
})

/** What the state holds at a key, or that it holds nothing, and its proof. */
export const stateValue = {
  affair: text(limits.nameBytes),
  table: text(2 * limits.nameBytes),
  key: inner,
  /** The value's CBOR; null says that there is none. */
  value: nullable(inner),
  proof: record({
    depth: integer(0, stateDepth),
    bitmap: blob(stateDepth / 8),
    siblings: blob(stateDepth * 32),
    terminal: nullable(record({ path: hash, valueHash: hash })),
  }),
}

const subject = choice({
  entry: { index: count, leaf, proof: logProof, signed: nullable(signed) },
  state: stateValue,
})

const member = record({
  commitment: hash,
  path: text(limits.memberPathBytes),
  salt: hash,
  bytes: blob(limits.disclosedBytes),
  index: integer(0, 65_535),
  proof: list(hash, 16),
})

/** What differs between several entries under one header. */
export const entryPart = record({ subject, members: list(member, 65_536) })

const shared = {
  path: list(signedHeader, limits.trustPathSteps),
  head: signedHeader,
  app: record({ stateRoot: hash, logSize: count, logRoot: hash }),
  subject,
  members: list(member, 65_536),
  /** A signed checkpoint of the same log root, with its cosignatures. */
  checkpoint: nullable(lines(limits.noteBytes)),
}

/** A cosigned checkpoint from before the entry, and RFC 6962's consistency proof from there to the log root. */
const earlier = record({ note: lines(limits.noteBytes), proof: logProof })

const plain = record({ format: oneOf('gongshi/evidence/1'), ...shared })
const bounded = record({ format: oneOf('gongshi/evidence/2'), ...shared, earlier })
const isBounded = (format: unknown) => format === 'gongshi/evidence/2'

/** Everything that a stranger needs to check one entry or one state value alone, besides a trust root. */
export type Evidence = (Decoded<typeof plain> & { readonly earlier?: never }) | Decoded<typeof bounded>
export type EarlierCheckpoint = Decoded<typeof earlier>
export type SignedHeader = Decoded<typeof signedHeader>
export type EvidenceSubject = Evidence['subject']
export type EntrySubject = Extract<EvidenceSubject, { kind: 'entry' }>
export type StateSubject = Extract<EvidenceSubject, { kind: 'state' }>
export type StateValue = Omit<StateSubject, 'kind'>
export type SignedPart = Decoded<typeof signed>
export type BodyPart = Decoded<typeof body>
export type DisclosedMember = Decoded<typeof member>

/** The bytes of a `.gse` file. @throws {EvidenceError} evidence-malformed for a value that `parseEvidence` would refuse */
export function encodeEvidence(value: Evidence): Uint8Array {
  const bytes = encodeCbor(toCbor(value))
  parseEvidence(bytes)
  return bytes
}

/**
 * As `encodeEvidence`, for one whose every part comes out of a ledger, where it was within these bounds when it went in.
 * PERF: to read what was just written takes as long as everything before it.
 * @throws {EvidenceError} evidence-too-large
 */
export function encodeLedgerEvidence(value: Evidence): Uint8Array {
  const bytes = encodeCbor(toCbor(value))
  assertSize(bytes)
  return bytes
}

function toCbor(value: Evidence): Cbor {
  return value.earlier === undefined ? plain.toCbor(value) : bounded.toCbor(value)
}

function assertSize({ length }: Uint8Array): void {
  if (length > limits.evidenceBytes)
    throw new EvidenceError({ code: 'evidence-too-large', bytes: length, limit: limits.evidenceBytes }, 'file')
}

/**
 * Reads hostile bytes. Afterwards the caller may trust every type and bound, and that `encodeEvidence` gives the same
 * bytes; nothing that they claim.
 * @throws {EvidenceError} evidence-too-large, evidence-version-unknown, evidence-of-states, evidence-of-entries, evidence-malformed
 */
export function parseEvidence(bytes: Uint8Array): Evidence {
  assertSize(bytes)
  return asEvidence(() => {
    const head = new CborReader(bytes)
    head.array()
    const format = head.text()
    checkFormat(format)
    const reader = new CborReader(bytes)
    const value = (isBounded(format) ? bounded : plain).read(reader, 'evidence')
    reader.end()
    return value
  })
}

/** The `.gse.json` form: the same fields by name, hashes in hexadecimal, other bytes in base64. */
export function evidenceToJson(value: Evidence): Json {
  return value.earlier === undefined ? plain.toJson(value) : bounded.toJson(value)
}

/** @throws {EvidenceError} evidence-version-unknown, evidence-of-states, evidence-of-entries, evidence-malformed */
export function evidenceFromJson(json: Json): Evidence {
  return asEvidence(() => {
    const format = json !== null && typeof json === 'object' && 'format' in json ? json.format : null
    checkFormat(format)
    return (isBounded(format) ? bounded : plain).fromJson(json, 'evidence')
  })
}

/** A later version is told apart before anything else is read: it may have other fields. */
function checkFormat(name: unknown): void {
  if (typeof name === 'string' && /^gongshi\/evidence\/(?![12]$)/.test(name))
    throw new EvidenceError({ code: 'evidence-version-unknown' }, 'file')
  // Another form of file with the same ending: whoever holds one is told what reads it.
  if (name === 'gongshi/states/1') throw new EvidenceError({ code: 'evidence-of-states' }, 'file')
  if (name === 'gongshi/entries/1') throw new EvidenceError({ code: 'evidence-of-entries' }, 'file')
}

function asEvidence(read: () => Evidence): Evidence {
  try {
    return read()
  } catch (cause) {
    if (cause instanceof ProtocolError)
      throw new EvidenceError({ code: 'evidence-malformed', at: 'evidence' }, 'file', [], { cause })
    if (!(cause instanceof CodecFault)) throw cause
    throw new EvidenceError({ code: 'evidence-malformed', at: cause.at }, 'file', [], { cause })
  }
}
