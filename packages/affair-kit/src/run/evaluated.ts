import { evaluate } from '../cel/evaluate.ts'
import type { Scope, Value } from '../cel/value.ts'
import type { SetProgram } from '../program.ts'
import type { Session } from './session.ts'

/** The values that a declaration sets, over the rows as they were. */
export function evaluated(
  session: Pick<Session, 'meter' | 'calendar'>,
  sets: readonly SetProgram[],
  scope: Scope,
): { readonly [name: string]: Value } {
  const values: { [name: string]: Value } = {}
  for (const { field, value } of sets) values[field] = evaluate(value, scope, session.meter, session.calendar)
  return values
}
