import { t } from '@gongshi/affair-kit'
import { organisations } from '../organisations/affair.ts'
import { agent, procedureRef, within } from './shared.ts'

const assessing = (row: string) => within(row, 'assessing')
const lotOf = (is: string) => ({ one: 'lot', is, from: ['open'] }) as const
const points = t.list(t.record({ bid: t.ref('bid'), criterion: t.int(), points: t.int() }), 600)
/** The five of government-procurement-regulation/9: which of them, and nothing about whom. */
const interest = t.oneOf('employed', 'director', 'owner', 'kin', 'other')
/** Of those drawn, who judges: the first ones, and the next for each who has an interest. */
const seated = 'seat.order <= procedure.experts + procedure.recusals'
/** The system has lost documents, and the time to put them back is not over: nobody judges without them. */
const lost = 'procedure.lost > 0'

export const evaluationEntities = {
  /** An expert among whom is drawn. Known before bids are, and no member of either party. */
  candidate: {
    key: ['procedure', 'expert'],
    fields: { procedure: procedureRef, expert: t.ref(organisations, 'officer'), organ: t.organ() },
    status: ['standing', 'struck'],
    index: ['procedure'],
  },
  seat: {
    key: ['procedure', 'order'],
    fields: {
      procedure: procedureRef,
      order: t.int(),
      expert: t.ref(organisations, 'officer'),
      organ: t.organ(),
      interest: t.option(interest),
    },
    status: ['drawn', 'recused'],
    index: ['procedure', 'expert'],
    has: { recused: ['interest'] },
    tallies: {
      sheets: { count: 'sheet', by: 'seat', in: ['given', 'revealed'] },
    },
  },
  /** One expert’s points for the offers of one lot: first their digest, and when all are in, the points. */
  sheet: {
    key: ['lot', 'seat'],
    fields: {
      lot: t.ref('lot'),
      seat: t.ref('seat'),
      digest: t.bytes(32),
      points: t.option(points),
      /** With the points it gives the digest, so that anyone sees that they are those of before. */
      salt: t.option(t.bytes(32)),
    },
    status: ['given', 'revealed'],
    index: ['lot'],
    has: { revealed: ['points', 'salt'] },
    invariants: { 'a digest stays what it was': 'after.digest == before.digest' },
  },
  /** What comes of the formula: recomputed by anyone from offers, criteria and sheets. */
  result: {
    key: ['bid', 'lot'],
    fields: {
      bid: t.ref('bid'),
      lot: t.ref('lot'),
      bidder: t.organ(),
      price: t.money(),
      /** Of 10,000. */
      total: t.rational(),
      /** From 1; none: out by a criterion’s least points. */
      rank: t.option(t.int()),
      /** So far below the others that the bidder has to explain it. */
      low: t.bool(),
    },
    status: ['ranked'],
    index: ['lot'],
  },
  dissent: {
    key: ['lot', 'seat'],
    fields: { lot: t.ref('lot'), seat: t.ref('seat'), reasons: t.commitment('procurement-reasons') },
    status: ['recorded'],
    index: ['lot'],
  },
} as const

export const evaluationActions = {
  nominate: {
    creates: 'candidate',
    to: 'standing',
    basis: 'government-procurement-rules/48',
    fill: ['procedure', 'expert'],
    with: {
      procedure: within('input', 'planned', 'convened', 'keying', 'keyed'),
      person: { one: organisations.rows.officer, is: 'input.expert', from: ['active'] },
    },
    signers: { agent },
    refuse: {
      party: 'person.organ == procedure.buyer || person.organ == procedure.agency',
      many: 'procedure.candidates >= 60',
    },
    set: { organ: 'person.organ' },
  },
  strike: {
    on: 'candidate',
    from: ['standing'],
    to: 'struck',
    basis: 'government-procurement-rules/48',
    with: { procedure: within('candidate', 'planned', 'convened', 'keying', 'keyed') },
    signers: { agent },
  },
  /** By chance that nobody steers: it comes from the secrets of all bids and decoys, sealed before the deadline. */
  draw: {
    on: 'procedure',
    from: ['opened'],
    to: 'assessing',
    basis: 'government-procurement-rules/48',
    with: {
      candidates: { each: 'candidate', by: 'procedure', max: 60, from: ['standing'] },
      openings: { each: 'opening', by: 'procedure', max: 200 },
      seats: { new: 'seat', to: 'drawn', max: 60 },
    },
    signers: { agent },
    refuse: { chanceless: {} },
    bounds: { reads: 1_000, steps: 200_000, writes: 500, events: 100 },
    handler: true,
  },
  /** An expert who has an interest says so; the next one drawn takes the seat. */
  recuse: {
    on: 'seat',
    from: ['drawn'],
    to: 'recused',
    basis: 'government-procurement-regulation/9',
    input: { interest },
    with: { procedure: assessing('seat') },
    signers: { expert: { holder: 'seat.expert' } },
    refuse: { idle: `!(${seated})`, begun: 'seat.sheets > 0' },
    set: { interest: 'input.interest' },
  },
  qualify: {
    on: 'offer',
    from: ['offered'],
    to: 'qualified',
    basis: 'government-procurement-rules/44',
    with: { procedure: assessing('offer'), lot: lotOf('offer.lot') },
    signers: { agent },
    refuse: { lost, dear: 'offer.price > lot.ceiling' },
  },
  disqualify: {
    on: 'offer',
    from: ['offered', 'qualified'],
    to: 'disqualified',
    basis: 'government-procurement-rules/63',
    input: { reasons: t.commitment('procurement-reasons') },
    with: { procedure: assessing('offer'), lot: lotOf('offer.lot') },
    signers: { agent },
    refuse: { lost, begun: 'lot.sheets > 0' },
    set: { reasons: 'input.reasons' },
  },
  score: {
    creates: 'sheet',
    to: 'given',
    basis: 'government-procurement-rules/55',
    fill: ['lot', 'seat', 'digest'],
    with: {
      lot: lotOf('input.lot'),
      procedure: assessing('lot'),
      seat: { one: 'seat', is: 'input.seat', from: ['drawn'] },
    },
    signers: { expert: { holder: 'seat.expert' } },
    refuse: {
      stranger: 'seat.procedure != lot.procedure',
      idle: `!(${seated})`,
      lost,
      unqualified: 'lot.pending > 0 || lot.qualified == 0',
    },
  },
  /** When every sheet is in: nobody’s points follow another’s. */
  reveal: {
    on: 'sheet',
    from: ['given'],
    to: 'revealed',
    basis: 'government-procurement-rules/55',
    input: { points, salt: t.bytes(32) },
    with: {
      lot: lotOf('sheet.lot'),
      procedure: assessing('lot'),
      seat: { one: 'seat', is: 'sheet.seat' },
      offers: { each: 'offer', by: 'lot', is: 'sheet.lot', max: 200, from: ['qualified'] },
      criteria: { each: 'criterion', by: 'procedure', is: 'lot.procedure', max: 20 },
    },
    signers: { expert: { holder: 'seat.expert' } },
    refuse: { waiting: 'lot.sheets < procedure.experts', different: {}, incomplete: {}, excessive: {} },
    set: { points: 'input.points', salt: 'input.salt' },
    digests: { sheet: { points, salt: t.bytes(32) } },
    bounds: { reads: 1_000, steps: 1_000_000 },
    handler: true,
  },
  /** By the formula that stands since the notice, in exact numbers. */
  assess: {
    on: 'lot',
    from: ['open'],
    to: 'assessed',
    basis: 'government-procurement-rules/57',
    with: {
      procedure: assessing('lot'),
      offers: { each: 'offer', by: 'lot', max: 200, from: ['qualified'] },
      sheets: { each: 'sheet', by: 'lot', max: 15, from: ['revealed'] },
      criteria: { each: 'criterion', by: 'procedure', is: 'lot.procedure', max: 20 },
      openings: { each: 'opening', by: 'procedure', is: 'lot.procedure', max: 200 },
      results: { new: 'result', to: 'ranked', max: 200 },
    },
    signers: { agent },
    refuse: {
      lost,
      waiting: 'lot.revealed < procedure.experts || lot.pending > 0',
      few: 'lot.qualified < param.leastBidders',
    },
    set: { assessedAt: 'now' },
    bounds: { reads: 2_000, steps: 1_000_000, writes: 1_000, events: 250, bytes: 262_144 },
    handler: true,
  },
  dissent: {
    creates: 'dissent',
    to: 'recorded',
    basis: 'government-procurement-rules/61',
    fill: ['lot', 'seat', 'reasons'],
    with: {
      lot: { one: 'lot', is: 'input.lot', from: ['open', 'assessed', 'proposed'] },
      procedure: assessing('lot'),
      seat: { one: 'seat', is: 'input.seat', from: ['drawn'] },
    },
    signers: { expert: { holder: 'seat.expert' } },
    refuse: { stranger: 'seat.procedure != lot.procedure', idle: `!(${seated})` },
  },
  /** Too few offers, or none that is fit: nothing is bought. */
  failLot: {
    on: 'lot',
    from: ['open'],
    to: 'failed',
    basis: 'government-procurement/36',
    with: { procedure: assessing('lot') },
    signers: { agent },
    refuse: { lost, enough: 'lot.pending > 0 || lot.qualified >= param.leastBidders' },
  },
} as const
