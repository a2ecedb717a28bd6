import { evaluate } from '../cel/evaluate.ts'
import type { Calendar, Scope } from '../cel/value.ts'
import { weekdayCalendar } from '../cel/workdays.ts'
import { KitError } from '../errors.ts'
import type { ActionProgram } from '../program.ts'
import type { Rule } from './explain.ts'

/** More than any rule of an affair takes. */
const mostSteps = 100_000

/**
 * An action's own refusals over values that are only expected, such as those of a form that somebody is still filling in:
 * the very tests that will judge the act, in a node or in a browser. `holds` false: it would be refused; null: that depends on
 * values that the scope does not have, or on the handler.
 */
export function foreseenRefusals(
  { refuse }: { readonly refuse: readonly Pick<ActionProgram['refuse'][number], 'code' | 'test'>[] },
  scope: Scope,
  calendar: Calendar = weekdayCalendar,
): readonly Rule[] {
  return refuse.map(({ code, test }) => ({ code, holds: test === null ? null : holds(test, scope, calendar) }))
}

function holds(test: Parameters<typeof evaluate>[0], scope: Scope, calendar: Calendar): boolean | null {
  let left = mostSteps
  const step = (amount: number) => {
    left -= amount
    if (left < 0) throw new KitError({ code: 'expression-steps' })
  }
  try {
    return evaluate(test, scope, { step }, calendar) !== true
  } catch (error) {
    if (error instanceof KitError) return null
    throw error
  }
}
