import type { Ast } from '../cel/ast.ts'
import type { Assignments, EntityDeclaration } from '../declare/declaration.ts'
import type { Kind } from '../kinds/kind.ts'
import type { SetProgram } from '../program.ts'
import type { ActionScope } from './actionScope.ts'
import { withoutOption } from './rows.ts'

/** Values of a row's fields. `arriving`: the statuses that the row will have, whose `has` fields must not be empty. */
export function examineSet(
  scope: ActionScope,
  entity: EntityDeclaration,
  set: Assignments,
  path: string,
  within: readonly string[],
  arriving: readonly string[] = [],
): readonly SetProgram[] {
  return Object.entries(set).flatMap(([field, value]) => {
    const at = `${path}.${field}`
    if (!scope.examination.known('missing', at, 'field', field, Object.keys(entity.fields))) return []
    const declared = entity.fields[field]!
    const needed = arriving.some((status) => entity.has?.[status]?.includes(field))
    return [{ field, value: assigned(scope, value, needed ? withoutOption(declared) : declared, at, within) }]
  })
}

function assigned(
  scope: ActionScope,
  value: Assignments[string],
  kind: Kind,
  path: string,
  within: readonly string[],
): Ast {
  if (typeof value === 'string') return scope.compile(value, kind, path, within)
  return scope.compile(String(value), kind, path, within)
}
