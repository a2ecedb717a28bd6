import { party, t } from '@gongshi/affair-kit'
import { agent, contribution, procedureRef, trusteeOf, within } from './shared.ts'

/** All trustees of the procedure that may still stand, with what they have given. */
const peers = {
  each: 'trustee',
  by: 'procedure',
  is: 'procedure.id',
  max: 15,
  from: ['enrolled', 'contributed', 'accepted', 'faulty'],
} as const

export const keyEntities = {
  /** One department's part in the key to which bids are sealed (docs/sealing.md). */
  trustee: {
    key: ['procedure', 'organ'],
    fields: {
      procedure: procedureRef,
      organ: t.organ(),
      /** From 1, in the order of enrolment. */
      index: t.option(t.int()),
      /** Its key for this procedure alone, with proof. */
      enrolled: t.option(t.bytes(96)),
      contribution: t.option(contribution),
    },
    status: ['named', 'enrolled', 'contributed', 'accepted', 'faulty', 'dropped'],
    index: ['procedure', 'organ'],
    has: {
      enrolled: ['index', 'enrolled'],
      contributed: ['index', 'enrolled', 'contribution'],
      accepted: ['index', 'enrolled', 'contribution'],
      faulty: ['index', 'enrolled', 'contribution'],
    },
    tallies: { shares: { count: 'share', by: 'trustee', in: ['given'] } },
    invariants: {
      'a contribution stays what it was': 'before.contribution == null || after.contribution == before.contribution',
    },
  },
  /** What bids are sealed to, and by what each trustee’s shares are checked. */
  groupKey: {
    key: ['procedure'],
    fields: { procedure: procedureRef, threshold: t.int(), key: t.bytes(32), parts: t.list(t.bytes(32), 15) },
    status: ['made'],
  },
} as const

export const keyActions = {
  /** Names the departments that will keep the bids shut: neither the buyer nor its agency. */
  convene: {
    on: 'procedure',
    from: ['planned'],
    to: 'convened',
    basis: 'government-procurement-rules/39',
    input: { trustees: t.list(t.organ(), 15) },
    with: { trustees: { new: 'trustee', to: 'named', max: 15 } },
    signers: { agent },
    refuse: {
      few: 'size(input.trustees) < param.leastTrustees',
      party: 'procedure.buyer in input.trustees || procedure.agency in input.trustees',
    },
    handler: true,
  },
  enrol: {
    on: 'trustee',
    from: ['named'],
    to: 'enrolled',
    basis: 'government-procurement-rules/39',
    input: { enrolled: t.bytes(96) },
    with: { procedure: within('trustee', 'convened') },
    signers: { trustee: trusteeOf('trustee') },
    refuse: { unproven: {} },
    set: { enrolled: 'input.enrolled', index: 'procedure.enrolled + 1' },
    bounds: { steps: 100_000 },
    handler: true,
  },
  /** One that does not enrol is done without. */
  drop: {
    on: 'trustee',
    from: ['named'],
    to: 'dropped',
    basis: 'government-procurement-rules/39',
    with: { procedure: within('trustee', 'convened') },
    signers: { agent },
  },
  /** From here on it is known who makes the key, and how many of them open. */
  begin: {
    on: 'procedure',
    from: ['convened'],
    to: 'keying',
    basis: 'government-procurement-rules/39',
    input: { threshold: t.int() },
    signers: { agent },
    refuse: {
      waiting: 'procedure.named > 0',
      few: 'procedure.enrolled < param.leastTrustees',
      // Fewer could open secretly; with more, a few who stay away would keep bids shut.
      threshold: 'input.threshold * 2 <= procedure.enrolled || input.threshold > procedure.enrolled',
    },
    set: { threshold: 'input.threshold', disputeUntil: 'now + param.disputeTime' },
  },
  contribute: {
    on: 'trustee',
    from: ['enrolled'],
    to: 'contributed',
    basis: 'government-procurement-rules/39',
    input: { contribution },
    with: { procedure: within('trustee', 'keying'), peers },
    signers: { trustee: trusteeOf('trustee') },
    refuse: { late: 'procedure.disputeUntil <= now', unproven: {} },
    set: { contribution: 'input.contribution' },
    bounds: { steps: 400_000 },
    handler: true,
  },
  /** It has opened the part that each contribution has for it, and found them true. */
  accept: {
    on: 'trustee',
    from: ['contributed'],
    to: 'accepted',
    basis: 'government-procurement-rules/39',
    with: { procedure: within('trustee', 'keying') },
    signers: { trustee: trusteeOf('trustee') },
    refuse: { waiting: 'procedure.given < procedure.enrolled && now < procedure.disputeUntil' },
  },
  /** One trustee shows that another’s contribution has a false part for it: whoever did it is out. */
  dispute: {
    on: 'trustee',
    from: ['contributed', 'accepted'],
    to: 'faulty',
    basis: 'government-procurement-rules/39',
    input: { by: t.ref('trustee'), dispute: t.bytes(96) },
    with: {
      procedure: within('trustee', 'keying'),
      disputant: { one: 'trustee', is: 'input.by', from: ['enrolled', 'contributed', 'accepted'] },
      peers,
    },
    signers: { disputant: trusteeOf('disputant') },
    refuse: { stranger: 'disputant.procedure != trustee.procedure', unjustified: {} },
    bounds: { steps: 400_000 },
    handler: true,
  },
  makeKey: {
    on: 'procedure',
    from: ['keying'],
    to: 'keyed',
    basis: 'government-procurement-rules/39',
    with: { peers, groupKey: { new: 'groupKey', to: 'made', max: 1 } },
    signers: { maker: party({ officer: 'agent', of: 'procedure.agency' }) },
    refuse: {
      early: 'procedure.accepted < procedure.enrolled && now < procedure.disputeUntil',
      few: 'procedure.standing < procedure.threshold',
      unmade: {},
    },
    bounds: { steps: 600_000 },
    handler: true,
  },
} as const
