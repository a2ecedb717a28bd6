import type { Ground } from '@gongshi/sdk'
import type { Row } from './rows.ts'

/** What one step found, for readers who want to see it: names and values, already as text. */
export type StepFacts = readonly { readonly name: string; readonly value: string }[]
/** `applies` is false for a step that had nothing to check in this evidence. */
export type PassedStep = { readonly step: Row; readonly applies: boolean; readonly facts: StepFacts }
/** Something worth knowing, by a code with its values. */
export type Note = { readonly kind: string; readonly values: Readonly<Record<string, string | number>> }

export type EntrySubject = {
  readonly kind: 'entry'
  readonly index: number
  readonly leafKind: 'tx' | 'due' | 'system' | 'block'
  readonly affair?: string
  readonly version?: number
  readonly action?: string
  readonly txId?: string
  readonly event?: string
  readonly leaf: string
  readonly signers: readonly string[]
  readonly outcome?: { readonly ok: boolean; readonly code?: string }
}
export type ValueSubject = {
  readonly kind: 'state'
  readonly affair: string
  readonly table: string
  readonly key: string
  readonly value: string | null
}

/** The verdict as the page shows it. */
export type Summary = {
  readonly chainId: string
  /** Every step holds, but the keys of the trust root are too old to rely on. */
  readonly expired: boolean
  readonly claim: { readonly kind: 'true-at' | 'current-as-of'; readonly time: number }
  readonly height: number
  readonly time: number
  readonly provenAt: number
  readonly validators: number
  readonly witnessed: boolean
  /** By when witnesses had seen it; null where no time is known. */
  readonly witnessedAt: number | null
  /** When the log that they had seen was still without it. */
  readonly unseenAt: number | null
  readonly subject: EntrySubject | ValueSubject
  readonly members: readonly { readonly path: string; readonly text: string }[]
  readonly findings: readonly Note[]
  /** What was submitted, in CBOR diagnostic notation. */
  readonly body: string | null
  /** On what the act rests, where the file brings it. */
  readonly grounds: readonly Ground[]
}

/** `summaries`: one for each entry of the file; `before`: how many of them held until one did not. */
export type Outcome = { readonly ms: number; readonly steps: readonly PassedStep[] } & (
  | { readonly ok: true; readonly summaries: readonly [Summary, ...Summary[]] }
  | { readonly ok: false; readonly step: Row; readonly code: string; readonly before: number }
)
