import { defineAffair, t } from '@gongshi/affair-kit'
import { awardActions, awardEntities } from './awards.ts'
import { bidActions, bidEntities } from './bids.ts'
import { custodyActions, custodyEntities } from './custody.ts'
import { entrantActions, entrantEntities } from './entrants.ts'
import { evaluationActions, evaluationEntities } from './evaluation.ts'
import { flagActions, flagEntities } from './flags.ts'
import { keyActions, keyEntities } from './keys.ts'
import { procedureActions, procedureEntities } from './procedures.ts'

/**
 * Open tender. Nobody reads a bid before its time, the operator included: bids are sealed to a key that several
 * departments make for this procedure. The award follows from the formula in the notice, and anyone recomputes it.
 */
export const procurement = defineAffair({
  name: 'procurement',
  version: 1,
  params: {
    leastBidding: t.duration('government-procurement/35'),
    leastAfterAmendment: t.duration('government-procurement-rules/27'),
    leastTrustees: t.int('government-procurement-rules/39'),
    disputeTime: t.duration('government-procurement-rules/39'),
    openingTime: t.duration('government-procurement-rules/41'),
    aloneTime: t.duration('government-procurement-rules/41'),
    handInTime: t.duration('government-procurement-rules/33'),
    leastExperts: t.int('government-procurement-rules/47'),
    leastBidders: t.int('government-procurement/36'),
    lowShare: t.rational('government-procurement-rules/60'),
    standstill: t.workdays('government-procurement/52'),
    signingTime: t.duration('government-procurement/46'),
    answerTime: t.workdays('government-procurement/53'),
    // Where questions begin (docs/red-flags.md): no rule of the ledger asks for them.
    amendmentDays: t.int('government-procurement/59'),
    standstillDays: t.int('government-procurement/59'),
    nearShare: t.rational('government-procurement/59'),
    closeShare: t.rational('government-procurement/59'),
    discountShare: t.rational('government-procurement/59'),
    repeatedAwards: t.int('government-procurement/59'),
    awardShare: t.rational('government-procurement/59'),
    lostTogether: t.int('government-procurement/59'),
  },
  events: {
    /** In the log itself, so that a document is provable when the body of its transaction is gone. */
    noticed: { notice: t.commitment('procurement-notice'), edition: t.int(), bidUntil: t.time() },
    asked: { question: t.commitment('enquiry') },
    answered: { question: t.commitment('enquiry'), answer: t.commitment('enquiry-answer') },
    sealed: { documents: t.commitment('sealed-documents'), edition: t.int() },
    opened: { documents: t.commitment('sealed-documents'), secret: t.bytes(32) },
    proposed: { supplier: t.organ(), price: t.money() },
    explained: { question: t.commitment('flag-question'), answer: t.commitment('flag-answer') },
    signed: { contract: t.commitment('contract'), supplier: t.organ(), price: t.money() },
  },
  entities: {
    ...procedureEntities,
    ...keyEntities,
    ...entrantEntities,
    ...bidEntities,
    ...custodyEntities,
    ...evaluationEntities,
    ...awardEntities,
    ...flagEntities,
  },
  actions: {
    ...procedureActions,
    ...keyActions,
    ...entrantActions,
    ...bidActions,
    ...custodyActions,
    ...evaluationActions,
    ...awardActions,
    ...flagActions,
  },
})
