import type { Division } from '../cel/value.ts'
import type { Installed } from './host.ts'
import { placeRun } from './placeRun.ts'
import { remembered } from './remembered.ts'
import { rowOf } from './rowOf.ts'
import type { Session } from './session.ts'
import { dayBegins, type Term } from './terms.ts'

/**
 * How long the place lasts that a code names on its date (`placeRun`). Where the register of divisions knows nothing of the
 * code (a ledger begins before its register does), it is taken as it is: undefined.
 */
export function placeTerm(session: Session, place: Division): Term | null | undefined {
  const { organisations } = session
  if (organisations?.program.entities.division === undefined) return undefined
  return remembered(session, ['place', place.date, place.scheme, place.code], (apart) =>
    findTerm(apart, organisations, place),
  )
}

function findTerm(session: Session, organisations: Installed, division: Division): Term | null | undefined {
  const run = placeRun((id) => rowOf(session, organisations, 'division', id), division)
  if (run === undefined || run === null) return run
  const { offsetMs } = session.calendar
  return {
    from: dayBegins(run.from, offsetMs),
    until: run.until === null ? Infinity : dayBegins(run.until, offsetMs),
  }
}
