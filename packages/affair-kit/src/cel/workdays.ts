import { KitError } from '../errors.ts'
import type { Calendar, Division, Meter } from './value.ts'

const dayMs = 86_400_000
/** No lawful calendar has a year without a working day. */
const maxIdleDays = 366

/** Monday to Friday at UTC+8: what holds until the ledger has calendar rows. 1970-01-01 was a Thursday. */
export const weekdayCalendar: Calendar = {
  offsetMs: 8 * 3_600_000,
  isWorkday: (day) => (((day + 3) % 7) + 7) % 7 < 5,
}

/**
 * The end (24:00 legal time) of the `count`-th working day after the day of `from`: the day on which a period begins is
 * not counted, and its last day counts whole. A count of 0 ends with the day of `from`. By the calendar of a place, or of the
 * whole country.
 */
export function workdaysAfter(
  calendar: Calendar,
  meter: Meter,
  from: number,
  count: number,
  place: Division | null = null,
): number {
  let day = dayOf(calendar, from)
  let idle = 0
  for (let left = count; left > 0; ) {
    meter.step(1)
    day += 1
    idle = calendar.isWorkday(day, place) ? 0 : idle + 1
    if (idle > maxIdleDays) throw new KitError({ code: 'expression-no-workday' })
    if (idle === 0) left -= 1
  }
  return (day + 1) * dayMs - calendar.offsetMs
}

/** The working days after the day of `from` that end by `until`, so that `workdaysAfter` of them gives `until` back. */
export function workdaysUntil(
  calendar: Calendar,
  meter: Meter,
  from: number,
  until: number,
  place: Division | null = null,
): number {
  const lastDay = dayOf(calendar, until) - 1
  let count = 0
  for (let day = dayOf(calendar, from) + 1; day <= lastDay; day++) {
    meter.step(1)
    if (calendar.isWorkday(day, place)) count += 1
  }
  return count
}

function dayOf(calendar: Calendar, time: number): number {
  return Math.floor((time + calendar.offsetMs) / dayMs)
}
