import type { Ast } from '../cel/ast.ts'
import type { Types } from '../cel/types.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Fault } from './fault.ts'
import { nearest } from './nearest.ts'

type Wrong = Pick<Fault, 'code' | 'message' | 'meant'>

/** Why a value of `type` cannot stand where `kind` is wanted, or undefined if it can. */
export function assignable(types: Types, kind: Kind, type: string, ast: Ast): Wrong | undefined {
  const wanted = types.typeOf(kind)
  if (type === wanted) return undefined
  if (kind.kind === 'option') return type === 'null' ? undefined : assignable(types, kind.of, type, ast)
  if (kind.kind === 'list' && ast.op === 'list')
    return firstWrong(ast.items.map((item) => itemWrong(types, kind.of, type, item)))
  if (type === 'string' && (kind.kind === 'oneOf' || kind.kind === 'code')) return textWrong(kind, ast)
  const mayBeEmpty = type === types.typeOf({ kind: 'option', of: kind })
  return {
    code: 'result',
    message: mayBeEmpty
      ? `this may be empty, and ${types.describe(wanted)} is wanted: let the status \`has\` it, or use orElse`
      : `this is ${types.describe(type)}, and ${types.describe(wanted)} is wanted`,
  }
}

function itemWrong(types: Types, kind: Kind, listType: string, item: Ast): Wrong | undefined {
  return assignable(types, kind, /^list<(.+)>$/.exec(listType)?.[1] ?? listType, item)
}

/** Words are checked where they are written; a text from elsewhere could be any. */
function textWrong(kind: Kind & { kind: 'oneOf' | 'code' }, ast: Ast): Wrong | undefined {
  if (ast.op === 'if') return firstWrong([textWrong(kind, ast.yes), textWrong(kind, ast.no)])
  if (ast.op !== 'text') return { code: 'result', message: 'this could be any text' }
  if (kind.kind === 'code' || kind.values.includes(ast.value)) return undefined
  const meant = nearest(ast.value, kind.values)
  return {
    code: 'unknown-word',
    message: `it is one of ${kind.values.join(', ')}`,
    ...(meant === undefined ? {} : { meant }),
  }
}

function firstWrong(wrongs: readonly (Wrong | undefined)[]): Wrong | undefined {
  return wrongs.find((wrong) => wrong !== undefined)
}
