import type { Json, JsonObject } from '../json/parse.ts'
import type { Rational } from './rational.ts'

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
  /** Who set the threshold: a clause of the ledger, or a method; null: it lies in the question itself. */
  readonly source: string | null
  /** How the value comes of the inputs and stands to the threshold, to be read and reckoned by hand. */
  readonly sum: string
}
