import { party, t } from '@gongshi/affair-kit'
import { administrator } from './officers.ts'
import { closed, leaves, nameless, next, periodRegistrar, place, placed, registrar } from './organs.ts'
import { clause, corrected, correction } from './shared.ts'

const dutyRegistrar = party({ officer: 'registrar', within: 'house.division' })

/** The successor lies in the registrar's jurisdiction as well. */
const foreign = (organ: string) => `!contains(signer.registrar.division, ${organ}.division)`

/** What keeps an organ from ending on a day. */
const staying = {
  early: 'input.until <= organ.since',
  superior: 'organ.inferiors > 0 || orElse(organ.attached, input.until) > input.until',
} as const

/** An organ that takes over: another one, and in being by that day. */
function takes(heir: string) {
  return {
    itself: `${heir}.id == organ.id`,
    unfounded: `${heir}.founded > input.until`,
    foreign: foreign(heir),
  } as const
}

function ended(by: string, heir: string) {
  return { until: 'input.until', clause: 'input.clause', endedBy: `"${by}"`, successor: heir } as const
}

/** Nobody succeeds it, or not any more. */
const heirless = { heirless: 'old.successor == null || heir.status != "active"' } as const

export const reorganisationEntities = {
  /**
   * The duty of one affair, passed from an organ to another from a day on, whether the organ goes on or not. What an organ
   * had to do by then in that affair, its rows included, is the other's from that day on.
   */
  duty: {
    key: ['organ', 'affair'],
    fields: {
      organ: t.ref('organ'),
      affair: t.code('affair'),
      successor: t.ref('organ'),
      from: t.date(),
      clause,
      ...corrected,
    },
    status: ['transferred', 'withdrawn'],
    index: ['organ', 'successor'],
    invariants: { 'a duty passes to another organ': 'after.successor != after.organ' },
  },
} as const

export const reorganisationActions = {
  /** It becomes part of another organ, which has all its duties from that day on. */
  merge: {
    on: 'organ',
    from: ['active'],
    to: 'ended',
    basis: 'organ-establishment/9',
    input: { until: t.date(), into: t.ref('organ'), clause },
    with: { was: leaves('input.until'), heir: { one: 'organ', is: 'input.into', from: ['active'] } },
    signers: { registrar },
    refuse: { ...staying, ...takes('heir') },
    set: ended('merged', 'input.into'),
  },
  /** It becomes several: one has the duty of an affair, another all the rest; `transferDuty` names further ones. */
  split: {
    on: 'organ',
    from: ['active'],
    to: 'ended',
    basis: 'organ-establishment/9',
    input: { until: t.date(), part: t.ref('organ'), affair: t.code('affair'), rest: t.ref('organ'), clause },
    with: {
      was: leaves('input.until'),
      heir: { one: 'organ', is: 'input.rest', from: ['active'] },
      taker: { one: 'organ', is: 'input.part', from: ['active'] },
      duty: {
        new: 'duty',
        to: 'transferred',
        set: {
          organ: 'organ.id',
          affair: 'input.affair',
          successor: 'input.part',
          from: 'input.until',
          clause: 'input.clause',
        },
      },
    },
    signers: { registrar },
    refuse: {
      ...staying,
      ...takes('heir'),
      same: 'input.part == input.rest',
      part: 'taker.id == organ.id || taker.founded > input.until || !contains(signer.registrar.division, taker.division)',
    },
    set: ended('split', 'input.rest'),
  },
  /** It is no more; another organ, its superior as a rule, answers for what is left of its duties. */
  abolish: {
    on: 'organ',
    from: ['active'],
    to: 'ended',
    basis: 'organ-establishment/9',
    input: { until: t.date(), answers: t.ref('organ'), clause },
    with: { was: leaves('input.until'), heir: { one: 'organ', is: 'input.answers', from: ['active'] } },
    signers: { registrar },
    refuse: { ...staying, ...takes('heir') },
    set: ended('abolished', 'input.answers'),
  },
  /** From a day on it has other names, and nothing else is different. */
  rename: {
    on: 'organ',
    from: ['active'],
    basis: 'organ-establishment/9',
    fill: ['nameZh', 'nameEn', 'division'],
    input: { from: t.date(), clause, place: t.ref('division') },
    with: { place, closed },
    signers: { registrar },
    refuse: {
      nameless,
      early: 'input.from <= organ.since',
      elsewhere: 'input.division.scheme != organ.division.scheme || input.division.code != organ.division.code',
      ...placed('input.from'),
    },
    set: next,
  },
  /**
   * What was recorded too late: on a day within a period that is closed already the organ changed. The period begins on
   * that day, with what it was from then on; a new one holds what was before. Its superior stays.
   */
  insertChange: {
    on: 'period',
    from: ['closed'],
    basis: 'organ-establishment/9',
    fill: ['kind', 'nameZh', 'nameEn', 'division', 'seat'],
    input: { from: t.date(), clause, reason: correction, place: t.ref('division') },
    with: {
      place,
      house: { one: 'organ', is: 'period.organ', set: { changes: 'house.changes + 1' } },
      earlier: {
        new: 'period',
        to: 'closed',
        set: {
          organ: 'period.organ',
          number: 'house.changes + 1',
          previous: 'period.previous',
          kind: 'period.kind',
          nameZh: 'period.nameZh',
          nameEn: 'period.nameEn',
          division: 'period.division',
          seat: 'period.seat',
          parent: 'period.parent',
          clause: 'period.clause',
          from: 'period.from',
          placed: 'period.placed',
          until: 'input.from',
        },
      },
    },
    signers: { registrar: periodRegistrar },
    refuse: {
      nameless,
      outside: 'input.from <= period.from || input.from >= period.until',
      ...placed('input.from'),
    },
    set: {
      from: 'input.from',
      previous: 'house.changes + 1',
      clause: 'input.clause',
      correctedBy: 'input.clause',
      correctedFor: 'input.reason',
    },
  },
  transferDuty: {
    creates: 'duty',
    to: 'transferred',
    basis: 'organ-establishment/9',
    fill: ['organ', 'affair', 'successor', 'from', 'clause'],
    with: {
      house: { one: 'organ', is: 'input.organ' },
      taker: { one: 'organ', is: 'input.successor', from: ['active'] },
    },
    signers: { registrar: dutyRegistrar },
    refuse: {
      itself: 'input.successor == input.organ',
      early: 'input.from < house.founded',
      unfounded: 'taker.founded > input.from',
      foreign: foreign('taker'),
    },
  },
  /** It was recorded wrongly, to whom or from when; or it passes again. */
  redirectDuty: {
    on: 'duty',
    from: ['transferred', 'withdrawn'],
    to: 'transferred',
    basis: 'organ-establishment/9',
    fill: ['successor', 'from'],
    input: { clause, reason: correction },
    with: {
      house: { one: 'organ', is: 'duty.organ' },
      taker: { one: 'organ', is: 'input.successor', from: ['active'] },
    },
    signers: { registrar: dutyRegistrar },
    refuse: {
      itself: 'input.successor == duty.organ',
      early: 'input.from < house.founded',
      unfounded: 'taker.founded > input.from',
      foreign: foreign('taker'),
    },
    set: { correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
  /** It never passed. */
  withdrawDuty: {
    on: 'duty',
    from: ['transferred'],
    to: 'withdrawn',
    basis: 'organ-establishment/9',
    input: { clause, reason: correction },
    with: { house: { one: 'organ', is: 'duty.organ' } },
    signers: { registrar: dutyRegistrar },
    set: { correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
  /** An office of an organ that has ended goes on in the successor; its holders are appointed there anew. */
  takeOverOffice: {
    on: 'office',
    from: ['open'],
    to: 'closed',
    basis: 'civil-service/16',
    input: { clause },
    with: {
      old: { one: 'organ', is: 'office.organ', from: ['ended'] },
      heir: { one: 'organ', is: 'orElse(old.successor, old.id)' },
      next: {
        new: 'office',
        to: 'open',
        set: {
          organ: 'heir.organ',
          post: 'office.post',
          titleZh: 'office.titleZh',
          titleEn: 'office.titleEn',
          roles: 'office.roles',
          division: 'office.division',
          clause: 'input.clause',
        },
      },
    },
    signers: { registrar: { officer: 'registrar', within: 'office.division' } },
    refuse: heirless,
  },
  /** An officer of an organ that has ended belongs to the successor, keys included. */
  takeOverOfficer: {
    on: 'officer',
    from: ['active'],
    basis: 'civil-service/40',
    with: {
      keys: { each: 'key', by: 'officer', from: ['active'], max: 50, set: { organ: 'signer.administrator.organ' } },
    },
    // The administrator of the organ that answers today for the officer's.
    signers: { administrator: administrator('officer.organ') },
    refuse: { own: 'signer.administrator.organ == officer.organ' },
    set: { organ: 'signer.administrator.organ' },
  },
} as const
