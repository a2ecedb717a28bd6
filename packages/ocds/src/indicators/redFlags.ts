import { losingTogether, repeatedWinner } from './buyers.ts'
import { onlyWinnerQualified, singleBid } from './competition.ts'
import { factsOf } from './facts.ts'
import type { ProcessRecord, RedFlag, Thresholds } from './indicator.ts'
import { closeSecond, contestsOf, deepDiscount, lowestOut, nearEstimate, samePrices } from './prices.ts'
import { lateAmendment, shortPeriod, shortStandstill } from './times.ts'

const ofContest = [nearEstimate, closeSecond, deepDiscount, samePrices, lowestOut, onlyWinnerQualified]

/** The questions that one process raises, in the order of their codes' list. Total, whatever the record holds. */
export function redFlagsOf(record: ProcessRecord, thresholds: Thresholds): RedFlag[] {
  const facts = factsOf(record)
  return [
    ...singleBid(facts),
    ...shortPeriod(record, thresholds),
    ...lateAmendment(record, thresholds),
    ...contestsOf(facts).flatMap((contest) => ofContest.flatMap((indicator) => indicator(contest, thresholds))),
    ...shortStandstill(facts, thresholds),
  ]
}

/** The questions that the processes of each buyer raise together; those that name no buyer raise none. */
export function redFlagsAcross(records: readonly ProcessRecord[], thresholds: Thresholds): RedFlag[] {
  const byBuyer = Map.groupBy(records.map(factsOf), ({ buyer }) => buyer)
  return [...byBuyer].flatMap(([buyer, facts]) =>
    buyer === null ? [] : [...repeatedWinner(facts, thresholds), ...losingTogether(facts, thresholds)],
  )
}
