import type { LocalText } from '@gongshi/ui'
import type { Clause, Organ } from './data.ts'

/** A value of a parameter, put into words by each language. Durations in milliseconds. */
export type PlainValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'workdays'; readonly days: number }
  | { readonly kind: 'time'; readonly at: number }

export type ProposalRow = {
  /** The row's id in addresses. */
  readonly key: string
  readonly topic: string
  /** A word of affair `governance`. */
  readonly kind: string
  readonly status: 'open' | 'adopted' | 'inForce' | 'ended' | 'rejected' | 'withdrawn'
  readonly proposer: Organ
  readonly opened: number
  readonly closes: number
  readonly approvals: number
  /** Members that must approve, of all that were members when it was opened. */
  readonly needed: number
  readonly electorate: number
}

export type VoteData = {
  readonly organ: Organ
  readonly choice: 'for' | 'against' | 'abstained'
  readonly reason: string | null
  readonly entry: number
  readonly at: number
}

export type ChangePart = { readonly name: string; readonly value: PlainValue }

export type ProposalData = ProposalRow & {
  readonly clause: Clause
  /** Null where none was given, or its text was erased. */
  readonly reason: string | null
  readonly effective: number
  /** Of a pause: when it is over by itself. */
  readonly endsAt: number | null
  readonly objections: number
  readonly abstentions: number
  readonly change: readonly ChangePart[]
  readonly votes: readonly VoteData[]
  /** What happened to it, the first act first. */
  readonly acts: readonly {
    readonly action: string
    readonly entry: number
    readonly height: number
    readonly at: number
    readonly status: string
  }[]
}

export type ParameterData = {
  readonly affair: string
  readonly name: string
  /** Empty where the affair's texts have none. */
  readonly title: LocalText
  /** The clause that lets it be set. */
  readonly clause: Clause | null
  /** The newest first. */
  readonly values: readonly {
    readonly from: number
    readonly value: PlainValue
    readonly clause: Clause
    readonly standing: 'past' | 'inForce' | 'future'
  }[]
}

/** A parameter as it was at a moment, and the proposal by which the house set it; null for a value of the genesis. */
export type RuleThen = {
  readonly name: string
  readonly title: LocalText
  readonly from: number
  readonly value: PlainValue
  readonly clause: Clause
  readonly proposal: ProposalRow | null
}

export type GovernanceData = {
  /** The newest first. */
  readonly proposals: readonly ProposalRow[]
  readonly members: readonly { readonly organ: Organ; readonly since: number; readonly hasLeft: boolean }[]
  readonly parameters: readonly ParameterData[]
}

/** A clause on a day: its wording then, what rests on it, and why it is flagged. */
export type ClauseRow = {
  readonly clause: Clause
  readonly wording: {
    readonly number: number
    readonly from: string
    /** Null where its text was erased. */
    readonly title: string | null
    /** Somebody has compared it with the promulgated text. */
    readonly isConfirmed: boolean
  } | null
  /** All of them, the oldest first; `until` is the day before which one is over, null where none is set. */
  readonly wordings: readonly {
    readonly number: number
    readonly from: string
    readonly until: string | null
    readonly title: string | null
    readonly link: string | null
  }[]
  /** Null where nothing rests on it, or it is in force. */
  readonly why: 'unknown' | 'repealed' | 'later' | null
  readonly resting: readonly { readonly affair: string; readonly kind: 'action' | 'parameter'; readonly name: string }[]
}
