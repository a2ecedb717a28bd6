import type { ActionDeclaration } from '../declare/declaration.ts'
import { inputFields } from '../declare/input.ts'
import type { ActionProgram } from '../program.ts'
import { ActionScope } from './actionScope.ts'
import { checkAction } from './actionShape.ts'
import { boundsOf } from './bounds.ts'
import { examineCalls } from './calls.ts'
import { checkClause } from './clause.ts'
import type { Examination } from './examination.ts'
import { checkHas } from './has.ts'
import { checkName } from './names.ts'
import { examineEmits, examineRefusals } from './outcome.ts'
import { examineRecords } from './records.ts'
import { examineSet } from './sets.ts'
import { examineSigners } from './signers.ts'
import { examineTime } from './timed.ts'
import { examineWith } from './with.ts'

/** Everything about one action, in the order in which it happens. */
export function examineAction(
  examination: Examination,
  name: string,
  action: ActionDeclaration,
): ActionProgram | undefined {
  const path = `actions.${name}`
  checkName(examination, name, path)
  checkClause(examination, action.basis, `${path}.basis`)
  if (!checkAction(examination, action, path)) return undefined
  checkHas(examination, action, path)

  const input = inputFields(examination.declaration, name)
  const scope = new ActionScope(examination, action, input)
  const changeWith = examineWith(scope, action, path)
  const signers = examineSigners(scope, action, path)
  return {
    name,
    basis: action.basis,
    on: action.on ?? null,
    creates: action.creates ?? null,
    from: action.from ?? [],
    to: action.to === undefined ? [] : typeof action.to === 'string' ? [action.to] : action.to,
    input,
    fill: action.fill ?? [],
    signers,
    at: examineTime(scope, action, path),
    dueOnly: action.at !== undefined && signers.length === 0,
    refuse: examineRefusals(scope, action, path),
    calls: examineCalls(scope, action, path),
    set: examineOwnSet(scope, action, path),
    with: changeWith(),
    emits: examineEmits(scope, action, path),
    handler: action.handler ?? false,
    unseals: examineRecords(examination, action, 'unseals', path),
    digests: examineRecords(examination, action, 'digests', path),
    onFault: action.onFault === 'alarm' ? 'alarm' : 'suspend',
    bounds: boundsOf(examination, action.bounds ?? {}, `${path}.bounds`),
  }
}

function examineOwnSet(scope: ActionScope, action: ActionDeclaration, path: string): ActionProgram['set'] {
  if (!action.set || !scope.ownEntity) return []
  const arriving = action.to === undefined ? (action.from ?? []) : [action.to].flat()
  return examineSet(scope, scope.ownEntity, action.set, `${path}.set`, scope.afterCalls, arriving)
}
