import type { ActionDeclaration } from '../declare/declaration.ts'
import type { ActionProgram } from '../program.ts'
import type { Examination } from './examination.ts'
import { checkFields, checkNoText } from './kinds.ts'
import { checkName } from './names.ts'

/** What is opened comes into the rows for good, as events do: it holds no free text, and a handler to say what becomes of it. */
export function examineUnseals(
  examination: Examination,
  action: ActionDeclaration,
  path: string,
): ActionProgram['unseals'] {
  return Object.entries(action.unseals ?? {}).map(([name, fields]) => {
    const at = `${path}.unseals.${name}`
    checkName(examination, name, at)
    if (!action.handler) examination.fault('handler', at, 'what is sealed needs a handler that opens it')
    if (Object.keys(fields).length === 0) examination.fault('missing', at, 'a sealed record has fields')
    checkFields(examination, fields, at)
    checkNoText(examination, fields, at)
    return { name, fields: Object.entries(fields).map(([field, kind]) => ({ name: field, kind })) }
  })
}
