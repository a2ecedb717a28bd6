import { equalBytes } from '../bytes/bytes.ts'
import { type Cbor, encodeCbor } from '../bytes/cbor.ts'
import { NoteError } from '../checkpoint/errors.ts'
import { type NoteKey, parseVkey } from '../checkpoint/note.ts'
import { timestampToMs } from '../comet/time.ts'
import { TrustError } from '../trust/errors.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { parseEvidence } from './format.ts'
import { isStates, type ProvenState, parseStates, type StateKey, verifyStates } from './states.ts'
import type { Verdict } from './verdict.ts'
import { type EvidenceChecks, verifyEvidence } from './verify.ts'

/** The value of the state whose evidence renews a root: which engine the ledger has now. */
export const renewalState: StateKey = { affair: 'ledger', table: 'engine', key: [] }

/** The origins of the publishers that the ledger lists; each one's key, the first of a list, stands under [origin]. */
export const publishersState: StateKey = { affair: 'ledger', table: 'publisher', key: [] }

/**
 * A newer trust root that follows from one that is held, as CometBFT's light client moves its trusted header on
 * (spec/light-client/verification): who signed the head of evidence of `renewalState`, known to be right at that header's time. Who compared the
 * old one's fingerprint need not compare the new one's. Where the file is of many values and shows `publishersState` and the key of each of them, the
 * log keys are those; all else stays as it was, the policy above all, which is the reader's own.
 *
 * @throws {EvidenceError} as `verifyEvidence`, `verifyStates`
 * @throws {TrustError} trust-expired where the keys that are held are past their trust period: whoever has such keys could have
 *   signed anything meanwhile; trust-renewal-mismatch for evidence of something else, or of some publishers without the others
 */
export async function renewTrust(
  bytes: Uint8Array,
  trust: TrustRoot,
  now: number,
  checks?: EvidenceChecks,
): Promise<TrustRoot> {
  const { verdict, values, evidence } = await shownBy(bytes, trust, now, checks)
  const expired = verdict.findings.find(({ kind }) => kind === 'trust-expired')
  if (expired?.kind === 'trust-expired') throw new TrustError({ code: 'trust-expired', since: expired.since })
  const [first, ...others] = values
  if (first === undefined || !isAt(first, renewalState)) throw mismatch()
  const { path, head } = parseEvidence(evidence)
  const told = [head, ...path.toReversed()].find(({ validators }) => validators !== null)
  const set = told?.validators ?? trust.validators.set
  const { height, time } = verdict.header
  return {
    ...trust,
    engine: first.value === 'cometbft' ? 'cometbft' : 'solo',
    validators: { height, time: timestampToMs(time), set: [...set] },
    logKeys: publishersIn(others) ?? trust.logKeys,
  }
}

type Renewing = {
  readonly verdict: Verdict
  readonly values: readonly ProvenState[]
  /** The file, or the first in it. */
  readonly evidence: Uint8Array
}

async function shownBy(...[bytes, trust, now, checks]: Parameters<typeof renewTrust>): Promise<Renewing> {
  if (isStates(bytes)) return { ...(await verifyStates(bytes, trust, now, checks)), evidence: parseStates(bytes).first }
  const verdict = await verifyEvidence(bytes, trust, now, checks)
  return { verdict, values: verdict.subject.kind === 'state' ? [verdict.subject] : [], evidence: bytes }
}

/** The publishers' keys, or null where the values say nothing of them. @throws {TrustError} trust-renewal-mismatch */
function publishersIn(values: readonly ProvenState[]): NoteKey[] | null {
  const list = values.find((each) => isAt(each, publishersState))
  if (list === undefined) return null
  return originsIn(list.value).map((origin) => {
    const listed = values.find((each) => isAt(each, { ...publishersState, key: [origin] }))?.value
    return keyIn(listed, origin)
  })
}

/** @throws {TrustError} trust-renewal-mismatch for what is no list of origins */
export function originsIn(value: Cbor | undefined): readonly string[] {
  if (!Array.isArray(value) || !value.every((each) => typeof each === 'string')) throw mismatch()
  return value
}

function keyIn(listed: Cbor | undefined, origin: string): NoteKey {
  try {
    const key = Array.isArray(listed) ? parseVkey(String(listed[0])) : null
    if (key?.name === origin) return key
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
  }
  throw mismatch()
}

function mismatch(): TrustError {
  return new TrustError({ code: 'trust-renewal-mismatch' })
}

function isAt({ affair, table, key }: StateKey, asked: StateKey): boolean {
  return affair === asked.affair && table === asked.table && equalBytes(encodeCbor(key), encodeCbor(asked.key))
}
