import type { ActionDeclaration } from '../declare/declaration.ts'
import { kitRefusals } from '../declare/refusals.ts'
import type { ActionProgram } from '../program.ts'
import type { ActionScope } from './actionScope.ts'
import { checkFields, checkNoText } from './kinds.ts'
import { checkName } from './names.ts'

export function examineRefusals(scope: ActionScope, action: ActionDeclaration, path: string): ActionProgram['refuse'] {
  const { examination } = scope
  return Object.entries(action.refuse ?? {}).map(([code, rule]) => {
    const at = `${path}.refuse.${code}`
    checkName(examination, code, at)
    if (kitRefusals.includes(code)) examination.fault('name', at, `the kit itself refuses with "${code}"`)
    if (typeof rule === 'string')
      return { code, test: scope.compile(rule, { kind: 'bool' }, at, scope.beforeCalls), detail: [] }
    if (!action.handler)
      examination.fault('handler', at, 'a refusal that is not an expression needs a handler that throws it')
    checkFields(examination, rule, at)
    checkNoText(examination, rule, at)
    return { code, test: null, detail: Object.entries(rule).map(([name, kind]) => ({ name, kind })) }
  })
}

export function examineEmits(scope: ActionScope, action: ActionDeclaration, path: string): ActionProgram['emits'] {
  const { examination } = scope
  const { events } = examination.declaration
  const within = action.creates === undefined ? scope.afterCalls : [...scope.afterCalls, action.creates]
  return Object.entries(action.emits ?? {}).flatMap(([event, given]): ActionProgram['emits'] => {
    const at = `${path}.emits.${event}`
    if (!examination.known('missing', at, 'event', event, Object.keys(events))) return []
    if (given === true) {
      if (!action.handler) examination.fault('handler', at, '`true` needs a handler that emits it')
      return [{ event, fields: null }]
    }
    for (const field of Object.keys(given))
      examination.known('missing', at, 'field', field, Object.keys(events[event]!))
    const fields = Object.entries(events[event]!).map(([field, kind]) => {
      const source = given[field]
      if (source !== undefined) return scope.compile(source, kind, `${at}.${field}`, within)
      if (kind.kind !== 'option') examination.fault('missing', at, `the event also has ${field}`)
      return { op: 'null' } as const
    })
    return [{ event, fields }]
  })
}
