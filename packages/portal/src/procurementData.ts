import type { IndicatorCode } from '@gongshi/ocds'
import type { ListPlace } from './consultationData.ts'
import type { Evidence, Organ, RecordBody } from './data.ts'
import type { ProcedureFilterName, ProcedureFilters } from './procedureFilters.ts'

type Money = { readonly currency: string; readonly minor: bigint; readonly digits: number }

/** A procedure as a list shows it. Times are Unix milliseconds. */
export type ProcedureRow = {
  readonly key: string
  readonly buyer: Organ
  readonly number: string
  readonly status: string
  readonly title: Organ['name']
  readonly synthetic: boolean
  readonly category: string
  readonly estimate: Money
  /** Null before the notice. */
  readonly bidUntil: number | null
}

export type ProceduresData = {
  readonly rows: readonly ProcedureRow[]
  readonly place: ListPlace
  readonly filters: ProcedureFilters
  /** Given, but meaning nothing. */
  readonly ignored: readonly ProcedureFilterName[]
  /** How many fit, and of how many. */
  readonly total: number
  readonly all: number
  /** For each choice how many it would leave. */
  readonly options: {
    readonly [Name in 'status' | 'category' | 'division' | 'currency']: readonly {
      readonly value: string
      readonly count: number
    }[]
  }
  /** False where only the newest rows with a frequent word were looked at. */
  readonly isWhole: boolean
}

/** What one criterion counts in an offer's total: an exact fraction, of 10,000. */
export type ScorePart = { readonly criterion: number; readonly numerator: bigint; readonly denominator: bigint }

export type OfferData = {
  readonly bidder: Organ
  readonly price: Money
  readonly status: string
  /** What the formula made of it; absent before. Of 10,000. */
  readonly result?: {
    readonly total: { readonly numerator: bigint; readonly denominator: bigint }
    /** In the order of the criteria; together the total. Empty where the sheets do not give it. */
    readonly parts: readonly ScorePart[]
    /** Null: out by a criterion's least points. */
    readonly rank: number | null
    readonly low: boolean
  }
}

export type LotData = {
  readonly number: number
  /** Null where the words are gone. */
  readonly title: string | null
  readonly estimate: Money
  readonly ceiling: Money
  readonly status: string
  readonly offers: readonly OfferData[]
  /** The last one. */
  readonly award: {
    readonly supplier: Organ
    readonly price: Money
    readonly status: string
    readonly standsAt: number | null
  } | null
}

export type CriterionData = {
  readonly number: number
  readonly title: string | null
  readonly kind: string
  readonly weight: number
  readonly most: number
  readonly least: number
}

/** A question of a supervisor, as everybody reads it. */
export type FlagData = {
  readonly indicator: IndicatorCode
  readonly status: string
  readonly supervisor: Organ
  /** Of so many entries of the log it was reckoned. */
  readonly entries: number
  readonly question: RecordBody
  /** Null: none came in time. */
  readonly answer: RecordBody | null
  readonly finding: string | null
  readonly reasons: RecordBody | null
}

/** Times are Unix milliseconds; null: not settled. */
export type StageData = {
  readonly name: 'planning' | 'asking' | 'bidding' | 'opening' | 'drawing' | 'assessing' | 'standing' | 'contract'
  readonly from: number | null
  readonly until: number | null
  readonly state: 'done' | 'now' | 'ahead' | 'never'
}

/** An edition of the notice, from the first on. */
export type EditionData = { readonly edition: number; readonly at: number }

/** A bid that is open: everybody may unpack its documents. */
export type OpenedBid = {
  /** Its pseudonym, lower-case hex. */
  readonly author: string
  readonly status: string
  /** Null for a decoy, and where nothing readable was in it. */
  readonly bidder: Organ | null
  /** How many trustees have signed that they hold a copy of its documents. */
  readonly copies: number
  /** Where the system has lost its documents; times are Unix milliseconds. */
  readonly loss: { readonly status: string; readonly handInBy: number | null } | null
}

/** What a bidder's page shows before its script asks the ledger. */
export type BidPageData = ProcedureRow & {
  readonly lots: readonly { readonly number: number; readonly title: string | null }[]
}

/** A department's part as a trustee of one procedure. */
export type Trusteeship = {
  readonly procedure: ProcedureRow
  readonly organ: Organ
  readonly status: string
}

/** A department's part as the desk that lets bidders into one procedure. */
export type AdmissionDuty = Trusteeship

export type ProcedureData = ProcedureRow & {
  readonly stages: readonly StageData[]
  readonly editions: readonly EditionData[]
  /** The ledger's own latest time. */
  readonly asOf: number
  readonly agency: Organ
  readonly edition: number
  readonly askUntil: number | null
  readonly experts: number
  /** How many trustees open together; null before that is settled. */
  readonly threshold: number | null
  readonly trustees: readonly { readonly organ: Organ; readonly status: string }[]
  /** Bids and decoys alike: nobody knows which is which before they are opened. */
  readonly bids: { readonly [status: string]: number }
  readonly openedBids: readonly OpenedBid[]
  readonly notice: RecordBody | null
  readonly lots: readonly LotData[]
  readonly criteria: readonly CriterionData[]
  readonly enquiries: readonly { readonly question: RecordBody; readonly answer: RecordBody | null }[]
  /** Those with an answer, and those whose time to answer is over. */
  readonly flags: readonly FlagData[]
  readonly steps: readonly { readonly action: string; readonly entry: number; readonly at: number }[]
  readonly ocid: string
  readonly evidence: Evidence
}

/** What each expert gave an offer for a criterion, in the order of the sheets. */
export type MarksData = { readonly bidder: Organ; readonly criterion: number; readonly points: readonly number[] }

/** One lot, to be computed again. */
export type RecomputeData = {
  readonly procedure: Pick<ProcedureRow, 'key' | 'title' | 'synthetic'>
  readonly lot: LotData
  readonly isAssessed: boolean
  readonly criteria: readonly CriterionData[]
  readonly marks: readonly MarksData[]
  /** Addresses of the views that have the rows. */
  readonly views: { readonly [Name in 'criterion' | 'candidate' | 'seat' | 'opening' | 'offer' | 'sheet']: string }
  /** Address of the trust root. */
  readonly trust: string
}
