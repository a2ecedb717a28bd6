import { party, t } from '@gongshi/affair-kit'
import { clause, corrected, correction } from './shared.ts'

/** One calendar holds for the whole country; an autonomous area may have days of its own over it. */
const keeper = party({ officer: 'calendarKeeper' })
const local = party({ officer: 'localCalendarKeeper', within: 'localCalendar.division' })

const days = { holidays: t.list(t.date(), 150), worked: t.list(t.date(), 60) } as const
const dayNames = ['holidays', 'worked'] as const
const contradictory = 'input.holidays.exists(day, day in input.worked)'

/** Every day is one of that year. */
const outside = (number: string) =>
  dayNames.map((list) => `!input.${list}.all(day, year(day) == ${number})`).join(' || ')

export const calendarEntities = {
  /**
   * The working days of a year, which the kit counts time limits by: Monday to Friday without the holidays, and the
   * weekends that are worked instead. A year without a calendar has its Mondays to Fridays.
   */
  calendar: {
    key: ['year'],
    fields: { year: t.int(), ...days, clause, ...corrected },
    status: ['published'],
  },
  /**
   * What a place says of days of a year beside the calendar of the whole country: holidays of its own, weekends that are
   * worked instead. It holds in all places of that one, unless a nearer one says otherwise, while the code is that place's.
   */
  localCalendar: {
    key: ['scheme', 'code', 'year'],
    fields: {
      scheme: t.code('division-scheme'),
      code: t.code('division'),
      year: t.int(),
      division: t.division(),
      ...days,
      clause,
      ...corrected,
    },
    status: ['published'],
  },
} as const

export const calendarActions = {
  publishCalendar: {
    creates: 'calendar',
    to: 'published',
    basis: 'public-holidays/4',
    fill: ['year', ...dayNames, 'clause'],
    signers: { keeper },
    refuse: { outside: outside('input.year'), contradictory },
  },
  /** Time limits that are running already keep the end that was counted for them. */
  amendCalendar: {
    on: 'calendar',
    from: ['published'],
    basis: 'public-holidays/4',
    fill: dayNames,
    input: { clause, reason: correction },
    signers: { keeper },
    refuse: { outside: outside('calendar.year'), contradictory },
    set: { clause: 'input.clause', correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
  publishLocalCalendar: {
    creates: 'localCalendar',
    to: 'published',
    basis: 'public-holidays/4',
    fill: ['scheme', 'code', 'year', 'division', ...dayNames, 'clause'],
    signers: { keeper: { officer: 'localCalendarKeeper', within: 'input.division' } },
    refuse: {
      outside: outside('input.year'),
      undated: 'year(input.division.date) != input.year',
      elsewhere: 'input.division.scheme != input.scheme || input.division.code != input.code',
      contradictory,
    },
  },
  /** Time limits that are running already keep the end that was counted for them. */
  amendLocalCalendar: {
    on: 'localCalendar',
    from: ['published'],
    basis: 'public-holidays/4',
    fill: dayNames,
    input: { clause, reason: correction },
    signers: { keeper: local },
    refuse: { outside: outside('localCalendar.year'), contradictory },
    set: { clause: 'input.clause', correctedBy: 'input.clause', correctedFor: 'input.reason' },
  },
} as const
