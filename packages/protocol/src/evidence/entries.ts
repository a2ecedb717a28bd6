import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { CodecFault } from '../codec/codec.ts'
import { blob, oneOf } from '../codec/scalars.ts'
import { list, record } from '../codec/structures.ts'
import { ProtocolError } from '../errors.ts'
import { limits } from '../limits.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { EvidenceError } from './errors.ts'
import { type Evidence, encodeEvidence, entryPart, parseEvidence } from './format.ts'
import { Steps } from './steps.ts'
import type { Verdict } from './verdict.ts'
import { type EvidenceChecks, pureChecks, verifyFrame, verifySubject } from './verify.ts'

const format = 'gongshi/entries/1'

const entries = record({
  format: oneOf(format),
  first: blob(limits.evidenceBytes),
  rest: list(entryPart, limits.jointEntries - 1),
})

/** Evidence of several entries under one header, so that the way to it is told once. */
export type Entries = readonly [Evidence, ...Evidence[]]

/** One file of them. All but subject and members are the first one's. @throws {EvidenceError} evidence-too-large, evidence-malformed */
export function encodeEntries([first, ...others]: Entries): Uint8Array {
  const rest = others.map(({ subject, members }) => ({ subject, members }))
  const bytes = encodeCbor(entries.toCbor({ format, first: encodeEvidence(first), rest }))
  parseEntries(bytes)
  return bytes
}

/**
 * Reads hostile bytes: each entry as evidence of its own; nothing that they claim is looked at.
 * @throws {EvidenceError} evidence-too-large, evidence-malformed
 */
export function parseEntries(bytes: Uint8Array): Entries {
  if (bytes.length > limits.evidenceBytes)
    throw new EvidenceError({ code: 'evidence-too-large', bytes: bytes.length, limit: limits.evidenceBytes }, 'file')
  try {
    const reader = new CborReader(bytes)
    const { first: told, rest } = entries.read(reader, 'entries')
    reader.end()
    const first = parseEvidence(told)
    const indexes = [first, ...rest].map(({ subject }) => (subject.kind === 'entry' ? subject.index : null))
    // One act that is there twice must not pass for two.
    if (indexes.includes(null) || new Set(indexes).size < indexes.length) throw new CodecFault('entries')
    const { earlier: _, ...shared } = first
    const unbounded = { ...shared, format: 'gongshi/evidence/1' as const }
    // A log that was still without the first one was without those behind it, too; of those before it this says nothing.
    return [first, ...rest.map((each, at) => ({ ...(indexes[at + 1]! > indexes[0]! ? first : unbounded), ...each }))]
  } catch (cause) {
    if (!(cause instanceof ProtocolError || cause instanceof CodecFault)) throw cause
    throw new EvidenceError({ code: 'evidence-malformed', at: 'entries' }, 'file', [], { cause })
  }
}

/**
 * Verifies each entry as evidence of its own is verified, in their order, and stops at the first that fails.
 * PERF: the way to the header that they share is checked once.
 * @throws {EvidenceError} with the failing step and its code; never anything else, whatever the bytes
 */
export async function* verifyEntries(
  bytes: Uint8Array,
  trust: TrustRoot,
  now: number,
  checks: EvidenceChecks = pureChecks,
): AsyncGenerator<Verdict> {
  const entries = parseEntries(bytes)
  const steps = new Steps()
  await steps.take('file', () => ({ facts: { bytes: bytes.length }, value: null }))
  const frame = await verifyFrame(entries[0], trust, now, checks, steps)
  for (const each of entries) {
    const own = new Steps()
    own.passed.push(...steps.passed)
    yield await verifySubject(each, frame, checks, own)
  }
}

/** Whether a file says that it is one, whatever else is in it. */
export function isEntries(bytes: Uint8Array): boolean {
  try {
    const reader = new CborReader(bytes.subarray(0, 64))
    return reader.array() === 3 && reader.text() === format
  } catch {
    return false
  }
}
