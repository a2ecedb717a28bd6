import { t } from '@gongshi/affair-kit'
import { administrator } from './officers.ts'
import { clause, scope } from './shared.ts'

const past = 'orElse(input.until, now) < now'
const reason = t.oneOf('revoked', 'returned', 'error')
const shorten = {
  on: 'entrustment',
  from: ['offered', 'standing'],
  basis: 'licensing/24',
  input: { until: t.option(t.time()), reason },
  refuse: { past, longer: 'orElse(input.until, now) > entrustment.until' },
  set: { until: 'orElse(input.until, now)', endedFor: 'input.reason' },
} as const

export const entrustmentEntities = {
  /**
   * Another organ acts in the name of one, in part of the powers of one of its offices: for some roles, in one affair, until
   * a moment. It is never more than what that office has at that moment, and it is not passed on.
   */
  entrustment: {
    fields: {
      /** In whose name. */
      principal: t.organ(),
      /** Who acts. */
      agent: t.organ(),
      office: t.ref('office'),
      roles: t.list(t.code('officer-role'), 20),
      ...scope,
      affair: t.code('affair'),
      from: t.time(),
      until: t.time(),
      clause,
      endedFor: t.option(reason),
    },
    status: ['offered', 'standing', 'over'],
    index: ['principal', 'agent', 'office'],
    invariants: {
      'nobody entrusts to itself': 'after.principal != after.agent',
      'it only ever grows shorter': 'after.until <= before.until && after.from == before.from',
    },
  },
} as const

export const entrustmentActions = {
  entrust: {
    creates: 'entrustment',
    to: 'offered',
    basis: 'licensing/24',
    fill: ['agent', 'office', 'roles', 'affair', 'action', 'division', 'from', 'until', 'clause'],
    with: {
      post: { one: 'office', is: 'input.office', from: ['open'] },
      body: { one: 'organ', is: 'input.agent', from: ['active'] },
    },
    signers: { administrator: administrator('post.organ') },
    refuse: {
      itself: 'input.agent == post.organ',
      powerless: 'size(input.roles) == 0',
      excess: '!input.roles.all(role, role in post.roles)',
      // Who holds which power, and who decides about the ledger, is nobody else's to say.
      inherent: 'input.affair == "organisations" || input.affair == "governance"',
      wider: '!contains(post.division, orElse(input.division, post.division))',
      empty: 'input.until <= input.from',
      past: 'input.from < now',
    },
    set: { principal: 'post.organ' },
  },
  acceptEntrustment: {
    on: 'entrustment',
    from: ['offered'],
    to: 'standing',
    basis: 'licensing/24',
    signers: { administrator: administrator('entrustment.agent') },
    refuse: { over: 'now >= entrustment.until' },
  },
  /** The organ that was entrusted names an officer of its own who acts in the other's name. */
  nameAgent: {
    creates: 'appointment',
    to: 'standing',
    basis: 'licensing/24',
    fill: ['officer', 'from', 'until', 'clause'],
    input: { source: t.ref('entrustment') },
    with: {
      source: { one: 'entrustment', is: 'input.source', from: ['standing'] },
      taker: { one: 'officer', is: 'input.officer', from: ['active'] },
    },
    signers: { administrator: administrator('source.agent') },
    refuse: {
      elsewhere: 'taker.organ != source.agent',
      endless: 'input.until == null',
      empty: 'orElse(input.until, input.from) <= input.from',
      outlasting: 'input.from < source.from || orElse(input.until, source.until) > source.until',
    },
    set: {
      office: 'source.office',
      entrustment: 'source.id',
      affair: 'source.affair',
      action: 'source.action',
      division: 'source.division',
    },
  },
  /** It names that officer no more. */
  recallAgent: {
    on: 'appointment',
    from: ['standing'],
    to: 'ended',
    basis: 'licensing/24',
    input: { source: t.ref('entrustment'), clause },
    with: { source: { one: 'entrustment', is: 'input.source' } },
    signers: { administrator: administrator('source.agent') },
    refuse: { foreign: 'appointment.entrustment != source.id', over: 'orElse(appointment.until, now) < now' },
    set: { until: 'now', endedFor: '"moved"', clause: 'input.clause' },
  },
  /** By the organ in whose name it is. */
  endEntrustment: { ...shorten, signers: { administrator: administrator('entrustment.principal') } },
  /** By the organ that was entrusted, which may decline it as well. */
  returnEntrustment: { ...shorten, signers: { administrator: administrator('entrustment.agent') } },
  lapseEntrustment: {
    on: 'entrustment',
    from: ['offered', 'standing'],
    to: 'over',
    basis: 'licensing/24',
    at: 'entrustment.until',
  },
} as const
