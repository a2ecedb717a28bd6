const dayMs = 24 * 60 * 60 * 1000

/**
 * The parameters with which a ledger begins, as genesis has them, each with its clause: days in
 * milliseconds but for standstill and answerTime, which count working days. The house changes them by vote. All to be confirmed.
 */
export const usualProcurement: readonly {
  readonly name: string
  readonly value: number | { readonly numerator: number; readonly denominator: number }
  readonly basis: string
}[] = [
  { name: 'leastBidding', value: 20 * dayMs, basis: 'government-procurement/35' },
  { name: 'leastAfterAmendment', value: 15 * dayMs, basis: 'government-procurement-rules/27' },
  { name: 'leastTrustees', value: 3, basis: 'government-procurement-rules/39' },
  { name: 'disputeTime', value: 2 * dayMs, basis: 'government-procurement-rules/39' },
  { name: 'openingTime', value: dayMs, basis: 'government-procurement-rules/41' },
  { name: 'aloneTime', value: 3 * dayMs, basis: 'government-procurement-rules/41' },
  { name: 'handInTime', value: 3 * dayMs, basis: 'government-procurement-rules/33' },
  { name: 'leastExperts', value: 5, basis: 'government-procurement-rules/47' },
  { name: 'leastBidders', value: 3, basis: 'government-procurement/36' },
  { name: 'lowShare', value: { numerator: 1, denominator: 2 }, basis: 'government-procurement-rules/60' },
  { name: 'standstill', value: 7, basis: 'government-procurement/52' },
  { name: 'signingTime', value: 30 * dayMs, basis: 'government-procurement/46' },
  { name: 'answerTime', value: 7, basis: 'government-procurement/53' },
  { name: 'amendmentDays', value: 3, basis: 'government-procurement/59' },
  { name: 'standstillDays', value: 7, basis: 'government-procurement/59' },
  { name: 'nearShare', value: { numerator: 1, denominator: 100 }, basis: 'government-procurement/59' },
  { name: 'closeShare', value: { numerator: 1, denominator: 100 }, basis: 'government-procurement/59' },
  { name: 'discountShare', value: { numerator: 1, denominator: 2 }, basis: 'government-procurement/59' },
  { name: 'repeatedAwards', value: 3, basis: 'government-procurement/59' },
  { name: 'awardShare', value: { numerator: 1, denominator: 2 }, basis: 'government-procurement/59' },
  { name: 'lostTogether', value: 2, basis: 'government-procurement/59' },
]
