import { party, t } from '@gongshi/affair-kit'
import { clause, corrected, correction } from './shared.ts'

/** One calendar holds for all: a time limit is the same everywhere. */
const keeper = party({ officer: 'calendarKeeper' })

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
} as const
