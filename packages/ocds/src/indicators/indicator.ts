import type { Json, JsonObject } from '../json/parse.ts'
import { type Rational, rational } from './rational.ts'

/** What is asked about a procedure: each is a question, and says nothing of guilt. */
export const indicatorCodes = [
  'singleBid',
  'shortPeriod',
  'lateAmendment',
  'nearEstimate',
  'closeSecond',
  'deepDiscount',
  'samePrices',
  'onlyWinnerQualified',
  'lowestOut',
  'shortStandstill',
  'repeatedWinner',
  'losingTogether',
] as const
export type IndicatorCode = (typeof indicatorCodes)[number]

/** An item of a record package (`recordOf`): the releases of one process, and what they say together. */
export type ProcessRecord = {
  readonly ocid: string
  readonly releases: readonly JsonObject[]
  readonly compiledRelease: JsonObject
}

/** A value that the question rests on. `pointer`: into the record of this ocid (RFC 6901). */
export type FlagInput = { readonly ocid: string; readonly pointer: string; readonly value: Json }

/** A question that the data raises, and all that is needed to reckon it again. */
export type RedFlag = {
  readonly indicator: IndicatorCode
  /** Of the process; of several, the last one that it rests on. */
  readonly ocid: string
  /** The lot that it is about, by its id; null: the whole process, or several. */
  readonly lot: string | null
  readonly inputs: readonly FlagInput[]
  readonly value: Rational
  readonly threshold: Rational
  /** How the value comes of the inputs and stands to the threshold, to be read and reckoned by hand. */
  readonly sum: string
}

/** Where a question begins. Days are whole days; shares are of one. */
export type Thresholds = {
  /** Fewer whole days to bid. */
  readonly leastDays: number
  /** An amendment fewer whole days before the deadline that stood. */
  readonly amendmentDays: number
  /** A contract fewer whole days after its award. */
  readonly standstillDays: number
  /** A price below the estimate by no more than this share of it. */
  readonly nearShare: Rational
  /** The second lowest above the winner by no more than this share. */
  readonly closeShare: Rational
  /** The winner below the second lowest by at least this share. */
  readonly discountShare: Rational
  /** A supplier with at least so many awards of a buyer, and at least this share of them. */
  readonly awards: number
  readonly awardShare: Rational
  /** The same two losers behind the same winner in at least so many processes. */
  readonly together: number
}

/** For data from elsewhere. Where each comes from stands in docs/red-flags.md. */
export const usualThresholds: Thresholds = {
  leastDays: 15,
  amendmentDays: 3,
  standstillDays: 7,
  nearShare: rational(1n, 100n),
  closeShare: rational(1n, 100n),
  discountShare: rational(1n, 2n),
  awards: 3,
  awardShare: rational(1n, 2n),
  together: 2,
}
