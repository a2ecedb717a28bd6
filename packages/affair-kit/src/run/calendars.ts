import type { Cbor } from '@gongshi/protocol'
import type { Calendar, Division, Value } from '../cel/value.ts'
import { weekdayCalendar } from '../cel/workdays.ts'
import { dayOfDate, dayOfDateText } from '../kinds/civilDate.ts'
import { codesAround } from '../kinds/divisions.ts'
import { organisationsAffair } from './affairNames.ts'
import type { StateReader } from './host.ts'
import { readCurrentRow } from './migrate.ts'
import { placeRun } from './placeRun.ts'
import { entityTable, type RowState } from './row.ts'
import type { Session } from './session.ts'

/** A year's days that are not what others say of them, as days since 1970-01-01. */
type YearDays = { readonly off: ReadonlySet<number>; readonly worked: ReadonlySet<number> }
/** What one place says of a year, and the days on which that place lasts, likewise: [from, until). */
type LocalYear = YearDays & { readonly lasts: readonly [number, number] }

type Powers = Pick<Session, 'registry' | 'meter'> & { readonly state: StateReader }

/**
 * Working days by the calendars on the ledger: rows of entity `calendar` of affair `organisations`, one a year, with its
 * holidays and the weekends that are worked instead; in a place, over them, rows of `localCalendar`: its own first, then those
 * of the places above it. Who says nothing of a day leaves it to the next; a year without a row has Monday to Friday.
 */
export function ledgerCalendar(powers: Powers): Calendar {
  return new LedgerCalendar(powers)
}

class LedgerCalendar implements Calendar {
  readonly offsetMs = weekdayCalendar.offsetMs
  readonly #powers: Powers
  // PERF: made when the first day is asked for; every act has a calendar, and few ask it anything.
  #years: { readonly national: Map<number, YearDays | null>; readonly local: Map<string, LocalYear | null> } | null =
    null

  constructor(powers: Powers) {
    this.#powers = powers
  }

  isWorkday(day: number, place: Division | null): boolean {
    const year = yearOf(day)
    for (const code of place === null ? [] : codesAround(place)) {
      const said = this.#localYear(place!.scheme, code, year)
      const isWorked = said !== null && isAt(said, day, place!) ? saidOf(said, day) : null
      if (isWorked !== null) return isWorked
    }
    return saidOf(this.#nationalYear(year), day) ?? weekdayCalendar.isWorkday(day, place)
  }

  #known() {
    this.#years ??= { national: new Map(), local: new Map() }
    return this.#years
  }

  #nationalYear(year: number): YearDays | null {
    return known(this.#known().national, year, () => {
      const row = organisationsRow(this.#powers, 'calendar', [year])
      return row === undefined ? null : daysOf(row)
    })
  }

  #localYear(scheme: string, code: string, year: number): LocalYear | null {
    const name = `${scheme}/${code}/${year}`
    return known(this.#known().local, name, () => readLocal(this.#powers, [scheme, code, year]))
  }
}

function known<Key, Found>(all: Map<Key, Found>, key: Key, read: () => Found): Found {
  let found = all.get(key)
  if (found === undefined) {
    found = read()
    all.set(key, found)
  }
  return found
}

/** A day that is both is worked: the act that says so refuses it, and a total function has to answer. */
function saidOf(year: YearDays | null, day: number): boolean | null {
  if (year?.worked.has(day)) return true
  return year?.off.has(day) ? false : null
}

/** What a place says holds while it lasts, for what was in that very place on its own date: codes are used again. */
function isAt({ lasts: [from, until] }: LocalYear, day: number, { date }: Division): boolean {
  const then = dayOfDateText(date)
  return from <= day && day < until && from <= then && then < until
}

// PERF: rows are the same objects while the session remembers them.
const years = new WeakMap<RowState, YearDays>()

function daysOf(row: RowState): YearDays {
  let year = years.get(row)
  if (year === undefined) {
    const days = (dates: Value | undefined) => new Set((dates as readonly string[]).map(dayOfDateText))
    year = { off: days(row.fields.holidays), worked: days(row.fields.worked) }
    years.set(row, year)
  }
  return year
}

function readLocal(powers: Powers, id: Cbor): LocalYear | null {
  const row = organisationsRow(powers, 'localCalendar', id)
  if (row === undefined) return null
  const place = row.fields.division as Division
  const run = placeRun((id) => organisationsRow(powers, 'division', id), place)
  // The register knows nothing of the code: as for jurisdictions, it is taken as it is.
  if (run === undefined) return { ...daysOf(row), lasts: [-Infinity, Infinity] }
  if (run === null) return null
  const until = run.until === null ? Infinity : dayOfDateText(run.until)
  return { ...daysOf(row), lasts: [dayOfDateText(run.from), until] }
}

function organisationsRow({ registry, meter, state }: Powers, name: string, id: Cbor): RowState | undefined {
  const organisations = registry.get(organisationsAffair)
  const entity = organisations?.program.entities[name]
  if (organisations === undefined || entity === undefined) return undefined
  const value = state.get(organisationsAffair, entityTable(name), id)
  if (value === undefined) return undefined
  return readCurrentRow({ registry, meter, calendar: weekdayCalendar }, organisations, entity, value)
}

function yearOf(day: number): number {
  // The mean Gregorian year is 365.2425 days, so the guess is at most one year off.
  const guess = 1970 + Math.floor(day / 365.2425)
  if (day < dayOfDate(guess, 1, 1)) return guess - 1
  return day >= dayOfDate(guess + 1, 1, 1) ? guess + 1 : guess
}
