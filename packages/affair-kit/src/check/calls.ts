import type { ActionDeclaration, AffairDeclaration, CallClause } from '../declare/declaration.ts'
import { inputFields } from '../declare/input.ts'
import type { CallProgram } from '../program.ts'
import type { ActionScope } from './actionScope.ts'
import { checkName } from './names.ts'
import { ownedBy } from './rows.ts'

/** Calls in their order; each one's result is known to those after it, as `call.<name>.<entity>`. */
export function examineCalls(scope: ActionScope, action: ActionDeclaration, path: string): readonly CallProgram[] {
  const calls = Object.entries(action.calls ?? {})
  const programs = calls.flatMap(([name, call]) => examineCall(scope, name, call, `${path}.calls.${name}`))
  if (Object.keys(scope.calls).length > 0) scope.types.declare('call', scope.types.members('the calls', scope.calls))
  return programs
}

function examineCall(scope: ActionScope, name: string, call: CallClause, path: string): readonly CallProgram[] {
  const { examination } = scope
  checkName(examination, name, path)
  if (call.of.affair === examination.declaration.name) {
    examination.fault('cycle', `${path}.of`, 'an affair does not call itself: name the rows in `with`')
    return []
  }
  const callee = examination.affair(call.of.affair, `${path}.of`)
  if (
    !callee ||
    !examination.known('call', `${path}.of`, `action of ${callee.name}`, call.of.action, Object.keys(callee.actions))
  )
    return []
  const wanted = inputFields(callee, call.of.action)
  for (const given of Object.keys(call.give))
    examination.known(
      'call',
      `${path}.give`,
      `input of ${call.of.affair}.${call.of.action}`,
      given,
      wanted.map((field) => field.name),
    )
  const give = wanted.flatMap((field) => {
    const source = call.give[field.name]
    const kind = ownedBy(callee.name, field.kind)
    if (source !== undefined)
      return [{ name: field.name, value: scope.compile(source, kind, `${path}.give.${field.name}`, scope.beforeCalls) }]
    if (kind.kind === 'option') return [{ name: field.name, value: { op: 'null' } as const }]
    examination.fault('call', `${path}.give`, `${call.of.affair}.${call.of.action} also takes ${field.name}`)
    return []
  })
  scope.calls[name] = resultType(scope, callee, call.of.action)
  return [{ name, of: call.of, give }]
}

/** What a call gives back: the id of the row that the callee moved or created. */
function resultType(scope: ActionScope, callee: AffairDeclaration, action: string): string {
  const { on, creates } = callee.actions[action]!
  const entity = on ?? creates
  const members =
    entity === undefined ? {} : { [entity]: scope.types.typeOf({ kind: 'ref', affair: callee.name, entity }) }
  return scope.types.members(`the result of ${callee.name}.${action}`, members)
}
