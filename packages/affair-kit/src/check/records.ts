import type { ActionDeclaration } from '../declare/declaration.ts'
import type { ActionProgram } from '../program.ts'
import type { Examination } from './examination.ts'
import { checkFields, checkNoText } from './kinds.ts'
import { checkName } from './names.ts'

/** What is opened or hashed stands for rows, as events do: it holds no free text, and has a handler to say what becomes of it. */
export function examineRecords(
  examination: Examination,
  action: ActionDeclaration,
  member: 'unseals' | 'digests',
  path: string,
): ActionProgram['unseals'] {
  return Object.entries(action[member] ?? {}).map(([name, fields]) => {
    const at = `${path}.${member}.${name}`
    checkName(examination, name, at)
    if (!action.handler)
      examination.fault(
        'handler',
        at,
        member === 'unseals'
          ? 'what is sealed needs a handler that opens it'
          : 'a digest needs a handler that computes it',
      )
    if (Object.keys(fields).length === 0) examination.fault('missing', at, 'a record has fields')
    checkFields(examination, fields, at)
    checkNoText(examination, fields, at)
    return { name, fields: Object.entries(fields).map(([field, kind]) => ({ name: field, kind })) }
  })
}
