import { party, t } from '@gongshi/affair-kit'
import { agent, beforeOpening, buyer, clause, procedureRef, within } from './shared.ts'

const category = t.oneOf('goods', 'works', 'services')

export const procedureEntities = {
  procedure: {
    key: ['buyer', 'number'],
    fields: {
      buyer: t.organ(),
      number: t.code('document-number'),
      /** Who runs it for the buyer: an agency, or the buyer itself. */
      agency: t.organ(),
      division: t.division(),
      category,
      plan: t.commitment('procurement-plan'),
      estimate: t.money(),
      /** How many trustees open together. */
      threshold: t.option(t.int()),
      /** Until when a trustee may show that a contribution to the key is false. */
      disputeUntil: t.option(t.time()),
      notice: t.option(t.commitment('procurement-notice')),
      edition: t.int(),
      /** Until when questions are taken, and until when bids are. */
      askUntil: t.option(t.time()),
      bidUntil: t.option(t.time()),
      /** From then on bidders may open alone. */
      openBy: t.option(t.time()),
      /** How many experts judge. */
      experts: t.int(),
      endedBy: t.option(clause),
      reasons: t.option(t.commitment('procurement-reasons')),
    },
    status: [
      'planned',
      'convened',
      'keying',
      'keyed',
      'tendering',
      'closed',
      'opened',
      'assessing',
      'completed',
      'cancelled',
    ],
    index: ['buyer', 'agency'],
    has: {
      keying: ['threshold', 'disputeUntil'],
      keyed: ['threshold'],
      tendering: ['threshold', 'notice', 'askUntil', 'bidUntil'],
      closed: ['threshold', 'notice', 'bidUntil', 'openBy'],
      opened: ['threshold', 'notice', 'bidUntil'],
      assessing: ['notice', 'bidUntil'],
      completed: ['notice'],
      cancelled: ['endedBy', 'reasons'],
    },
    tallies: {
      named: { count: 'trustee', by: 'procedure', in: ['named'] },
      enrolled: { count: 'trustee', by: 'procedure', in: ['enrolled', 'contributed', 'accepted', 'faulty'] },
      given: { count: 'trustee', by: 'procedure', in: ['contributed', 'accepted', 'faulty'] },
      standing: { count: 'trustee', by: 'procedure', in: ['contributed', 'accepted'] },
      accepted: { count: 'trustee', by: 'procedure', in: ['accepted'] },
      desks: { count: 'issuer', by: 'procedure', in: ['named', 'issuing'] },
      issuing: { count: 'issuer', by: 'procedure', in: ['issuing'] },
      lots: { count: 'lot', by: 'procedure', in: ['open', 'assessed', 'proposed', 'awarded', 'signed', 'failed'] },
      unsettled: { count: 'lot', by: 'procedure', in: ['open', 'assessed', 'proposed', 'awarded'] },
      weights: { sum: 'criterion', of: 'weight', by: 'procedure', in: ['fixed'] },
      bids: { count: 'bid', by: 'procedure', in: ['sealed'] },
      /** So that whoever recomputes the draws sees that no secret was left out. */
      openings: { count: 'opening', by: 'procedure', in: ['opened'] },
      candidates: { count: 'candidate', by: 'procedure', in: ['standing'] },
      recusals: { count: 'seat', by: 'procedure', in: ['recused'] },
      lost: { count: 'loss', by: 'procedure', in: ['recorded'] },
      unanswered: { count: 'enquiry', by: 'procedure', in: ['asked'] },
    },
    invariants: {
      'the key is made once': 'before.threshold == null || after.threshold == before.threshold',
      'an edition is never lost': 'after.edition == before.edition || after.edition == before.edition + 1',
      'another notice is another edition':
        'before.notice == null || after.notice == before.notice || after.edition == before.edition + 1',
    },
  },
  lot: {
    key: ['procedure', 'number'],
    fields: {
      procedure: procedureRef,
      number: t.int(),
      title: t.text(300),
      /** What it is expected to cost, and the most that is paid. */
      estimate: t.money(),
      ceiling: t.money(),
      /** When the formula was applied; the figures of that time count. */
      assessedAt: t.option(t.time()),
    },
    status: ['open', 'assessed', 'proposed', 'awarded', 'signed', 'failed'],
    index: ['procedure'],
    has: {
      assessed: ['assessedAt'],
      proposed: ['assessedAt'],
      awarded: ['assessedAt'],
      signed: ['assessedAt'],
    },
    tallies: {
      pending: { count: 'offer', by: 'lot', in: ['offered'] },
      qualified: { count: 'offer', by: 'lot', in: ['qualified'] },
      sheets: { count: 'sheet', by: 'lot', in: ['given', 'revealed'] },
      revealed: { count: 'sheet', by: 'lot', in: ['revealed'] },
    },
  },
  /** How offers are judged: fixed before the notice and never after. */
  criterion: {
    key: ['procedure', 'number'],
    fields: {
      procedure: procedureRef,
      number: t.int(),
      title: t.text(300),
      /** By the price (the lowest has all points, another in proportion), or by experts. */
      kind: t.oneOf('price', 'quality'),
      /** Of 10,000. */
      weight: t.int(),
      most: t.int(),
      /** Fewer points on the average of the experts: the offer is out. */
      least: t.int(),
    },
    status: ['fixed'],
    index: ['procedure'],
  },
  enquiry: {
    fields: {
      procedure: procedureRef,
      author: t.subject(),
      question: t.commitment('enquiry'),
      answer: t.option(t.commitment('enquiry-answer')),
    },
    status: ['asked', 'answered'],
    index: ['procedure'],
    has: { answered: ['answer'] },
  },
} as const

export const procedureActions = {
  plan: {
    creates: 'procedure',
    to: 'planned',
    basis: 'government-procurement/33',
    fill: ['buyer', 'number', 'agency', 'division', 'category', 'plan', 'estimate', 'experts'],
    signers: { buyer: { officer: 'purchaser', of: 'input.buyer' } },
    refuse: {
      worthless: '!positive(input.estimate)',
      even: 'input.experts < param.leastExperts || input.experts % 2 == 0 || input.experts > 15',
    },
    set: { edition: 0 },
  },
  addLot: {
    creates: 'lot',
    to: 'open',
    basis: 'government-procurement-rules/20',
    fill: ['procedure', 'number', 'title', 'estimate', 'ceiling'],
    with: { procedure: within('input', 'planned', 'convened', 'keying', 'keyed') },
    signers: { agent },
    refuse: {
      numbering: 'input.number != procedure.lots + 1',
      many: 'procedure.lots >= 20',
      worthless: '!positive(input.estimate)',
      dear: 'input.ceiling < input.estimate || input.estimate > procedure.estimate',
    },
  },
  addCriterion: {
    creates: 'criterion',
    to: 'fixed',
    basis: 'government-procurement-rules/55',
    fill: ['procedure', 'number', 'title', 'kind', 'weight', 'most', 'least'],
    with: { procedure: within('input', 'planned', 'convened', 'keying', 'keyed') },
    signers: { agent },
    refuse: {
      unbounded: 'input.number < 1 || input.number > 20',
      weightless: 'input.weight < 1 || procedure.weights + input.weight > 10000',
      points: 'input.most < 1 || input.most > 1000 || input.least < 0 || input.least > input.most',
      priced: 'input.kind == "price" && input.least > 0',
    },
  },
  /** The notice: from now on bids are taken. Lots, criteria and key stand, and stay. */
  publish: {
    on: 'procedure',
    from: ['keyed'],
    to: 'tendering',
    basis: 'government-procurement/35',
    input: { notice: t.commitment('procurement-notice'), askUntil: t.time(), bidUntil: t.time() },
    signers: { agent, buyer: { officer: 'purchaser', of: 'procedure.buyer', not: 'plan' } },
    refuse: {
      lotless: 'procedure.lots == 0',
      deskless: 'procedure.issuing == 0',
      unweighted: 'procedure.weights != 10000',
      unmanned: 'procedure.candidates < procedure.experts * 2',
      short: 'input.bidUntil < now + param.leastBidding',
      askedLate: 'input.askUntil <= now || input.askUntil >= input.bidUntil',
    },
    set: { notice: 'input.notice', askUntil: 'input.askUntil', bidUntil: 'input.bidUntil', edition: 1 },
    emits: { noticed: { notice: 'input.notice', edition: '1', bidUntil: 'input.bidUntil' } },
  },
  /** Another edition of the notice: whoever has bid confirms the bid, and nobody has less time than the rule gives. */
  amend: {
    on: 'procedure',
    from: ['tendering'],
    basis: 'government-procurement-rules/27',
    input: { notice: t.commitment('procurement-notice'), bidUntil: t.time() },
    signers: { agent, buyer },
    refuse: {
      late: 'procedure.bidUntil <= now',
      same: 'input.notice == procedure.notice',
      earlier: 'input.bidUntil < procedure.bidUntil',
      short: 'input.bidUntil < now + param.leastAfterAmendment',
    },
    set: { notice: 'input.notice', bidUntil: 'input.bidUntil', edition: 'procedure.edition + 1' },
    emits: { noticed: { notice: 'input.notice', edition: 'procedure.edition + 1', bidUntil: 'input.bidUntil' } },
  },
  ask: {
    creates: 'enquiry',
    to: 'asked',
    basis: 'government-procurement-rules/27',
    fill: ['procedure', 'author', 'question'],
    with: {
      procedure: within('input', 'tendering'),
      entrant: { one: 'entrant', is: ['input.procedure', 'input.author'], from: ['admitted'] },
    },
    signers: { author: { person: 'entrant.author' } },
    refuse: { late: 'procedure.askUntil <= now', many: 'procedure.unanswered >= 200' },
    emits: { asked: { question: 'input.question' } },
  },
  /** To everybody at once: who asked is known by a pseudonym only. */
  answer: {
    on: 'enquiry',
    from: ['asked'],
    to: 'answered',
    basis: 'government-procurement-rules/27',
    input: { answer: t.commitment('enquiry-answer') },
    with: { procedure: within('enquiry', 'tendering') },
    signers: { agent },
    set: { answer: 'input.answer' },
    emits: { answered: { question: 'enquiry.question', answer: 'input.answer' } },
  },
  close: {
    on: 'procedure',
    from: ['tendering'],
    to: 'closed',
    basis: 'government-procurement-rules/39',
    at: 'procedure.bidUntil',
    set: { openBy: 'procedure.bidUntil + param.openingTime' },
  },
  cancel: {
    on: 'procedure',
    from: beforeOpening,
    to: 'cancelled',
    basis: 'government-procurement-rules/29',
    input: { clause, reasons: t.commitment('procurement-reasons') },
    signers: { buyer },
    set: { endedBy: 'input.clause', reasons: 'input.reasons' },
  },
  /** Once bids are known, not by the buyer alone. */
  cancelOpened: {
    on: 'procedure',
    from: ['closed', 'opened', 'assessing'],
    to: 'cancelled',
    basis: 'government-procurement/36',
    input: { clause, reasons: t.commitment('procurement-reasons') },
    signers: { buyer, supervisor: party({ officer: 'supervisor', within: 'procedure.division' }) },
    refuse: { own: 'signer.supervisor.organ == procedure.buyer || signer.supervisor.organ == procedure.agency' },
    set: { endedBy: 'input.clause', reasons: 'input.reasons' },
  },
  complete: {
    on: 'procedure',
    from: ['assessing'],
    to: 'completed',
    basis: 'government-procurement/42',
    signers: { agent },
    refuse: { unsettled: 'procedure.unsettled > 0' },
  },
} as const
