import { dayBegins, type Registry, type StateReader, weekdayCalendar } from '@gongshi/affair-kit'
import type { UnixMs } from '../engine.ts'
import { readRow } from './readRow.ts'

/** The affair in which the clauses are registered on which rules rest. */
const clausesAffair = 'clauses'

/**
 * Why nothing can rest on a clause from that moment on: the register does not have it, or it is not in force on that day of
 * legal time. Null: it can, or the ledger keeps no register.
 */
export function unfoundedOn(
  state: StateReader,
  registry: Registry,
  code: string,
  time: UnixMs,
): 'clause-unregistered' | 'clause-not-in-force' | null {
  if (registry.get(clausesAffair)?.program.entities.clause === undefined) return null
  const clause = readRow(state, registry, clausesAffair, 'clause', [code])
  const first = readRow(state, registry, clausesAffair, 'wording', [[code], 1])
  if (clause === undefined || first === undefined) return 'clause-unregistered'
  const begins = (day: unknown) => dayBegins(day as string, weekdayCalendar.offsetMs)
  const { repealedFrom } = clause.fields
  const isInForce = begins(first.fields.from) <= time && (repealedFrom == null || time < begins(repealedFrom))
  return isInForce ? null : 'clause-not-in-force'
}
