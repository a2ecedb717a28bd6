import { party, t } from '@gongshi/affair-kit'
import { administrator } from './officers.ts'
import { clause, scope } from './shared.ts'

/** Delegations that one power passes through at most. */
const links = 4

const grant = ['officer', 'roles', 'affair', 'action', 'division', 'from', 'until', 'onward', 'clause'] as const
const taker = { one: 'officer', is: 'input.officer', from: ['active'] } as const

/** Of what somebody has (`own`) by an office (`post`), nothing can be passed on that goes beyond it. */
function within(own: string, post: string) {
  const place = `orElse(input.division, ${post}.division)`
  return {
    elsewhere: `taker.organ != ${post}.organ`,
    powerless: 'size(input.roles) == 0',
    stray: 'input.action != null && input.affair == null',
    wider: [
      `(${own}.affair != null && input.affair != ${own}.affair)`,
      `(${own}.action != null && input.action != ${own}.action)`,
      `(${own}.division != null && input.division == null)`,
      `!contains(orElse(${own}.division, ${post}.division), ${place})`,
    ].join(' || '),
    empty: 'input.until <= input.from',
    past: 'input.from < now',
  } as const
}

export const powerEntities = {
  /**
   * A power that an officer lends another of the same organ: some of the roles of an office, for some affairs, actions or
   * places, until a moment. It is never more than what the lender has at that moment, and falls with it.
   */
  delegation: {
    fields: {
      lender: t.ref('officer'),
      officer: t.ref('officer'),
      /** The same while it is not over: how the powers of an officer are found. */
      holder: t.option(t.ref('officer')),
      /** Whose power it is in the end. */
      appointment: t.ref('appointment'),
      office: t.ref('office'),
      /** The delegation that it was passed on from, how many links it is away from the appointment, who they were. */
      parent: t.option(t.ref('delegation')),
      depth: t.int(),
      via1: t.option(t.ref('officer')),
      via2: t.option(t.ref('officer')),
      via3: t.option(t.ref('officer')),
      roles: t.list(t.code('officer-role'), 20),
      ...scope,
      from: t.time(),
      until: t.time(),
      /** Whether it may be passed on. */
      onward: t.bool(),
      clause,
      endedFor: t.option(t.oneOf('revoked', 'returned', 'error')),
    },
    status: ['standing', 'over'],
    has: { standing: ['holder'] },
    index: ['holder', 'officer', 'lender', 'office'],
    invariants: {
      'a chain is short': `after.depth >= 1 && after.depth <= ${links}`,
      'nobody lends to himself': 'after.lender != after.officer',
      'it only ever grows shorter': 'after.until <= before.until && after.from == before.from',
    },
  },
  /**
   * An officer stays out of a case: of any action that touches the row. `row` is its path in the state (docs/protocol.md,
   * State), whatever its affair.
   */
  recusal: {
    key: ['officer', 'row'],
    fields: {
      officer: t.ref('officer'),
      row: t.bytes(32),
      affair: t.code('affair'),
      entity: t.code('entity'),
      interest: t.oneOf('kin', 'property', 'office', 'other'),
      clause,
      liftedBy: t.option(clause),
    },
    status: ['standing', 'lifted'],
    has: { lifted: ['liftedBy'] },
    index: ['officer', 'row'],
  },
} as const

const recusal = ['officer', 'row', 'affair', 'entity', 'interest', 'clause'] as const
const keeper = party({ ...administrator('person.organ') })
const person = { one: 'officer', is: 'recusal.officer' } as const

export const powerActions = {
  /** In the place of a holder who is not there: for a time, and as narrow as need be. */
  appointActing: {
    creates: 'appointment',
    to: 'standing',
    basis: 'civil-service/40',
    fill: ['officer', 'office', 'from', 'until', 'clause', 'acting', 'affair', 'action', 'division'],
    with: { taker, post: { one: 'office', is: 'input.office', from: ['open'] } },
    signers: { administrator: administrator('post.organ') },
    refuse: {
      unsaid: 'input.acting == null',
      endless: 'input.until == null',
      elsewhere: 'taker.organ != post.organ',
      stray: 'input.action != null && input.affair == null',
      wider: '!contains(post.division, orElse(input.division, post.division))',
      empty: 'orElse(input.until, input.from) <= input.from',
    },
  },
  delegate: {
    creates: 'delegation',
    to: 'standing',
    basis: 'civil-service/14',
    fill: grant,
    input: { appointment: t.ref('appointment') },
    with: {
      held: { one: 'appointment', is: 'input.appointment' },
      post: { one: 'office', is: 'held.office', from: ['open'] },
      taker,
    },
    signers: { lender: { holder: 'held.officer' } },
    refuse: {
      itself: 'input.officer == held.officer',
      entrusted: 'held.entrustment != null',
      ...within('held', 'post'),
      excess: '!input.roles.all(role, role in post.roles)',
      outlasting: 'input.from < held.from || input.until > orElse(held.until, input.until)',
    },
    set: {
      lender: 'held.officer',
      holder: 'input.officer',
      appointment: 'held.id',
      office: 'held.office',
      depth: 1,
    },
  },
  /** Whoever was lent a power that may be passed on lends it further: never to somebody on the way. */
  redelegate: {
    creates: 'delegation',
    to: 'standing',
    basis: 'civil-service/14',
    fill: grant,
    input: { source: t.ref('delegation') },
    with: {
      source: { one: 'delegation', is: 'input.source', from: ['standing'] },
      post: { one: 'office', is: 'source.office', from: ['open'] },
      taker,
    },
    signers: { lender: { holder: 'source.officer' } },
    refuse: {
      barred: '!source.onward',
      deep: `source.depth >= ${links}`,
      cycle: [
        'input.officer == source.officer',
        'input.officer == source.lender',
        'source.via1 == input.officer',
        'source.via2 == input.officer',
        'source.via3 == input.officer',
      ].join(' || '),
      ...within('source', 'post'),
      excess: '!input.roles.all(role, role in source.roles)',
      outlasting: 'input.from < source.from || input.until > source.until',
    },
    set: {
      lender: 'source.officer',
      holder: 'input.officer',
      appointment: 'source.appointment',
      office: 'source.office',
      parent: 'source.id',
      depth: 'source.depth + 1',
      via1: 'source.lender',
      via2: 'source.via1',
      via3: 'source.via2',
    },
  },
  /** The lender takes it back: at once, or at an earlier moment. */
  endDelegation: {
    on: 'delegation',
    from: ['standing'],
    basis: 'civil-service/14',
    input: { until: t.option(t.time()), reason: t.oneOf('revoked', 'returned', 'error') },
    signers: { lender: { holder: 'delegation.lender' } },
    refuse: { past: 'orElse(input.until, now) < now', longer: 'orElse(input.until, now) > delegation.until' },
    set: { until: 'orElse(input.until, now)', endedFor: 'input.reason' },
  },
  /** The organ ends it in the lender's place. */
  stopDelegation: {
    on: 'delegation',
    from: ['standing'],
    basis: 'civil-service/14',
    input: { clause },
    with: { post: { one: 'office', is: 'delegation.office' } },
    signers: { administrator: administrator('post.organ') },
    refuse: { over: 'delegation.until < now' },
    set: { until: 'now', endedFor: '"revoked"', clause: 'input.clause' },
  },
  lapseDelegation: {
    on: 'delegation',
    from: ['standing'],
    to: 'over',
    basis: 'civil-service/14',
    at: 'delegation.until',
    set: { holder: null },
  },
  /** An officer says of himself that he has an interest in a case. */
  declareConflict: {
    creates: 'recusal',
    to: 'standing',
    basis: 'civil-service/76',
    fill: recusal,
    with: { person: { one: 'officer', is: 'input.officer', from: ['active'] } },
    signers: { declarant: { holder: 'input.officer' } },
  },
  /** The organ keeps an officer out of a case. */
  barFromCase: {
    creates: 'recusal',
    to: 'standing',
    basis: 'civil-service/76',
    fill: recusal,
    with: { person: { one: 'officer', is: 'input.officer', from: ['active'] } },
    signers: { administrator: administrator('person.organ') },
  },
  /** There is no conflict any more; nobody says so of himself. */
  liftBar: {
    on: 'recusal',
    from: ['standing'],
    to: 'lifted',
    basis: 'civil-service/76',
    input: { clause },
    with: { person },
    signers: { administrator: keeper },
    refuse: { own: 'signer.administrator.officer == recusal.officer' },
    set: { liftedBy: 'input.clause' },
  },
  barAgain: {
    on: 'recusal',
    from: ['lifted'],
    to: 'standing',
    basis: 'civil-service/76',
    fill: ['interest', 'clause'],
    with: { person },
    signers: { administrator: keeper },
    set: { liftedBy: null },
  },
} as const
