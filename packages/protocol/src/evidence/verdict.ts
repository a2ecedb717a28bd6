import type { Cbor } from '../bytes/cbor.ts'
import type { Header } from '../comet/header.ts'
import { timestampToMs } from '../comet/time.ts'
import type { Leaf } from '../log/leaf.ts'
import type { Signed } from '../transaction/signed.ts'
import type { TrustRoot } from '../trust/trust.ts'
import type { Body } from './checkBody.ts'
import { maxClockDriftMs } from './checkCommit.ts'
import type { ProvenMember } from './checkMembers.ts'
import type { Seen } from './checkWitnesses.ts'
import { decodeInner, type EvidenceSubject } from './format.ts'
import type { PassedStep } from './steps.ts'

/** What was proven: an entry of the log, or what the state holds at a key (`value` null: nothing). */
export type ProvenSubject =
  | {
      readonly kind: 'entry'
      readonly index: number
      readonly leaf: Leaf
      /** Null where nobody signs: acts of the ledger itself. */
      readonly signed: Signed | null
      readonly body: Body | null
    }
  | {
      readonly kind: 'state'
      readonly affair: string
      readonly table: string
      readonly key: Cbor
      readonly value: Cbor | undefined
    }

/** What the reader should know although nothing is wrong with the file. */
export type Finding =
  | { readonly kind: 'act-refused'; readonly code: string }
  | { readonly kind: 'body-absent' }
  | { readonly kind: 'body-erased'; readonly by: number }
  | { readonly kind: 'trust-expired'; readonly since: number }
  /** The ledger dates the entry more than five minutes outside of what the cosigners' clocks allow. UnixMs. */
  | { readonly kind: 'time-doubted'; readonly happened: number }

/** What may be said: it was so at that time; or it is so still, as of that time. UnixMs. */
export type Claim =
  | { readonly kind: 'true-at'; readonly time: number }
  | { readonly kind: 'current-as-of'; readonly time: number }

export type Verdict = {
  /** `expired`: every step holds, but the keys of the trust root are too old to rely on; ask for refreshed evidence. */
  readonly status: 'verified' | 'expired'
  readonly steps: readonly PassedStep[]
  readonly subject: ProvenSubject
  readonly members: readonly ProvenMember[]
  readonly header: Header
  readonly times: {
    /** When the entry's block was made; null for a state value. */
    readonly happened: number | null
    /** When the block that the header proves was committed: the header's own time. */
    readonly committed: number
    /** By when the cosigners that the trust root asks for had seen it, by their own clocks; null where it asks for none. */
    readonly witnessed: number | null
    /**
     * When the log, as those cosigners had seen it, did not have the entry yet, by their own clocks; null where no earlier checkpoint shows it.
     * That nobody had written it before, and kept it back, it does not say.
     */
    readonly notBefore: number | null
  }
  readonly findings: readonly Finding[]
  readonly claim: Claim
}

export type Proven = {
  readonly steps: readonly PassedStep[]
  readonly subject: EvidenceSubject
  readonly leaf: Leaf | null
  readonly signed: Signed | null
  readonly body: Body | null
  readonly members: readonly ProvenMember[]
  readonly header: Header
  readonly trust: TrustRoot
  readonly seen: Seen
  readonly now: number
}

/** Says what the passed steps together prove, and no more. */
export function reachVerdict(proven: Proven): Verdict {
  const { steps, leaf, members, header } = proven
  const findings = findingsOf(proven)
  const expired = findings.some(({ kind }) => kind === 'trust-expired')
  const committed = timestampToMs(header.time)
  return {
    status: expired ? 'expired' : 'verified',
    steps,
    subject: subjectOf(proven),
    members,
    header,
    times: { happened: leaf?.time ?? null, committed, ...proven.seen },
    findings,
    claim: claimOf(proven, committed),
  }
}

function subjectOf({ subject, leaf, signed, body }: Proven): ProvenSubject {
  if (subject.kind === 'entry') return { kind: 'entry', index: subject.index, leaf: leaf!, signed, body }
  const { affair, table, key, value } = subject
  return {
    kind: 'state',
    affair,
    table,
    key: decodeInner(key),
    value: value === null ? undefined : decodeInner(value),
  }
}

function claimOf({ leaf, trust, now }: Proven, committed: number): Claim {
  if (leaf !== null) return { kind: 'true-at', time: leaf.time }
  const current = now - committed <= trust.policy.maxAgeMs
  return { kind: current ? 'current-as-of' : 'true-at', time: committed }
}

function findingsOf({ steps, leaf, trust, now, seen }: Proven): Finding[] {
  const findings: Finding[] = []
  if ((leaf?.kind === 'tx' || leaf?.kind === 'due') && leaf.outcome[0] === 'refused')
    findings.push({ kind: 'act-refused', code: leaf.outcome[1] })
  for (const { step, facts } of steps) {
    if (step !== 'body') continue
    if (facts.status === 'absent') findings.push({ kind: 'body-absent' })
    if (facts.status === 'erased') findings.push({ kind: 'body-erased', by: facts.by })
  }
  const happened = leaf?.time ?? Number.NaN
  if (happened < (seen.notBefore ?? 0) - maxClockDriftMs || happened - maxClockDriftMs > (seen.witnessed ?? happened))
    findings.push({ kind: 'time-doubted', happened })
  const { trustPeriodMs } = trust.policy
  const since = trustPeriodMs === null ? null : trust.validators.time + trustPeriodMs
  if (since !== null && now > since) findings.push({ kind: 'trust-expired', since })
  return findings
}
