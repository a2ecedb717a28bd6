import { t } from '@gongshi/affair-kit'
import { buyer, clause, procedureRef, within } from './shared.ts'

const assessing = within('award', 'assessing')
const reasons = t.commitment('procurement-reasons')

export const awardEntities = {
  award: {
    key: ['lot', 'bid'],
    fields: {
      lot: t.ref('lot'),
      procedure: procedureRef,
      bid: t.ref('bid'),
      supplier: t.organ(),
      price: t.money(),
      /** Why not the first, or why a price so low is believed. */
      reasons: t.option(reasons),
      /** Until then nothing is signed. */
      standsAt: t.option(t.time()),
      contract: t.option(t.commitment('contract')),
      signBy: t.option(t.time()),
      endedBy: t.option(clause),
    },
    status: ['proposed', 'standing', 'signed', 'revoked'],
    index: ['procedure', 'lot', 'supplier'],
    has: { proposed: ['standsAt'], standing: ['signBy'], signed: ['contract'], revoked: ['endedBy', 'reasons'] },
  },
} as const

export const awardActions = {
  /** What the buyer intends, for everybody to see before it binds. */
  propose: {
    creates: 'award',
    to: 'proposed',
    basis: 'government-procurement-rules/68',
    fill: ['lot', 'bid', 'reasons'],
    with: {
      lot: { one: 'lot', is: 'input.lot', from: ['assessed'], to: 'proposed' },
      procedure: within('lot', 'assessing'),
      result: { one: 'result', is: ['input.bid', 'input.lot'] },
    },
    signers: { buyer },
    refuse: {
      out: 'result.rank == null',
      second: 'orElse(result.rank, 0) != 1 && input.reasons == null',
      unexplained: 'result.low && input.reasons == null',
    },
    set: {
      procedure: 'lot.procedure',
      supplier: 'result.bidder',
      price: 'result.price',
      standsAt: 'workdaysAfter(now, param.standstill, procedure.division)',
    },
    emits: { proposed: { supplier: 'result.bidder', price: 'result.price' } },
  },
  stand: {
    on: 'award',
    from: ['proposed'],
    to: 'standing',
    basis: 'government-procurement/52',
    at: 'award.standsAt',
    with: { procedure: assessing, lot: { one: 'lot', is: 'award.lot', from: ['proposed'], to: 'awarded' } },
    set: { standsAt: null, signBy: 'now + param.signingTime' },
  },
  /** By both parties, on the contract that both have. */
  sign: {
    on: 'award',
    from: ['standing'],
    to: 'signed',
    basis: 'government-procurement/46',
    input: { contract: t.commitment('contract') },
    with: { procedure: assessing, lot: { one: 'lot', is: 'award.lot', from: ['awarded'], to: 'signed' } },
    signers: { buyer, supplier: { officer: 'representative', of: 'award.supplier' } },
    set: { contract: 'input.contract' },
    emits: { signed: { contract: 'input.contract', supplier: 'award.supplier', price: 'award.price' } },
  },
  /** The supplier does not sign, or an objection holds: the next offer can be proposed. */
  revoke: {
    on: 'award',
    from: ['proposed', 'standing'],
    to: 'revoked',
    basis: 'government-procurement-rules/71',
    input: { clause, reasons },
    with: { procedure: assessing, lot: { one: 'lot', is: 'award.lot', from: ['proposed', 'awarded'], to: 'assessed' } },
    signers: { buyer, supervisor: { officer: 'supervisor', within: 'procedure.division' } },
    set: { endedBy: 'input.clause', reasons: 'input.reasons', standsAt: null, signBy: null },
  },
} as const
