import type { ListPlace } from './consultationData.ts'
import type { Organ } from './data.ts'
import type { ChangePart, PlainValue, ProposalRow } from './governanceData.ts'

/** By what part of the rules the history is read; each is the first word of a proposal's topic. */
export const ruleKinds = [
  'version',
  'parameter',
  'member',
  'validators',
  'suite',
  'publisher',
  'site',
  'pause',
  'resume',
] as const
export type RuleKind = (typeof ruleKinds)[number]

/** A change of the rules that the house has decided. */
export type RuleChange = ProposalRow & {
  /** The act by which it came to stand as it does, its block and its time. */
  readonly entry: number
  readonly height: number
  readonly at: number
  /** When it decides at the earliest; of a version, the block from which it does. */
  readonly from: { readonly time: number } | { readonly height: number }
  /** Of a pause: when it is over by itself. */
  readonly endsAt: number | null
  /** What was in force until then; null where there was nothing, or what there was has no single value. */
  readonly before: PlainValue | null
  readonly change: readonly ChangePart[]
  /** Of a member. */
  readonly member: Organ | null
}

export type RuleHistoryData = {
  /** Only of this kind; null: all. */
  readonly kind: RuleKind | null
  /** Decided, and not carried out yet; those of the first page alone. */
  readonly ahead: readonly RuleChange[]
  /** Carried out, the newest first. */
  readonly changes: readonly RuleChange[]
  readonly place: ListPlace
  /** What the ledger began with; null on every page but the last. */
  readonly founding: readonly { readonly affair: string; readonly version: number; readonly hash: string }[] | null
}
