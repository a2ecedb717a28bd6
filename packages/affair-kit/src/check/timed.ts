import type { Ast } from '../cel/ast.ts'
import type { ActionDeclaration } from '../declare/declaration.ts'
import type { ActionScope } from './actionScope.ts'

/**
 * An action with a time of its own: the time stands in its row, so that an auditor recomputes the queue from rows
 * alone; and it leaves `from` or moves that time, or it would fall due again at once.
 */
export function examineTime(scope: ActionScope, action: ActionDeclaration, path: string): Ast | null {
  if (action.at === undefined) return null
  const { examination } = scope
  if (action.on === undefined) {
    examination.fault('timed', `${path}.at`, 'only a row that is there has a time: `on`')
    return null
  }
  if (action.input || action.fill)
    examination.fault('timed', path, 'what happens by itself has nobody who could give an input')
  const ast = scope.compile(action.at, { kind: 'option', of: { kind: 'time' } }, `${path}.at`, [action.on])
  if (ast.op !== 'field' || ast.of.op !== 'name') {
    if (ast.op !== 'null') examination.fault('timed', `${path}.at`, `names a field of the row: ${action.on}.…`)
    return ast
  }
  const field = ast.name
  const stays = action.to === undefined || [action.to].flat().some((status) => action.from?.includes(status))
  const moves = action.set !== undefined && Object.hasOwn(action.set, field)
  if (stays && !moves)
    examination.fault('timed', path, `it would fall due for ever: it must leave \`from\` or set ${field}`)
  return ast
}
