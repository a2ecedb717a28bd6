import type { Json, Kind, NamedKind, Program, TallyProgram } from '@gongshi/affair-kit'
import type { RedFlag } from '@gongshi/ocds'
import type { Clause, Organ } from '../../data.ts'
import type { CriterionData, FlagData, OfferData, ProcedureRow } from '../../procurementData.ts'

/** The steps of an open tender in the order in which they come. */
export const waySteps = [
  'plan',
  'lots',
  'criteria',
  'convene',
  'begin',
  'makeKey',
  'experts',
  'desk',
  'publish',
  'answers',
  'finishOpening',
  'draw',
  'qualify',
  'scores',
  'assess',
  'propose',
  'contract',
  'complete',
] as const
export type WayStepName = (typeof waySteps)[number]

/** `waiting`: it is its turn, and something else has to come first. `off`: the procedure was cancelled before it. */
export type WayState = 'done' | 'todo' | 'waiting' | 'later' | 'off'

type Words = { readonly zh: string; readonly en: string }

/** An act of a step, with where its form begins. */
export type WayAct = {
  readonly action: string
  /** The row that it is about, as views name it; null for one that makes a row. */
  readonly key: string | null
  /** Members of the form that are known already. */
  readonly input: { readonly [member: string]: Json } | null
  /** What tells it from others of the same step. */
  readonly label: string | null
  /** One of the reader's offices is such as the declaration asks for. */
  readonly isMine: boolean
}

export type WayStep = {
  readonly step: WayStepName
  readonly state: WayState
  readonly acts: readonly WayAct[]
  /** Who acts, by the declaration; no organ where the place decides. */
  readonly who: readonly { readonly role: string; readonly organ: Organ | null }[]
  /** Why it waits: the refusals that would be given now, in the affair's words. */
  readonly reasons: readonly (Words & { readonly code: string })[]
  /** Whose turn it is meanwhile, and until when at most (Unix milliseconds). */
  readonly others: readonly Organ[]
  readonly until: number | null
  /** How far it is, where it is counted. */
  readonly count: { readonly done: number; readonly of: number | null } | null
}

/** A procedure on the list of the reader's organ. */
export type DeskRow = {
  readonly row: ProcedureRow
  readonly agency: Organ
  /** The steps whose turn it is. */
  readonly now: readonly WayStep[]
  readonly unanswered: number
}

export type DeskData = {
  /** The reader's organs, with the roles that count here; none: there is nothing to list. */
  readonly organs: readonly Organ[]
  readonly rows: readonly DeskRow[]
  /** There are more than are listed. */
  readonly isCut: boolean
}

/** An offer that the agent examines. */
export type ExaminedOffer = Pick<OfferData, 'bidder' | 'price' | 'status'> & {
  readonly key: string
  readonly acts: readonly WayAct[]
  /** It would be refused as qualified, and why. */
  readonly reasons: WayStep['reasons']
}

export type ProcedureDeskData = {
  readonly row: ProcedureRow
  readonly agency: Organ
  readonly steps: readonly WayStep[]
  readonly lots: readonly {
    readonly number: number
    readonly title: string | null
    readonly status: string
    readonly ceiling: ProcedureRow['estimate']
    readonly offers: readonly ExaminedOffer[]
  }[]
  /** What ends it before its time. */
  readonly ends: readonly WayAct[]
  /** What supervisors have asked, for the buyer's eyes. */
  readonly asked: readonly AskedQuestion[]
}

/** A rule of an action, to be evaluated as somebody types. */
export type LawRule = Words & {
  readonly code: string
  readonly test: Program['actions'][string]['refuse'][number]['test']
  /** Parameters that the test reads. */
  readonly params: readonly string[]
}

/** What the ledger will judge by, as far as it can be known beforehand: rules, parameters in force, clauses. */
export type LawData = {
  readonly actions: {
    readonly [action: string]: {
      readonly basis: Clause
      readonly rules: readonly LawRule[]
      /** As the input is encoded. */
      readonly inputs: readonly NamedKind[]
      /** Roles of the officers who sign. */
      readonly roles: readonly string[]
    }
  }
  readonly params: {
    readonly [name: string]: {
      readonly title: Organ['name']
      readonly kind: Kind
      readonly value: Json
      readonly basis: Clause
    }
  }
  /** The figures of a procedure that follow from its rows. */
  readonly tallies: readonly TallyProgram[]
}

/** Where a tender is composed, or composed further. */
export type ComposeData = {
  readonly law: LawData
  /** The reader's powers that count here. */
  readonly offices: readonly { readonly role: string; readonly scheme: string; readonly id: string }[]
  /** A tender that stands on the ledger already. */
  readonly begun: { readonly key: string; readonly status: string } | null
  /** What stands there, or follows from the reader’s offices, as answers of the form. */
  readonly answers: ReadonlyMap<string, string>
  readonly utcOffsetMinutes: number
}

/** A seat that the reader holds, and what it has to do. */
export type SeatData = {
  readonly procedure: ProcedureRow
  /** As rows are named in addresses, and as inputs name it. */
  readonly seat: string
  readonly ref: Json
  readonly order: number
  readonly status: string
  /** Of those drawn, it is one that judges. */
  readonly isSeated: boolean
  readonly criteria: readonly CriterionData[]
  readonly lots: readonly SeatLot[]
}

export type SeatLot = {
  readonly key: string
  readonly ref: Json
  readonly number: number
  readonly title: string | null
  readonly status: string
  /** Every offer is qualified or out. */
  readonly isExamined: boolean
  /** Those that are qualified. */
  readonly offers: readonly {
    readonly bid: Json
    readonly bidder: Organ
    readonly price: ProcedureRow['estimate']
    readonly status: string
  }[]
  /** The reader's own sheet; null before it is handed in. */
  readonly sheet: { readonly key: string; readonly status: string; readonly digest: string } | null
  /** How many experts have handed theirs in, of how many. */
  readonly sheets: number
  readonly experts: number
  readonly hasDissented: boolean
}

export type ScoringData = {
  readonly seats: readonly SeatData[]
  /** The lot whose sheet is open, by seat and lot; null: the first that can be. */
  readonly open: { readonly seat: string; readonly lot: string } | null
}

/** A question that public data raises, as `redFlagsOf` of `@gongshi/ocds` gives it. */
export type QuestionData = Pick<RedFlag, 'indicator' | 'lot' | 'inputs' | 'sum'> & {
  /** Under which the threshold was set; null: it lies in the question itself. */
  readonly clause: Clause | null
}

export type QuestionedProcedure = {
  readonly row: ProcedureRow
  readonly questions: readonly QuestionData[]
  /** Members of the act that asks: the procedure, who supervises, and of how many entries the questions were reckoned. */
  readonly asking: { readonly [member: string]: Json }
}

/** A question that stands on the ledger. `key` and `procedure`: of rows; `number`: the procedure's. */
export type AskedQuestion = Pick<FlagData, 'indicator' | 'status' | 'supervisor' | 'question' | 'answer'> & {
  readonly key: string
  readonly procedure: string
  readonly number: string
  readonly answerBy: number
  /** What the reader can do about it now. */
  readonly act: string | null
}

export type QuestionsData = {
  readonly isSupervisor: boolean
  readonly procedures: readonly QuestionedProcedure[]
  /** What the reader's organs have asked. */
  readonly asked: readonly AskedQuestion[]
  /** There are older procedures that were not looked at. */
  readonly isCut: boolean
}
