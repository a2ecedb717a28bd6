import { defineAffair, party, t } from '@gongshi/affair-kit'
import { identity } from '../identity/affair.ts'

const consultant = party({ officer: 'consultant', of: 'consultation.organ' })
const clause = t.code('clause')
/** The end of the last day on which comments are taken. */
const closesAt = 'workdaysAfter(now, input.days, input.division)'

/**
 * An organ asks the public about a draft, and owes an answer. Who comments is known here by a key and a pseudonym made for
 * that one matter, and what is said is a content beside the ledger, under a commitment.
 */
export const participation = defineAffair({
  name: 'participation',
  version: 1,
  params: { leastDays: t.workdays('major-decisions/15'), answerDays: t.workdays('major-decisions/18') },
  events: {
    /** In the log itself, so that what was laid out and answered is provable when a body is gone. */
    laidOut: { draft: t.commitment('publication'), closes: t.time(), answerBy: t.time() },
    commented: { content: t.commitment('comment') },
    answered: { answer: t.commitment('publication'), comments: t.int() },
    overdue: { organ: t.organ(), answerBy: t.time() },
  },
  entities: {
    consultation: {
      key: ['organ', 'number'],
      fields: {
        organ: t.organ(),
        number: t.code('document-number'),
        /** By whose working days its times are counted. */
        division: t.division(),
        draft: t.commitment('publication'),
        clause,
        closes: t.time(),
        answerBy: t.time(),
        answer: t.option(t.commitment('publication')),
        answeredAt: t.option(t.time()),
        withdrawnBy: t.option(clause),
      },
      status: ['open', 'closed', 'overdue', 'answered', 'withdrawn'],
      index: ['organ', 'closes'],
      has: { answered: ['answer', 'answeredAt'], withdrawn: ['withdrawnBy'] },
      tallies: { comments: { count: 'comment', by: 'consultation', in: ['made', 'withheld'] } },
      invariants: {
        'an answer is owed after the end, and never earlier': 'after.answerBy > after.closes',
        'what was laid out stays': 'after.draft == before.draft && after.closes == before.closes',
      },
    },
    /** A person’s place in one consultation, and the one comment for which it is. */
    comment: {
      key: ['consultation', 'author'],
      fields: {
        consultation: t.ref('consultation'),
        author: t.subject(),
        content: t.option(t.commitment('comment')),
        withheldBy: t.option(clause),
        withheldFor: t.option(t.oneOf('personalData', 'insult', 'unlawful', 'advertising')),
      },
      status: ['admitted', 'made', 'withheld'],
      index: ['consultation'],
      has: { made: ['content'], withheld: ['content', 'withheldBy', 'withheldFor'] },
      invariants: {
        'what was said is not put otherwise': 'before.content == null || after.content == before.content',
      },
    },
  },
  actions: {
    open: {
      creates: 'consultation',
      to: 'open',
      basis: 'major-decisions/14',
      fill: ['organ', 'number', 'division', 'draft', 'clause'],
      input: { days: t.workdays() },
      signers: { consultant: { officer: 'consultant', of: 'input.organ' } },
      refuse: { short: 'input.days < param.leastDays' },
      set: {
        closes: closesAt,
        // Counted from the last day itself, which ends at the very moment that `closes` is.
        answerBy: `workdaysAfter(${closesAt} - hours(1), param.answerDays, input.division)`,
      },
      emits: {
        laidOut: {
          draft: 'input.draft',
          closes: closesAt,
          answerBy: `workdaysAfter(${closesAt} - hours(1), param.answerDays, input.division)`,
        },
      },
    },
    /** The organ has seen a certificate for this key and this matter; who holds it, the certificate does not say. */
    admit: {
      creates: 'comment',
      to: 'admitted',
      basis: 'electronic-signature/13',
      fill: ['consultation', 'author'],
      input: {
        keyId: t.key(),
        suite: t.oneOf('ed25519', 'es256'),
        x: t.bytes(32),
        y: t.option(t.bytes(32)),
        level: t.int(),
      },
      with: { matter: { one: 'consultation', is: 'input.consultation', from: ['open'] } },
      signers: { receiver: { officer: 'receiver', of: 'matter.organ' } },
      refuse: { late: 'matter.closes <= now' },
      calls: {
        person: {
          of: identity.actions.admit,
          give: {
            keyId: 'input.keyId',
            suite: 'input.suite',
            x: 'input.x',
            y: 'input.y',
            subject: 'input.author',
            organ: 'matter.organ',
            level: 'input.level',
          },
        },
      },
    },
    comment: {
      on: 'comment',
      from: ['admitted'],
      to: 'made',
      basis: 'major-decisions/15',
      input: { content: t.commitment('comment') },
      with: { matter: { one: 'consultation', is: 'comment.consultation', from: ['open'] } },
      signers: { author: { person: 'comment.author' } },
      refuse: { late: 'matter.closes <= now' },
      set: { content: 'input.content' },
      emits: { commented: { content: 'input.content' } },
    },
    /** What is left is that somebody said something, who took it down, and by which clause. */
    withhold: {
      on: 'comment',
      from: ['made'],
      to: 'withheld',
      basis: 'cybersecurity/12',
      input: { clause, ground: t.oneOf('personalData', 'insult', 'unlawful', 'advertising') },
      with: { matter: { one: 'consultation', is: 'comment.consultation' } },
      signers: { moderator: { officer: 'moderator', of: 'matter.organ' } },
      set: { withheldBy: 'input.clause', withheldFor: 'input.ground' },
    },
    restore: {
      on: 'comment',
      from: ['withheld'],
      to: 'made',
      basis: 'cybersecurity/12',
      with: { matter: { one: 'consultation', is: 'comment.consultation' } },
      signers: { moderator: { officer: 'moderator', of: 'matter.organ', not: 'withhold' } },
      set: { withheldBy: null, withheldFor: null },
    },
    close: {
      on: 'consultation',
      from: ['open'],
      to: 'closed',
      basis: 'major-decisions/15',
      at: 'consultation.closes',
    },
    lapse: {
      on: 'consultation',
      from: ['closed'],
      to: 'overdue',
      basis: 'major-decisions/18',
      at: 'consultation.answerBy',
      emits: { overdue: { organ: 'consultation.organ', answerBy: 'consultation.answerBy' } },
    },
    /** Late is better than never: an overdue one is answered all the same, and stays known as late by its times. */
    answer: {
      on: 'consultation',
      from: ['closed', 'overdue'],
      to: 'answered',
      basis: 'major-decisions/18',
      input: { answer: t.commitment('publication') },
      signers: { consultant },
      refuse: { same: 'input.answer == consultation.draft' },
      set: { answer: 'input.answer', answeredAt: 'now' },
      emits: { answered: { answer: 'input.answer', comments: 'consultation.comments' } },
    },
    withdraw: {
      on: 'consultation',
      from: ['open', 'closed'],
      to: 'withdrawn',
      basis: 'major-decisions/14',
      input: { clause },
      signers: { consultant },
      set: { withdrawnBy: 'input.clause' },
    },
  },
})
