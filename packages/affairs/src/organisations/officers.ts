import { party, t } from '@gongshi/affair-kit'
import { clause, scope } from './shared.ts'

/** An administrator acts for the own organ only; whoever could register keys for others could act as them. */
export const administrator = (of: string) => ({ officer: 'administrator', of }) as const
const registrar = party({ officer: 'registrar', within: 'office.division' })

const revocation = t.oneOf('lost', 'compromised', 'left', 'replaced', 'declined')
export const incomplete = 'input.suite != "ed25519" && input.y == null'
export const surplus = 'input.suite == "ed25519" && input.y != null'
/** The public point as COSE names its parts; Ed25519 has no y. */
export const point = {
  keyId: t.key(),
  suite: t.oneOf('ed25519', 'es256', 'webauthnEs256'),
  x: t.bytes(32),
  y: t.option(t.bytes(32)),
} as const

/** What every act has by which an officer gets a key. */
const further = {
  creates: 'key',
  basis: 'electronic-signature/13',
  fill: ['keyId', 'suite', 'x', 'y'],
  input: { officer: t.ref('officer') },
  with: { holder: { one: 'officer', is: 'input.officer', from: ['active'] } },
  set: { officer: 'input.officer', organ: 'holder.organ' },
} as const

export const officerEntities = {
  /** A post in an organ: what whoever holds it may do, and where. */
  office: {
    key: ['organ', 'post'],
    fields: {
      organ: t.organ(),
      post: t.code('post'),
      titleZh: t.option(t.text(100)),
      titleEn: t.option(t.text(100)),
      roles: t.list(t.code('officer-role'), 20),
      /** Its jurisdiction. */
      division: t.division(),
      clause,
    },
    status: ['open', 'closed'],
    index: ['organ'],
  },
  officer: {
    key: ['number'],
    fields: {
      /** Random: an officer is known to the ledger by office and key, not by name. */
      number: t.bytes(16),
      /** The organ that keeps the personnel file. */
      organ: t.organ(),
    },
    status: ['active', 'ended'],
    index: ['organ'],
    tallies: {
      recusals: { count: 'recusal', by: 'officer', in: ['standing'] },
      /** All that there ever were: who could first revoke a key and then register another would need nobody's consent. */
      keys: { count: 'key', by: 'officer', in: ['active', 'announced', 'revoked'] },
    },
  },
  /** An officer holds an office from a moment on, until another if one is set. Several at a time are possible. */
  appointment: {
    key: ['officer', 'office', 'from'],
    fields: {
      officer: t.ref('officer'),
      office: t.ref('office'),
      from: t.time(),
      until: t.option(t.time()),
      clause,
      /** In the place of a holder who is not there: why; and to what that is narrowed. */
      acting: t.option(t.oneOf('vacancy', 'leave', 'incapacity')),
      ...scope,
      /** By which an officer of another organ acts in the name of this one's. */
      entrustment: t.option(t.ref('entrustment')),
      endedFor: t.option(t.oneOf('left', 'moved', 'dismissed', 'error')),
    },
    status: ['standing', 'ended'],
    has: { ended: ['until'] },
    index: ['officer', 'office', 'entrustment'],
  },
  key: {
    key: ['keyId'],
    fields: {
      ...point,
      officer: t.option(t.ref('officer')),
      organ: t.organ(),
      /** Of an announced one: when it begins to sign, unless somebody revokes it before. */
      worksFrom: t.option(t.time()),
      revokedFor: t.option(revocation),
    },
    status: ['active', 'announced', 'revoked'],
    index: ['officer', 'organ'],
    has: { announced: ['officer', 'worksFrom'], revoked: ['revokedFor'] },
    invariants: {
      'a key never changes hands':
        'after.officer == before.officer && (after.officer != null || after.organ == before.organ) && after.x == before.x && after.y == before.y',
    },
  },
} as const

export const officerActions = {
  openOffice: {
    creates: 'office',
    to: 'open',
    basis: 'civil-service/16',
    fill: ['organ', 'post', 'titleZh', 'titleEn', 'roles', 'division', 'clause'],
    with: { house: { one: 'organ', is: 'input.organ', from: ['active'] } },
    signers: { registrar: { officer: 'registrar', within: 'input.division' } },
    refuse: { powerless: 'size(input.roles) == 0' },
  },
  /** Other powers: from now on, for all who hold it. */
  assignOffice: {
    on: 'office',
    from: ['open'],
    basis: 'civil-service/16',
    fill: ['roles', 'clause'],
    signers: { registrar },
    refuse: { powerless: 'size(input.roles) == 0' },
  },
  closeOffice: {
    on: 'office',
    from: ['open'],
    to: 'closed',
    basis: 'civil-service/16',
    fill: ['clause'],
    signers: { registrar },
  },
  enrol: {
    creates: 'officer',
    to: 'active',
    basis: 'civil-service/40',
    fill: ['number', 'organ'],
    with: { house: { one: 'organ', is: 'input.organ', from: ['active'] } },
    signers: { administrator: administrator('input.organ') },
  },
  discharge: {
    on: 'officer',
    from: ['active'],
    to: 'ended',
    basis: 'civil-service/40',
    signers: { administrator: administrator('officer.organ') },
  },
  appoint: {
    creates: 'appointment',
    to: 'standing',
    basis: 'civil-service/40',
    fill: ['officer', 'office', 'from', 'until', 'clause'],
    with: {
      holder: { one: 'officer', is: 'input.officer', from: ['active'] },
      post: { one: 'office', is: 'input.office', from: ['open'] },
    },
    signers: { administrator: administrator('post.organ') },
    refuse: {
      elsewhere: 'holder.organ != post.organ',
      empty: 'input.until != null && orElse(input.until, input.from) <= input.from',
    },
  },
  /** Without a time, at once. What was signed before stands. */
  endAppointment: {
    on: 'appointment',
    from: ['standing', 'ended'],
    to: 'ended',
    basis: 'civil-service/40',
    input: { until: t.option(t.time()), reason: t.oneOf('left', 'moved', 'dismissed', 'error'), clause },
    with: { post: { one: 'office', is: 'appointment.office' } },
    signers: { administrator: administrator('post.organ') },
    refuse: {
      past: 'orElse(input.until, now) < now',
      longer: 'appointment.until != null && orElse(input.until, now) > orElse(appointment.until, now)',
    },
    set: { until: 'orElse(input.until, now)', endedFor: 'input.reason', clause: 'input.clause' },
  },
  /** Somebody's first key. Every later one needs more than an administrator, who could act in that person's name by it. */
  registerKey: {
    ...further,
    to: 'active',
    signers: { administrator: administrator('holder.organ') },
    refuse: { incomplete, surplus, second: 'holder.keys > 0' },
  },
  /** Another key, such as of another device: the person confirms it with one that signs already. Nobody is both. */
  addKey: {
    ...further,
    to: 'active',
    signers: { administrator: administrator('holder.organ'), owner: { holder: 'input.officer' } },
    refuse: { incomplete, surplus },
  },
  /**
   * Another key where nobody else can confirm it, as that of an organ's only administrator, or of somebody whose keys are
   * lost: it stands on the ledger for all to see before it signs anything, and can be revoked until then.
   */
  announceKey: {
    ...further,
    to: 'announced',
    signers: { administrator: administrator('holder.organ') },
    refuse: { incomplete, surplus },
    set: { ...further.set, worksFrom: 'now + param.keyNotice' },
  },
  activateKey: {
    on: 'key',
    from: ['announced'],
    to: 'active',
    basis: 'electronic-signature/13',
    at: 'key.worksFrom',
  },
  /** The person in whose name it is to sign. */
  declineKey: {
    on: 'key',
    from: ['announced'],
    to: 'revoked',
    basis: 'electronic-signature/15',
    signers: { owner: { holder: 'key.officer' } },
    set: { revokedFor: '"declined"' },
  },
  /**
   * A new key in place of one: from this entry on the old one signs nothing. Whoever could do that alone would take the
   * officer's place without anybody's notice, so it is signed twice.
   */
  rotateKey: {
    on: 'key',
    from: ['active'],
    to: 'revoked',
    basis: 'electronic-signature/13',
    input: point,
    with: {
      fresh: {
        new: 'key',
        to: 'active',
        set: {
          keyId: 'input.keyId',
          suite: 'input.suite',
          x: 'input.x',
          y: 'input.y',
          officer: 'key.officer',
          organ: 'key.organ',
        },
      },
    },
    signers: { administrator: administrator('key.organ'), second: { confirms: 'administrator' } },
    refuse: { incomplete, surplus },
    set: { revokedFor: '"replaced"' },
  },
  revokeKey: {
    on: 'key',
    from: ['active', 'announced'],
    to: 'revoked',
    basis: 'electronic-signature/15',
    input: { reason: revocation },
    signers: { administrator: administrator('key.organ') },
    set: { revokedFor: 'input.reason' },
  },
} as const
