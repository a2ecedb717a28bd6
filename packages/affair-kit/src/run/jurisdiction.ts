import type { Division } from '../cel/value.ts'
import type { Installed } from './host.ts'
import { remembered } from './remembered.ts'
import type { RowState } from './row.ts'
import { rowOf } from './rowOf.ts'
import type { Session } from './session.ts'
import { dayBegins, type Term } from './terms.ts'

/** Names that one code has had; no code of the real tables comes near. */
const maxSpans = 64

/**
 * How long the place lasts that a code names on its date: from the first to the last day of the spans around that date
 * that follow each other without a gap, whatever its names. Null: on that date the code named none. Undefined: the
 * register of divisions knows nothing of the code (a ledger begins before its register does), so it is taken as it is.
 */
export function placeTerm(session: Session, place: Division): Term | null | undefined {
  const { organisations } = session
  if (organisations?.program.entities.division === undefined) return undefined
  return remembered(session, ['place', place.date, place.scheme, place.code], (apart) =>
    findTerm(apart, organisations, place),
  )
}

function findTerm(session: Session, organisations: Installed, division: Division): Term | null | undefined {
  const runs: { from: string; until: string | null }[] = []
  for (let span = 1; span <= maxSpans; span++) {
    const row = rowOf(session, organisations, 'division', [division.scheme, division.code, span])
    if (row === undefined) break
    const { from, until } = daysOf(row)
    const last = runs.at(-1)
    if (last?.until === from) last.until = until
    else runs.push({ from, until })
  }
  if (runs.length === 0) return undefined
  const run = runs.find(({ from, until }) => from <= division.date && (until === null || division.date < until))
  if (run === undefined) return null
  const { offsetMs } = session.calendar
  return {
    from: dayBegins(run.from, offsetMs),
    until: run.until === null ? Infinity : dayBegins(run.until, offsetMs),
  }
}

function daysOf({ fields }: RowState): { from: string; until: string | null } {
  return { from: fields.from as string, until: (fields.until ?? null) as string | null }
}
