import { timestampToMs } from '../comet/time.ts'
import { TrustError } from '../trust/errors.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { parseEvidence } from './format.ts'
import type { StateKey } from './states.ts'
import { type EvidenceChecks, verifyEvidence } from './verify.ts'

/** The value of the state whose evidence renews a root: which engine the ledger has now. */
export const renewalState: StateKey = { affair: 'ledger', table: 'engine', key: [] }

/**
 * A newer trust root that follows from one that is held, as CometBFT's light client moves its trusted header on
 * (spec/light-client/verification): who signed the head of evidence of `renewalState`, known to be right at that header's time. Who compared the
 * old one's fingerprint need not compare the new one's. Policy, log keys and source stay as they were.
 *
 * @throws {EvidenceError} as `verifyEvidence`
 * @throws {TrustError} trust-expired where the keys that are held are past their trust period: whoever has such keys could have
 *   signed anything meanwhile; trust-renewal-mismatch for evidence of something else
 */
export async function renewTrust(
  bytes: Uint8Array,
  trust: TrustRoot,
  now: number,
  checks?: EvidenceChecks,
): Promise<TrustRoot> {
  const { subject, header, findings } = await verifyEvidence(bytes, trust, now, checks)
  const expired = findings.find(({ kind }) => kind === 'trust-expired')
  if (expired?.kind === 'trust-expired') throw new TrustError({ code: 'trust-expired', since: expired.since })
  if (subject.kind !== 'state' || !isRenewal(subject)) throw new TrustError({ code: 'trust-renewal-mismatch' })
  const { path, head } = parseEvidence(bytes)
  const told = [head, ...path.toReversed()].find(({ validators }) => validators !== null)
  const set = told?.validators ?? trust.validators.set
  const engine = subject.value === 'cometbft' ? 'cometbft' : 'solo'
  return { ...trust, engine, validators: { height: header.height, time: timestampToMs(header.time), set: [...set] } }
}

function isRenewal({ affair, table, key }: StateKey): boolean {
  return affair === renewalState.affair && table === renewalState.table && Array.isArray(key) && key.length === 0
}
