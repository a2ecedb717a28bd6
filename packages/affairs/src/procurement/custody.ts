import { party, t } from '@gongshi/affair-kit'
import { agent, procedureRef, trusteeOf, within } from './shared.ts'

const afterwards = ['closed', 'opened', 'assessing'] as const
const opened = { one: 'bid', is: 'input.bid', from: ['opened'] } as const
/** That the system had the documents: a trustee has signed on the ledger that it has held a whole copy against their commitment. */
const holding = { one: 'holding', is: ['input.bid', 'bid.documents', 'input.holder'] } as const
const recorded = { documents: 'bid.documents', procedure: 'bid.procedure', handInBy: 'now + param.handInTime' } as const

/** Copies of the sealed documents that trustees keep, and what is done where the system has lost documents (docs/sealing.md). */
export const custodyEntities = {
  /** One trustee has a whole copy of one bid’s sealed documents. It says no more than the bid’s own entry does. */
  holding: {
    key: ['bid', 'documents', 'trustee'],
    fields: {
      bid: t.ref('bid'),
      documents: t.commitment('sealed-documents'),
      trustee: t.ref('trustee'),
      procedure: procedureRef,
      heldAt: t.time(),
    },
    status: ['held'],
    index: ['procedure'],
  },
  /** The documents of an opened bid are lost, and not by its bidder: evaluation waits for them. Once for each bid. */
  loss: {
    key: ['bid'],
    fields: {
      bid: t.ref('bid'),
      procedure: procedureRef,
      documents: t.commitment('sealed-documents'),
      /** Whose copy shows that the system had them; none: a supervisor has found it by other proof, with reasons. */
      holder: t.option(t.ref('trustee')),
      reasons: t.option(t.commitment('procurement-reasons')),
      /** Until then they may be put back, by whoever has them: nothing but what was committed to fits. */
      handInBy: t.option(t.time()),
    },
    status: ['recorded', 'restored', 'expired'],
    index: ['procedure'],
    has: { recorded: ['handInBy'] },
    invariants: { 'nothing else is handed in': 'before.documents == after.documents' },
  },
} as const

export const custodyActions = {
  /** A trustee keeps a second copy: for bids that are sealed, and for opened ones while they are judged. */
  hold: {
    creates: 'holding',
    to: 'held',
    basis: 'government-procurement-rules/33',
    fill: ['bid', 'documents', 'trustee'],
    with: {
      bid: { one: 'bid', is: 'input.bid', from: ['sealed', 'opened'] },
      procedure: within('bid', 'tendering', ...afterwards),
      trustee: { one: 'trustee', is: 'input.trustee', from: ['enrolled', 'contributed', 'accepted', 'faulty'] },
    },
    signers: { trustee: trusteeOf('trustee') },
    refuse: {
      stranger: 'trustee.procedure != bid.procedure',
      replaced: 'input.documents != bid.documents',
    },
    set: { procedure: 'bid.procedure', heldAt: 'now' },
  },
  /** The agency cannot open documents that a trustee has held: the fault is the system’s. */
  recordLoss: {
    creates: 'loss',
    to: 'recorded',
    basis: 'government-procurement-rules/33',
    fill: ['bid'],
    input: { holder: t.ref('trustee') },
    with: { bid: opened, procedure: within('bid', ...afterwards), holding },
    signers: { agent },
    set: { ...recorded, holder: 'input.holder' },
  },
  /** As the agency may: the bidder, with the key for this procedure. */
  claimLoss: {
    creates: 'loss',
    to: 'recorded',
    basis: 'government-procurement-rules/33',
    fill: ['bid'],
    input: { holder: t.ref('trustee') },
    with: { bid: opened, procedure: within('bid', ...afterwards), holding },
    signers: { author: party({ person: 'bid.author' }) },
    set: { ...recorded, holder: 'input.holder' },
  },
  /** No trustee held a copy, and yet the bidder shows that the documents were handed in: a supervisor finds so, with reasons. */
  findLoss: {
    creates: 'loss',
    to: 'recorded',
    basis: 'government-procurement-rules/33',
    fill: ['bid'],
    input: { reasons: t.commitment('procurement-reasons') },
    with: { bid: opened, procedure: within('bid', ...afterwards) },
    signers: { supervisor: party({ officer: 'supervisor', within: 'procedure.division' }) },
    refuse: { own: 'signer.supervisor.organ == procedure.buyer || signer.supervisor.organ == procedure.agency' },
    set: { ...recorded, reasons: 'input.reasons' },
  },
  /** A trustee has fetched the documents whole, and held them against the commitment: evaluation goes on. */
  restore: {
    on: 'loss',
    from: ['recorded'],
    to: 'restored',
    basis: 'government-procurement-rules/33',
    input: { by: t.ref('trustee') },
    with: { procedure: within('loss', ...afterwards), trustee: { one: 'trustee', is: 'input.by' } },
    signers: { trustee: trusteeOf('trustee') },
    refuse: { stranger: 'trustee.procedure != loss.procedure' },
    set: { handInBy: null },
  },
  /** Nobody has put them back in time: the bid is judged by what there is. */
  expire: {
    on: 'loss',
    from: ['recorded'],
    to: 'expired',
    basis: 'government-procurement-rules/33',
    at: 'loss.handInBy',
    set: { handInBy: null },
  },
} as const
