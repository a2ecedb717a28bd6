import { type Cbor, encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { CodecFault, type Decoded } from '../codec/codec.ts'
import { blob, oneOf } from '../codec/scalars.ts'
import { list, record } from '../codec/structures.ts'
import { ProtocolError } from '../errors.ts'
import { limits } from '../limits.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { checkState } from './checkInclusion.ts'
import { EvidenceError, Refusal } from './errors.ts'
import { decodeInner, stateValue } from './format.ts'
import type { PassedStep, StepFacts } from './steps.ts'
import type { ProvenSubject, Verdict } from './verdict.ts'
import { type EvidenceChecks, verifyEvidence } from './verify.ts'

const format = 'gongshi/states/1'

const states = record({
  format: oneOf(format),
  first: blob(limits.evidenceBytes),
  rest: list(record(stateValue), limits.stateRows - 1),
})

/** Many values of the state of one moment: a whole `.gse` of the first, and the others under its very state root. */
export type States = Decoded<typeof states>
/** What the state held at a key when the header was made; `value` undefined: nothing. */
export type ProvenState = Omit<Extract<ProvenSubject, { kind: 'state' }>, 'kind'>
export type VerifiedStates = { readonly verdict: Verdict; readonly values: readonly ProvenState[] }

/** @throws {EvidenceError} evidence-too-large */
export function encodeStates({ first, rest }: Pick<States, 'first' | 'rest'>): Uint8Array {
  const bytes = encodeCbor(states.toCbor({ format, first, rest }))
  assertSize(bytes)
  return bytes
}

/**
 * Reads hostile bytes; what the parts claim is not looked at.
 * @throws {EvidenceError} evidence-too-large, evidence-malformed
 */
export function parseStates(bytes: Uint8Array): States {
  assertSize(bytes)
  try {
    const reader = new CborReader(bytes)
    const value = states.read(reader, 'states')
    reader.end()
    return value
  } catch (cause) {
    if (!(cause instanceof ProtocolError || cause instanceof CodecFault)) throw cause
    throw new EvidenceError({ code: 'evidence-malformed', at: 'states' }, 'file', [], { cause })
  }
}

/**
 * Verifies many values of the state as evidence is verified: the header once, each value or its absence under its state root.
 *
 * What the caller may trust afterwards: the ledger's state held just these values at one moment, the header's. Not: that they
 * are all that it held.
 *
 * @throws {EvidenceError} with the failing step and its code; never anything else, whatever the bytes
 */
export async function verifyStates(
  bytes: Uint8Array,
  trust: TrustRoot,
  now: number,
  checks?: EvidenceChecks,
): Promise<VerifiedStates> {
  const { first, rest } = parseStates(bytes)
  const verdict = await verifyEvidence(first, trust, now, checks)
  const { subject, steps } = verdict
  if (subject.kind !== 'state') throw new EvidenceError({ code: 'evidence-malformed', at: 'states.first' }, 'file')
  const app = appOf(steps)
  const others = rest.map((each): ProvenState => {
    assertHeld(each, app, steps)
    const { affair, table, key, value } = each
    return { affair, table, key: decodeInner(key), value: value === null ? undefined : decodeInner(value) }
  })
  const { affair, table, key, value } = subject
  return { verdict, values: [{ affair, table, key, value }, ...others] }
}

function appOf(steps: readonly PassedStep[]): StepFacts['app'] {
  return steps.flatMap((passed) => (passed.step === 'app' ? [passed.facts] : []))[0]!
}

function assertHeld(each: States['rest'][number], app: StepFacts['app'], passed: readonly PassedStep[]): void {
  try {
    checkState(each, app)
  } catch (cause) {
    if (!(cause instanceof Refusal)) throw cause
    throw new EvidenceError(cause.failure, 'inclusion', passed, { cause })
  }
}

/** Whether a file says that it is one, whatever else is in it. */
export function isStates(bytes: Uint8Array): boolean {
  try {
    const reader = new CborReader(bytes.subarray(0, 64))
    return reader.array() === 3 && reader.text() === format
  } catch {
    return false
  }
}

function assertSize({ length }: Uint8Array): void {
  if (length > limits.evidenceBytes)
    throw new EvidenceError({ code: 'evidence-too-large', bytes: length, limit: limits.evidenceBytes }, 'file')
}

/** For whoever asks: the place of a value. */
export type StateKey = { readonly affair: string; readonly table: string; readonly key: Cbor }
