import { party, t } from '@gongshi/affair-kit'
import { agent, late, offerFields, procedureRef, sealed, trusteeOf, within } from './shared.ts'

const author = party({ person: 'bid.author' })
const tendering = within('bid', 'tendering')
const groupKey = { one: 'groupKey', is: ['bid.procedure'] } as const
const enclosed = { sealed: 'input.sealed', offer: 'input.offer', documents: 'input.documents' } as const

/** What opening a bid leaves: the offers that were in it, and the secret by which everybody opens its documents. */
const opening = {
  procedure: within('bid', 'closed'),
  groupKey,
  lots: { each: 'lot', by: 'procedure', is: 'bid.procedure', max: 20 },
  opened: { new: 'opening', to: 'opened', max: 1 },
  offers: { new: 'offer', to: 'offered', max: 20 },
} as const

export const bidEntities = {
  bid: {
    key: ['procedure', 'author'],
    fields: {
      procedure: procedureRef,
      author: t.subject(),
      ...sealed,
      /** The edition of the notice for which it stands. */
      edition: t.int(),
      sealedAt: t.time(),
    },
    status: ['sealed', 'withdrawn', 'opened', 'decoy', 'void', 'lapsed'],
    index: ['procedure'],
    tallies: { shares: { count: 'share', by: 'bid', in: ['given'] } },
  },
  /** What one trustee gave so that one bid is opened: 96 bytes, with proof. */
  share: {
    key: ['bid', 'index'],
    fields: { bid: t.ref('bid'), index: t.int(), trustee: t.ref('trustee'), share: t.bytes(96) },
    status: ['given'],
    index: ['bid'],
  },
  opening: {
    key: ['bid'],
    fields: { bid: t.ref('bid'), procedure: procedureRef, secret: t.bytes(32) },
    status: ['opened'],
    index: ['procedure'],
  },
  offer: {
    key: ['bid', 'lot'],
    fields: {
      bid: t.ref('bid'),
      lot: t.ref('lot'),
      procedure: procedureRef,
      bidder: t.organ(),
      price: t.money(),
      certificate: t.commitment('bid-certificate'),
      reasons: t.option(t.commitment('procurement-reasons')),
    },
    status: ['offered', 'qualified', 'disqualified'],
    index: ['lot', 'procedure', 'bidder'],
    has: { disqualified: ['reasons'] },
  },
} as const

export const bidActions = {
  submit: {
    creates: 'bid',
    to: 'sealed',
    basis: 'government-procurement-rules/33',
    fill: ['procedure', 'author', 'sealed', 'offer', 'documents'],
    with: {
      procedure: within('input', 'tendering'),
      entrant: { one: 'entrant', is: ['input.procedure', 'input.author'], from: ['admitted'] },
      groupKey: { one: 'groupKey', is: ['input.procedure'] },
    },
    signers: { author: { person: 'entrant.author' } },
    refuse: { late, many: 'procedure.bids >= 200', unproven: {} },
    set: { edition: 'procedure.edition', sealedAt: 'now' },
    emits: { sealed: { documents: 'input.documents', edition: 'procedure.edition' } },
    bounds: { steps: 200_000 },
    handler: true,
    onFault: 'alarm',
  },
  /** Another bid in its place; the one that was there is never opened. */
  replace: {
    on: 'bid',
    from: ['sealed', 'withdrawn'],
    to: 'sealed',
    basis: 'government-procurement-rules/34',
    input: sealed,
    with: { procedure: tendering, groupKey },
    signers: { author },
    refuse: { late, unproven: {} },
    set: { ...enclosed, edition: 'procedure.edition', sealedAt: 'now' },
    emits: { sealed: { documents: 'input.documents', edition: 'procedure.edition' } },
    bounds: { steps: 200_000 },
    handler: true,
    onFault: 'alarm',
  },
  /** The notice was amended, and the bid stands for the new edition as it is. */
  reconfirm: {
    on: 'bid',
    from: ['sealed'],
    basis: 'government-procurement-rules/27',
    with: { procedure: tendering },
    signers: { author },
    refuse: { late, current: 'bid.edition == procedure.edition' },
    set: { edition: 'procedure.edition' },
    onFault: 'alarm',
  },
  withdraw: {
    on: 'bid',
    from: ['sealed'],
    to: 'withdrawn',
    basis: 'government-procurement-rules/34',
    with: { procedure: tendering },
    signers: { author },
    refuse: { late },
    onFault: 'alarm',
  },
  /** One trustee’s shares for as many bids as one act can carry. None before the deadline, and none that is false. */
  give: {
    on: 'trustee',
    from: ['enrolled', 'contributed', 'accepted', 'faulty'],
    basis: 'government-procurement-rules/41',
    input: { shares: t.list(t.record({ bid: t.ref('bid'), share: t.bytes(96) }), 16) },
    with: {
      procedure: within('trustee', 'closed'),
      groupKey: { one: 'groupKey', is: ['trustee.procedure'] },
      bids: { each: 'bid', by: 'procedure', is: 'trustee.procedure', max: 200, from: ['sealed'] },
      shares: { new: 'share', to: 'given', max: 16 },
    },
    signers: { trustee: trusteeOf('trustee') },
    refuse: { nothing: 'size(input.shares) == 0', elsewhere: {}, unproven: {} },
    bounds: { reads: 1_000, writes: 400, events: 40, steps: 1_000_000 },
    handler: true,
    onFault: 'alarm',
  },
  /** With shares enough: what was sealed stands in the open. What nobody could have read is the bidder’s own fault. */
  open: {
    on: 'bid',
    from: ['sealed'],
    to: ['opened', 'decoy', 'void'],
    basis: 'government-procurement-rules/41',
    input: { by: t.ref('trustee') },
    with: {
      ...opening,
      trustee: { one: 'trustee', is: 'input.by' },
      shares: { each: 'share', by: 'bid', max: 15 },
    },
    signers: { opener: trusteeOf('trustee') },
    refuse: {
      stranger: 'trustee.procedure != bid.procedure',
      stale: 'bid.edition < procedure.edition',
      few: 'bid.shares < groupKey.threshold',
      unopened: {},
    },
    emits: { opened: true },
    unseals: { offer: offerFields },
    bounds: { steps: 200_000, events: 40 },
    handler: true,
    onFault: 'alarm',
  },
  /** Where too many trustees stay away: the bidder, with what was kept of the sealing. */
  openAlone: {
    on: 'bid',
    from: ['sealed'],
    to: ['opened', 'decoy', 'void'],
    basis: 'government-procurement-rules/41',
    input: { opener: t.bytes(32) },
    with: opening,
    signers: { author },
    refuse: {
      early: 'now < procedure.openBy',
      stale: 'bid.edition < procedure.edition',
      unopened: {},
    },
    emits: { opened: true },
    unseals: { offer: offerFields },
    bounds: { steps: 200_000, events: 40 },
    handler: true,
    onFault: 'alarm',
  },
  /** Not confirmed for the notice as amended, or opened by nobody for so long after its time: it is out, unread. */
  lapse: {
    on: 'bid',
    from: ['sealed'],
    to: 'lapsed',
    basis: 'government-procurement-rules/27',
    with: { procedure: within('bid', 'closed') },
    signers: { agent },
    refuse: {
      standing: 'bid.edition == procedure.edition && now < procedure.openBy + param.aloneTime',
      openable: 'bid.edition == procedure.edition && bid.shares >= procedure.threshold',
    },
  },
  /** Every bid is open or out. */
  finishOpening: {
    on: 'procedure',
    from: ['closed'],
    to: 'opened',
    basis: 'government-procurement-rules/41',
    signers: { agent },
    refuse: { sealed: 'procedure.bids > 0' },
    set: { openBy: null },
  },
} as const
