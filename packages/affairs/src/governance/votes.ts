import { delegate, order } from './proposals.ts'

/** A member of the day on which it was opened, once, while it is open. */
const ballot = {
  creates: 'vote',
  basis: 'ledger-charter/6',
  fill: ['proposal', 'organ', 'reason'],
  signers: { delegate: delegate('input.organ') },
  refuse: {
    closed: 'now >= proposal.closes',
    joined: 'voter.since > proposal.opened',
    // A seat does not pass with an organ's duties: whoever succeeds a member would vote twice.
    succeeded: 'signer.delegate.organ != input.organ',
  },
} as const
const voter = { one: 'member', is: 'input.organ', from: ['active'] } as const

/** With this vote, those that are needed are there. */
const carried = 'rational(proposal.approvals + 1, proposal.electorate) >= proposal.threshold'

export const voteActions = {
  approve: {
    ...ballot,
    to: 'for',
    with: {
      voter,
      proposal: {
        one: 'proposal',
        is: 'input.proposal',
        from: ['open'],
        set: {
          adoptAt: `when(${carried}, proposal.urgent ? now : proposal.closes)`,
          rejectAt: `when(!(${carried}), proposal.closes)`,
        },
      },
    },
  },
  oppose: {
    ...ballot,
    to: 'against',
    with: { voter, proposal: { one: 'proposal', is: 'input.proposal', from: ['open'] } },
  },
  abstain: {
    ...ballot,
    to: 'abstained',
    with: { voter, proposal: { one: 'proposal', is: 'input.proposal', from: ['open'] } },
  },
  withdraw: {
    on: 'proposal',
    from: ['open'],
    to: 'withdrawn',
    basis: 'ledger-charter/5',
    signers: { delegate: delegate('proposal.proposer') },
    set: { adoptAt: null, rejectAt: null },
  },
  adopt: {
    on: 'proposal',
    from: ['open'],
    to: 'adopted',
    basis: 'ledger-charter/7',
    at: 'proposal.adoptAt',
    set: {
      adoptAt: null,
      rejectAt: null,
      // A parameter has its date in itself, a version its height: both stand on the ledger long before they decide.
      enactAt:
        'when(!(proposal.kind in ["admission", "readmission", "exclusion"]), proposal.kind == "parameter" || proposal.kind == "version" ? now : max(now, proposal.effective))',
      admitAt: 'when(proposal.kind == "admission", max(now, proposal.effective))',
      readmitAt: 'when(proposal.kind == "readmission", max(now, proposal.effective))',
      excludeAt: 'when(proposal.kind == "exclusion", max(now, proposal.effective))',
    },
  },
  reject: {
    on: 'proposal',
    from: ['open'],
    to: 'rejected',
    basis: 'ledger-charter/7',
    at: 'proposal.rejectAt',
    set: { adoptAt: null, rejectAt: null },
  },
  /** By itself when its time comes. Where it was impossible then, a member may ask again once it has become possible. */
  enact: {
    on: 'proposal',
    from: ['adopted'],
    to: 'inForce',
    basis: 'ledger-charter/8',
    at: 'proposal.enactAt',
    signers: { delegate: delegate('proposal.proposer') },
    refuse: { early: 'proposal.enactAt == null || now < orElse(proposal.enactAt, now)' },
    set: { enactAt: null },
    emits: { enact: order('proposal.kind', 'proposal', null) },
  },
  /** A pause is over; whatever else is in force stays. */
  end: {
    on: 'proposal',
    from: ['inForce'],
    to: 'ended',
    basis: 'ledger-charter/9',
    at: 'proposal.endsAt',
    set: { endsAt: null },
    emits: { end: order('proposal.kind', 'proposal', null) },
  },
  admit: {
    on: 'proposal',
    from: ['adopted'],
    to: 'inForce',
    basis: 'ledger-charter/3',
    at: 'proposal.admitAt',
    with: {
      joins: {
        new: 'member',
        to: 'active',
        set: {
          organ: 'orElse(proposal.member, proposal.proposer)',
          house: 'proposal.house',
          since: 'now',
          clause: 'proposal.clause',
        },
      },
    },
    set: { admitAt: null },
  },
  readmit: {
    on: 'proposal',
    from: ['adopted'],
    to: 'inForce',
    basis: 'ledger-charter/3',
    at: 'proposal.readmitAt',
    with: {
      returns: {
        one: 'member',
        is: 'orElse(proposal.member, proposal.proposer)',
        from: ['left'],
        to: 'active',
        set: { since: 'now', clause: 'proposal.clause' },
      },
    },
    set: { readmitAt: null },
  },
  exclude: {
    on: 'proposal',
    from: ['adopted'],
    to: 'inForce',
    basis: 'ledger-charter/3',
    at: 'proposal.excludeAt',
    with: {
      house: { one: 'house', is: 'proposal.house' },
      leaves: { one: 'member', is: 'orElse(proposal.member, proposal.proposer)', from: ['active'], to: 'left' },
      ended: {
        new: 'seat',
        to: 'ended',
        set: {
          member: 'leaves.id',
          number: 'leaves.seats + 1',
          since: 'leaves.since',
          until: 'now',
          clause: 'leaves.clause',
          endedBy: 'proposal.clause',
        },
      },
    },
    refuse: { last: 'house.members < 2' },
    set: { excludeAt: null },
  },
} as const
