import type { Cbor } from '@gongshi/protocol'
import type { Calendar, Value } from '../cel/value.ts'
import { weekdayCalendar } from '../cel/workdays.ts'
import type { NamedKind } from '../declare/declaration.ts'
import { dayOfDate, dayOfDateText } from '../kinds/civilDate.ts'
import { decodeValue, encodeValue } from '../kinds/codec.ts'
import { organisationsAffair } from './affairNames.ts'
import type { StateReader, UnixMs } from './host.ts'
import { readCurrentRow } from './migrate.ts'
import { refuse } from './refusal.ts'
import { entityTable, type RowState } from './row.ts'
import type { Session } from './session.ts'

/** The affair under whose name the ledger keeps what holds for all. */
export const ledgerAffair = 'ledger'
/** Key [affair, parameter] -> [[from, value, basis], …], `from` rising: each value holds from its time to the next. */
export const parameterTable = 'param'

export type EffectiveValue = { readonly from: UnixMs; readonly value: Value; readonly basis: string }

export function encodeParameter(parameter: NamedKind, values: readonly EffectiveValue[]): Cbor {
  return values.map(({ from, value, basis }) => [from, encodeValue(parameter.kind, value, parameter.name), basis])
}

/** The value in force at `now`. Without one the action is refused: nothing is guessed. */
export function readParameter(state: StateReader, affair: string, parameter: NamedKind, now: UnixMs): Value {
  const values = state.get(ledgerAffair, parameterTable, [affair, parameter.name])
  let current: Cbor | undefined
  for (const [from, value] of (values ?? []) as readonly (readonly [number, Cbor])[]) if (from <= now) current = value
  if (current === undefined) return refuse('param-missing', [affair, parameter.name])
  return decodeValue(parameter.kind, current, parameter.name)
}

/** A year's days that are not what their weekday says, as days since 1970-01-01. */
type CalendarYear = { readonly off: ReadonlySet<number>; readonly worked: ReadonlySet<number> }

const years = new WeakMap<RowState, CalendarYear>()

type CalendarPowers = Pick<Session, 'registry' | 'meter'> & { readonly state: StateReader }

/**
 * Working days by the calendars on the ledger: rows of entity `calendar` of affair `organisations`, one a year, with its
 * holidays and the weekends that are worked instead. A year without a row has Monday to Friday.
 */
export function ledgerCalendar(session: CalendarPowers): Calendar {
  const known = new Map<number, CalendarYear | null>()
  return {
    ...weekdayCalendar,
    isWorkday(day) {
      const number = yearOf(day)
      let year = known.get(number)
      if (year === undefined) {
        year = readYear(session, number)
        known.set(number, year)
      }
      if (year === null) return weekdayCalendar.isWorkday(day)
      return year.worked.has(day) || (weekdayCalendar.isWorkday(day) && !year.off.has(day))
    },
  }
}

function readYear(session: CalendarPowers, number: number): CalendarYear | null {
  const organisations = session.registry.get(organisationsAffair)
  const entity = organisations?.program.entities.calendar
  if (organisations === undefined || entity === undefined) return null
  const value = session.state.get(organisationsAffair, entityTable('calendar'), [number])
  if (value === undefined) return null
  const row = readCurrentRow({ ...session, calendar: weekdayCalendar }, organisations, entity, value)
  let year = years.get(row)
  if (year === undefined) {
    const days = (dates: Value | undefined) => new Set((dates as readonly string[]).map(dayOfDateText))
    year = { off: days(row.fields.holidays), worked: days(row.fields.worked) }
    years.set(row, year)
  }
  return year
}

function yearOf(day: number): number {
  // The mean Gregorian year is 365.2425 days, so the guess is at most one year off.
  const guess = 1970 + Math.floor(day / 365.2425)
  if (day < dayOfDate(guess, 1, 1)) return guess - 1
  return day >= dayOfDate(guess + 1, 1, 1) ? guess + 1 : guess
}
