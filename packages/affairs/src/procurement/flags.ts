import { party, t } from '@gongshi/affair-kit'
import { buyer, procedureRef, within } from './shared.ts'

/** What is asked about, by the codes of docs/red-flags.md. */
const indicator = t.oneOf(
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
)
const supervisor = party({ officer: 'supervisor', of: 'flag.supervisor' })
const questioned = within('flag', 'tendering', 'closed', 'opened', 'assessing', 'completed', 'cancelled')

export const flagEntities = {
  /**
   * A question of those who supervise, and no verdict. Its words are handed to the buyer; pages show it together with the answer, or
   * when none came in time.
   */
  flag: {
    fields: {
      procedure: procedureRef,
      supervisor: t.organ(),
      indicator,
      /** Of the indicator’s method. */
      version: t.int(),
      /** The number of entries in the log of which the question was reckoned. */
      entries: t.int(),
      question: t.commitment('flag-question'),
      answerBy: t.time(),
      answer: t.option(t.commitment('flag-answer')),
      finding: t.option(t.oneOf('satisfied', 'passedOn')),
      reasons: t.option(t.commitment('procurement-reasons')),
    },
    status: ['raised', 'answered', 'unanswered', 'settled'],
    index: ['procedure', 'supervisor'],
    has: { answered: ['answer'], settled: ['finding', 'reasons'] },
    invariants: {
      'a question stays what it was': 'before.question == after.question && before.indicator == after.indicator',
      'an answer stays what it was': 'before.answer == null || after.answer == before.answer',
    },
  },
} as const

export const flagActions = {
  raiseFlag: {
    creates: 'flag',
    to: 'raised',
    basis: 'government-procurement/59',
    fill: ['procedure', 'supervisor', 'indicator', 'version', 'entries', 'question'],
    with: { procedure: within('input', 'tendering', 'closed', 'opened', 'assessing', 'completed', 'cancelled') },
    signers: { supervisor: party({ officer: 'supervisor', of: 'input.supervisor', within: 'procedure.division' }) },
    refuse: {
      own: 'input.supervisor == procedure.buyer || input.supervisor == procedure.agency',
      unversioned: 'input.version < 1 || input.entries < 1',
    },
    set: { answerBy: 'workdaysAfter(now, param.answerTime, procedure.division)' },
  },
  answerFlag: {
    on: 'flag',
    from: ['raised'],
    to: 'answered',
    basis: 'government-procurement/59',
    input: { answer: t.commitment('flag-answer') },
    with: { procedure: questioned },
    signers: { buyer },
    set: { answer: 'input.answer' },
    emits: { explained: { question: 'flag.question', answer: 'input.answer' } },
  },
  /** The time to answer is over: the question is public without one. */
  lapseFlag: {
    on: 'flag',
    from: ['raised'],
    to: 'unanswered',
    basis: 'government-procurement/59',
    at: 'flag.answerBy',
  },
  /** The answer is enough, or the matter goes to whoever may look further; late answers are among the reasons. */
  settleFlag: {
    on: 'flag',
    from: ['answered', 'unanswered'],
    to: 'settled',
    basis: 'government-procurement/59',
    input: { finding: t.oneOf('satisfied', 'passedOn'), reasons: t.commitment('procurement-reasons') },
    signers: { supervisor },
    set: { finding: 'input.finding', reasons: 'input.reasons' },
  },
} as const
