import { party, t } from '@gongshi/affair-kit'
import { clause, corrected, correction } from './shared.ts'

/** How an organ is over some days; names and seat are public texts. */
const facts = {
  kind: t.oneOf('administrative', 'judicial', 'party', 'publicInstitution', 'enterprise'),
  nameZh: t.option(t.text(200)),
  nameEn: t.option(t.text(200)),
  division: t.division(),
  seat: t.option(t.text(300)),
} as const
const factNames = ['kind', 'nameZh', 'nameEn', 'division', 'seat'] as const

export const registrar = party({ officer: 'registrar', within: 'organ.division' })
export const periodRegistrar = party({ officer: 'registrar', within: 'period.division' })
const newRegistrar = party({ officer: 'registrar', within: 'input.division' })

export const nameless = 'input.nameZh == null && input.nameEn == null'
export const place = { one: 'division', is: 'input.place' } as const

/** The code is the one of that span, dated with the day from which the facts hold, and valid on it. */
export function placed(day: string) {
  return {
    misplaced: `place.scheme != input.division.scheme || place.code != input.division.code || input.division.date != ${day}`,
    invalidPlace: `place.from > ${day} || (place.until != null && orElse(place.until, ${day}) <= ${day})`,
  } as const
}

/** How far up a move is followed. */
const levels = [1, 2, 3, 4, 5, 6, 7, 8] as const

/** The new superior and its superiors; a root stands for its own, so that the walk never ends early. */
function superiorsFrom(first: string) {
  const above = (row: string) => ({ one: 'organ', is: `orElse(${row}.parent, ${row}.id)` }) as const
  return {
    s1: { one: 'organ', is: `orElse(${first}, organ.id)` },
    s2: above('s1'),
    s3: above('s2'),
    s4: above('s3'),
    s5: above('s4'),
    s6: above('s5'),
    s7: above('s6'),
    s8: above('s7'),
  } as const
}

/**
 * What keeps the tree a tree on every day from `day` on. An organ that nobody is under, from that day on, can go
 * anywhere. For another one the walk upwards must be true of all those days, so none of the organs on it may have come
 * to its own superior later; and it must reach a root without meeting the organ.
 */
function treeRules(parent: string, day: string, when = 'true') {
  const some = (test: (row: string) => string) => levels.map((level) => test(`s${level}`)).join(' || ')
  const walked = `${when} && ${parent} != null && (organ.inferiors > 0 || orElse(organ.attached, ${day}) > ${day})`
  return {
    ended: `${when} && ${parent} != null && s1.status != "active"`,
    unfounded: `${when} && ${parent} != null && s1.founded > ${day}`,
    itself: `${when} && ${parent} != null && s1.id == organ.id`,
    cycle: `${walked} && (${some((row) => `${row}.id == organ.id`)})`,
    unordered: `${walked} && (${some((row) => `${row}.placed > ${day}`)})`,
    deep: `${walked} && s8.parent != null`,
  } as const
}

/** What the organ was until a day, as a row of its own. */
export const closed = {
  new: 'period',
  to: 'closed',
  set: {
    organ: 'organ.id',
    number: 'organ.changes + 1',
    previous: 'organ.last',
    kind: 'organ.kind',
    nameZh: 'organ.nameZh',
    nameEn: 'organ.nameEn',
    division: 'organ.division',
    seat: 'organ.seat',
    parent: 'organ.parent',
    clause: 'organ.clause',
    from: 'organ.since',
    placed: 'organ.placed',
    until: 'input.from',
  },
} as const
export const next = {
  last: 'organ.changes + 1',
  changes: 'organ.changes + 1',
  since: 'input.from',
  clause: 'input.clause',
} as const

/** The superior that loses it can't have ended before that day. */
export function leaves(day: string) {
  return {
    one: 'organ',
    is: 'orElse(organ.parent, organ.id)',
    set: { attached: `max(orElse(was.attached, ${day}), ${day})` },
  } as const
}

export const organEntities = {
  /** What an organ is from `since` on; what it was before stands in its periods. */
  organ: {
    key: ['organ'],
    fields: {
      organ: t.organ(),
      ...facts,
      /** Empty at a root. */
      parent: t.option(t.ref('organ')),
      clause,
      founded: t.date(),
      since: t.date(),
      /** Under this superior since then. */
      placed: t.date(),
      until: t.option(t.date()),
      /** Who has its duties from that day on, as far as none was transferred to another; and what ended it. */
      successor: t.option(t.ref('organ')),
      endedBy: t.option(t.oneOf('merged', 'split', 'abolished')),
      /** The last day on which some organ ceased to be under it. */
      attached: t.option(t.date()),
      /** The number of its last period, 0 without one; and how many there ever were. */
      last: t.int(),
      changes: t.int(),
      ...corrected,
    },
    status: ['active', 'ended'],
    has: { ended: ['until'] },
    index: ['parent', 'successor'],
    tallies: { inferiors: { count: 'organ', by: 'parent', in: ['active'] } },
    invariants: {
      'its days are in order': 'after.founded <= after.placed && after.placed <= after.since',
      'it ends after its last change': 'after.until == null || after.since < orElse(after.until, after.since)',
      'nobody is under an organ that has ended':
        'after.status == "active" || (after.inferiors == 0 && orElse(after.attached, after.since) <= orElse(after.until, after.since))',
      'it was founded once': 'after.founded == before.founded',
      'a reorganisation leaves a successor': '(after.endedBy == null) == (after.successor == null)',
    },
  },
  /** What an organ was on the days [from, until). */
  period: {
    key: ['organ', 'number'],
    fields: {
      organ: t.ref('organ'),
      number: t.int(),
      /** The period before it, 0 for none. */
      previous: t.int(),
      ...facts,
      parent: t.option(t.ref('organ')),
      clause,
      from: t.date(),
      placed: t.date(),
      until: t.date(),
      ...corrected,
    },
    status: ['closed', 'withdrawn'],
    index: ['organ'],
    invariants: {
      'a period begins before it ends': 'after.from < after.until',
      'its end and its superior stand, and it begins no earlier':
        'after.from >= before.from && after.until == before.until && after.parent == before.parent',
    },
  },
} as const

export const organActions = {
  establish: {
    creates: 'organ',
    to: 'active',
    basis: 'organ-establishment/9',
    fill: ['organ', ...factNames, 'clause', 'founded'],
    input: { parent: t.ref('organ'), place: t.ref('division') },
    with: { place, superior: { one: 'organ', is: 'input.parent', from: ['active'] } },
    signers: { registrar: newRegistrar },
    refuse: { nameless, ...placed('input.founded'), unfounded: 'superior.founded > input.founded' },
    set: { parent: 'input.parent', since: 'input.founded', placed: 'input.founded', last: '0', changes: '0' },
  },
  establishRoot: {
    creates: 'organ',
    to: 'active',
    basis: 'organ-establishment/9',
    fill: ['organ', ...factNames, 'clause', 'founded'],
    input: { place: t.ref('division') },
    with: { place },
    signers: { registrar: newRegistrar },
    refuse: { nameless, ...placed('input.founded') },
    set: { since: 'input.founded', placed: 'input.founded', last: '0', changes: '0' },
  },
  /** From a day on it has other facts, under the same superior. */
  change: {
    on: 'organ',
    from: ['active'],
    basis: 'organ-establishment/9',
    fill: factNames,
    input: { from: t.date(), clause, place: t.ref('division') },
    with: { place, closed },
    signers: { registrar },
    refuse: { nameless, early: 'input.from <= organ.since', ...placed('input.from') },
    set: next,
  },
  /** From a day on it is under another superior, or none, with facts of its own choosing. */
  move: {
    on: 'organ',
    from: ['active'],
    basis: 'organ-establishment/9',
    fill: [...factNames, 'parent'],
    input: { from: t.date(), clause, place: t.ref('division') },
    with: { place, ...superiorsFrom('input.parent'), was: leaves('input.from'), closed },
    signers: { registrar },
    refuse: {
      nameless,
      early: 'input.from <= organ.since',
      same: 'input.parent == organ.parent',
      ...placed('input.from'),
      ...treeRules('input.parent', 'input.from'),
    },
    set: { ...next, placed: 'input.from' },
  },
  correct: {
    on: 'organ',
    from: ['active', 'ended'],
    basis: 'organ-establishment/9',
    fill: factNames,
    input: { clause, reason: correction, place: t.ref('division') },
    with: { place },
    signers: { registrar },
    refuse: { nameless, ...placed('organ.since') },
    set: { correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
  /** A superior that was wrong from the founding on; a later one is mended by withdrawing the change. */
  correctSuperior: {
    on: 'organ',
    from: ['active'],
    basis: 'organ-establishment/9',
    fill: ['parent'],
    input: { clause, reason: correction },
    with: superiorsFrom('input.parent'),
    signers: { registrar },
    refuse: {
      later: 'organ.last > 0',
      same: 'input.parent == organ.parent',
      ...treeRules('input.parent', 'organ.since'),
    },
    set: { correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
  correctPeriod: {
    on: 'period',
    from: ['closed'],
    basis: 'organ-establishment/9',
    fill: factNames,
    input: { clause, reason: correction, place: t.ref('division') },
    with: { place },
    signers: { registrar: periodRegistrar },
    refuse: { nameless, ...placed('period.from') },
    set: { correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
  /** The last change was recorded wrongly: the period before it goes on. */
  withdrawChange: {
    on: 'organ',
    from: ['active'],
    basis: 'organ-establishment/9',
    input: { clause, reason: correction },
    with: {
      back: { one: 'period', is: ['organ.id', 'organ.last'], from: ['closed'], to: 'withdrawn' },
      ...superiorsFrom('back.parent'),
    },
    signers: { registrar },
    refuse: treeRules('back.parent', 'organ.since', 'back.parent != organ.parent'),
    set: {
      kind: 'back.kind',
      nameZh: 'back.nameZh',
      nameEn: 'back.nameEn',
      division: 'back.division',
      seat: 'back.seat',
      parent: 'back.parent',
      clause: 'back.clause',
      since: 'back.from',
      placed: 'back.placed',
      last: 'back.previous',
      correctedBy: 'input.clause',
      correctedFor: 'input.reason',
    },
  },
  /** `until` is the first day on which it is no more; it may lie ahead. */
  end: {
    on: 'organ',
    from: ['active'],
    to: 'ended',
    basis: 'organ-establishment/9',
    input: { until: t.date(), clause },
    with: { was: leaves('input.until') },
    signers: { registrar },
    refuse: {
      early: 'input.until <= organ.since',
      superior: 'organ.inferiors > 0 || orElse(organ.attached, input.until) > input.until',
    },
    set: { until: 'input.until', clause: 'input.clause' },
  },
  /** Its end was recorded wrongly. */
  withdrawEnd: {
    on: 'organ',
    from: ['ended'],
    to: 'active',
    basis: 'organ-establishment/9',
    input: { clause, reason: correction },
    with: { superior: { one: 'organ', is: 'orElse(organ.parent, organ.id)' } },
    signers: { registrar },
    refuse: { ended: 'organ.parent != null && superior.status != "active"' },
    set: {
      until: null,
      successor: null,
      endedBy: null,
      correctedBy: 'input.clause',
      correctedFor: 'input.reason',
    },
  },
} as const
