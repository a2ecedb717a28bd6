import { dateOf } from '../facts.ts'
import { textOf } from '../json/look.ts'
import { losingTogether, repeatedWinner } from './buyers.ts'
import { onlyWinnerQualified, singleBid } from './competition.ts'
import { factsOf } from './facts.ts'
import type { ProcessRecord, RedFlag } from './indicator.ts'
import { closeSecond, contestsOf, deepDiscount, lowestOut, nearEstimate, samePrices } from './prices.ts'
import type { ThresholdsAt } from './thresholds.ts'
import { lateAmendment, shortPeriod, shortStandstill } from './times.ts'

const ofContest = [nearEstimate, closeSecond, deepDiscount, samePrices, lowestOut, onlyWinnerQualified]

/**
 * The questions that one process raises, in the order of their codes' list, with the thresholds of the record's date. Total, whatever
 * the record holds.
 */
export function redFlagsOf(record: ProcessRecord, thresholdsAt: ThresholdsAt): RedFlag[] {
  const facts = factsOf(record)
  const thresholds = thresholdsAt(dateOfRecord(record))
  return [
    ...singleBid(facts),
    ...shortPeriod(record, thresholdsAt),
    ...lateAmendment(record, thresholds),
    ...contestsOf(facts).flatMap((contest) => ofContest.flatMap((indicator) => indicator(contest, thresholds))),
    ...shortStandstill(facts, thresholds),
  ]
}

/**
 * The questions that the processes of each buyer raise together, with the thresholds of the newest record's date; those that name no
 * buyer raise none.
 */
export function redFlagsAcross(records: readonly ProcessRecord[], thresholdsAt: ThresholdsAt): RedFlag[] {
  const dated = records.map((record) => ({ facts: factsOf(record), date: dateOfRecord(record) }))
  const byBuyer = Map.groupBy(dated, ({ facts }) => facts.buyer)
  return [...byBuyer].flatMap(([buyer, own]) => {
    if (buyer === null) return []
    const facts = own.map((each) => each.facts)
    const thresholds = thresholdsAt(own.reduce((newest, { date }) => Math.max(newest, date), -Infinity))
    return [...repeatedWinner(facts, thresholds), ...losingTogether(facts, thresholds)]
  })
}

/** Of its newest release; a record that bears no date is older than any rule. */
function dateOfRecord({ compiledRelease }: ProcessRecord): number {
  return dateOf(textOf(compiledRelease.date)) ?? -Infinity
}
