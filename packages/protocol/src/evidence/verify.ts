import type { AppState } from '../appHash.ts'
import { checkVote, type VoteCheck } from '../comet/commit.ts'
import type { Header } from '../comet/header.ts'
import { checkSignature } from '../keys/check.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { checkApp } from './checkApp.ts'
import { checkBody } from './checkBody.ts'
import { checkCommit } from './checkCommit.ts'
import { checkInclusion } from './checkInclusion.ts'
import { checkLeaf } from './checkLeaf.ts'
import { checkMembers } from './checkMembers.ts'
import { checkSignatures, type SignatureVerdict } from './checkSignatures.ts'
import { checkTrust } from './checkTrust.ts'
import { checkWitnesses } from './checkWitnesses.ts'
import { type Evidence, parseEvidence } from './format.ts'
import { Steps } from './steps.ts'
import { followPath } from './trustPath.ts'
import { reachVerdict, type Verdict } from './verdict.ts'

/** How single signatures are checked: pure TypeScript unless the caller has something faster with the same verdicts. */
export type EvidenceChecks = { readonly signature: SignatureVerdict; readonly vote: VoteCheck }

export const pureChecks: EvidenceChecks = { signature: checkSignature, vote: checkVote }

/**
 * Verifies evidence for one entry or one state value against a trust root that the caller already holds.
 * Pure; no network, no clock: `now` (UnixMs) is the caller's.
 *
 * What the caller may trust afterwards: the ledger named in `trust` ordered and executed the entry with the outcome
 * shown, or held the value, at the time of the claim. Not: that the entry is the latest word on its subject; nor, of a
 * ledger with one operator, that the operator shows everybody the same log.
 *
 * @throws {EvidenceError} with the failing step and its code; never anything else, whatever the bytes
 */
export async function verifyEvidence(
  bytes: Uint8Array,
  trust: TrustRoot,
  now: number,
  checks: EvidenceChecks = pureChecks,
): Promise<Verdict> {
  const steps = new Steps()
  const evidence = await steps.take('file', () => ({ facts: { bytes: bytes.length }, value: parseEvidence(bytes) }))
  return verifySubject(evidence, await verifyFrame(evidence, trust, now, checks, steps), checks, steps)
}

/** What a header is trusted for: the steps `trust` to `app` have passed. */
export type Frame = {
  readonly trust: TrustRoot
  readonly header: Header
  readonly app: AppState
  readonly now: number
}

/** The way from the root to the header, which several entries may share. @throws {EvidenceError} */
export async function verifyFrame(
  evidence: Evidence,
  given: TrustRoot,
  now: number,
  checks: EvidenceChecks,
  steps: Steps,
): Promise<Frame> {
  const trust = await steps.take('trust', () => checkTrust(evidence, given))
  const trusted = await steps.take('path', () => followPath(evidence.path, trust, checks.vote))
  const header = await steps.take('commit', () => checkCommit(evidence.head, trusted, now, checks.vote))
  const app = await steps.take('app', () => checkApp(evidence.app, header))
  return { trust, header, app, now }
}

/** What the header proves: one entry, or one value of the state. @throws {EvidenceError} */
export async function verifySubject(
  evidence: Evidence,
  frame: Frame,
  checks: EvidenceChecks,
  steps: Steps,
): Promise<Verdict> {
  const { subject } = evidence
  const { trust, header, app } = frame
  await steps.take('inclusion', () => checkInclusion(subject, app))
  const leaf = await steps.take('leaf', () => checkLeaf(subject, header))
  const signed = await steps.take('signatures', () => checkSignatures(subject, leaf, trust.chainId, checks.signature))
  const body = await steps.take('body', () => checkBody(subject, signed, app))
  const members = await steps.take('members', () => checkMembers(evidence, leaf, body))
  const seen = await steps.take('witnesses', () => checkWitnesses(evidence, trust, app))
  return reachVerdict({ ...frame, steps: steps.passed, subject, leaf, signed, body, members, seen })
}
