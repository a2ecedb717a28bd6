import { type Rational, rational } from './rational.ts'

/** Where a question begins. Days are whole days; shares are of one. */
const thresholdNames = [
  /** Fewer whole days to bid. */
  'leastDays',
  /** An amendment fewer whole days before the deadline that stood. */
  'amendmentDays',
  /** A contract fewer whole days after its award. */
  'standstillDays',
  /** A price below the estimate by no more than this share of it. */
  'nearShare',
  /** The second lowest above the winner by no more than this share. */
  'closeShare',
  /** The winner below the second lowest by at least this share. */
  'discountShare',
  /** A supplier with at least so many awards of a buyer… */
  'repeatedAwards',
  /** …and at least this share of them. */
  'awardShare',
  /** The same two losers behind the same winner in at least so many processes. */
  'lostTogether',
] as const
type ThresholdName = (typeof thresholdNames)[number]

/** `source`: the clause of a ledger under which it was set, or whose method it is. */
export type Threshold = { readonly value: Rational; readonly source: string }
export type Thresholds = { readonly [Name in ThresholdName]: Threshold }

/** A threshold from a moment on, until the next of its name. `from`: Unix ms. */
export type DatedThreshold = Threshold & { readonly name: ThresholdName; readonly from: number }

/** The thresholds that held at a moment (Unix ms). */
export type ThresholdsAt = (at: number) => Thresholds

const own = 'Gongshi'

/** For data from elsewhere. Where each comes from stands in docs/red-flags.md. */
const usual: Thresholds = {
  leastDays: { value: rational(15n), source: 'Cardinal R003' },
  amendmentDays: { value: rational(3n), source: own },
  standstillDays: { value: rational(7n), source: own },
  nearShare: { value: rational(1n, 100n), source: own },
  closeShare: { value: rational(1n, 100n), source: own },
  discountShare: { value: rational(1n, 2n), source: own },
  repeatedAwards: { value: rational(3n), source: own },
  awardShare: { value: rational(1n, 2n), source: own },
  lostTogether: { value: rational(2n), source: own },
}

/** Those of a ledger, each from its time on; before that, and where it has none, the usual ones. */
export function datedThresholds(dated: readonly DatedThreshold[]): ThresholdsAt {
  const rising = dated.toSorted((one, other) => one.from - other.from)
  return (at) => {
    const held = rising.filter(({ from }) => from <= at)
    return { ...usual, ...Object.fromEntries(held.map(({ name, value, source }) => [name, { value, source }])) }
  }
}

export const usualThresholds: ThresholdsAt = () => usual
