import type { Organ } from './data.ts'
import type { ProcedureFilters } from './procedureFilters.ts'

export type Money = { readonly currency: string; readonly minor: bigint; readonly digits: number }
/** So many, of so many that could be counted. */
export type Share = { readonly count: number; readonly of: number }
/** Contracts of one organ; amounts of different currencies are never added. */
export type Partner = { readonly organ: Organ; readonly contracts: number; readonly values: readonly Money[] }

/** A lot as every figure counts it. Times are Unix milliseconds. */
export type LotLine = {
  readonly procedure: string
  readonly number: string
  readonly lot: number
  readonly category: string
  readonly buyer: Organ
  readonly status: string
  readonly publishedAt: number | null
  readonly bidUntil: number | null
  /** Offers found in the bids; null before they are open. */
  readonly bids: number | null
  readonly estimate: Money
  /** Of the award that stands. */
  readonly supplier: Organ | null
  readonly price: Money | null
  readonly signedAt: number | null
}

/** What can be counted over procedures: of everybody, of a buyer, or of a supplier with the lots for which it bid. */
export type FiguresData = {
  readonly subject: { readonly role: 'buyer' | 'supplier'; readonly organ: Organ } | null
  readonly filters: ProcedureFilters
  readonly procedures: number
  readonly single: Share
  readonly bids: Share
  /** Milliseconds from notice to deadline, added up. */
  readonly biddingMs: Share
  readonly prices: readonly { readonly price: Money; readonly estimate: Money; readonly lots: number }[]
  /** Of a supplier. */
  readonly outcomes: { readonly won: number; readonly lost: number; readonly open: number } | null
  readonly years: readonly {
    readonly year: string
    readonly category: string
    readonly procedures: number
    readonly contracts: number
    readonly values: readonly Money[]
  }[]
  /** Signed contracts, a series a currency. */
  readonly months: readonly {
    readonly currency: string
    readonly months: readonly { readonly month: string; readonly contracts: number; readonly value: Money }[]
  }[]
  readonly distribution: readonly { readonly bids: number; readonly lots: number }[]
  readonly suppliers: readonly Partner[]
  readonly buyers: readonly Partner[]
  /** The rows behind all of it, or the first of them; the file has them all. */
  readonly lots: readonly LotLine[]
  readonly allLots: number
}
