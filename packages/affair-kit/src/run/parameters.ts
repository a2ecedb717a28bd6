import type { Cbor } from '@gongshi/protocol'
import type { Calendar, Value } from '../cel/value.ts'
import { weekdayCalendar } from '../cel/workdays.ts'
import type { NamedKind } from '../declare/declaration.ts'
import { dayOfDate } from '../kinds/civilDate.ts'
import { decodeValue, encodeValue } from '../kinds/codec.ts'
import type { StateReader, UnixMs } from './host.ts'
import { refuse } from './refusal.ts'

/** The affair under whose name the ledger keeps what holds for all. */
export const ledgerAffair = 'ledger'
/** Key [affair, parameter] -> [[from, value, basis], …], `from` rising: each value holds from its time to the next. */
export const parameterTable = 'param'
/** Key [year] -> days since 1970-01-01 that are not what their weekday says: holidays, and weekends worked. */
export const calendarTable = 'calendar'

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

/** Working days by the calendar that stands on the ledger; a year without an entry has Monday to Friday. */
export function ledgerCalendar(state: StateReader): Calendar {
  const years = new Map<number, ReadonlySet<number>>()
  return {
    ...weekdayCalendar,
    isWorkday(day) {
      const year = yearOf(day)
      let exceptions = years.get(year)
      if (exceptions === undefined) {
        exceptions = new Set((state.get(ledgerAffair, calendarTable, [year]) ?? []) as readonly number[])
        years.set(year, exceptions)
      }
      return weekdayCalendar.isWorkday(day) !== exceptions.has(day)
    },
  }
}

function yearOf(day: number): number {
  // The mean Gregorian year is 365.2425 days, so the guess is at most one year off.
  const guess = 1970 + Math.floor(day / 365.2425)
  if (day < dayOfDate(guess, 1, 1)) return guess - 1
  return day >= dayOfDate(guess + 1, 1, 1) ? guess + 1 : guess
}
