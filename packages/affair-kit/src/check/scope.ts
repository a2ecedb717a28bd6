import type { Ast } from '../cel/ast.ts'
import { compileExpression } from '../cel/expression.ts'
import { Types } from '../cel/types.ts'
import type { Kind } from '../kinds/kind.ts'
import { assignable } from './assignable.ts'
import type { Examination } from './examination.ts'

/** An expression that could not be compiled: its faults are noted, and nothing will be run from it. */
const nothing: Ast = { op: 'null' }

/**
 * The expressions of one action or entity. Names become available as its story goes on (the calls' results not before
 * the calls), so a name may be declared and still not be `within` reach at some place.
 */
export class ExpressionScope {
  readonly types: Types
  readonly #examination: Examination

  constructor(examination: Examination) {
    this.#examination = examination
    this.types = new Types(examination.declaration.name)
  }

  /** Compiles an expression that must give a value of `kind`. */
  compile(source: string, kind: Kind, path: string, within: readonly string[]): Ast {
    const compiled = this.typed(source, path, within)
    if (!compiled) return nothing
    const wrong = assignable(this.types, kind, compiled.type, compiled.ast)
    if (wrong) this.#examination.faults.push({ path, source, start: 0, end: source.length, ...wrong })
    return compiled.ast
  }

  /** Compiles an expression of any type, and says which. */
  typed(source: string, path: string, within: readonly string[]): { ast: Ast; type: string } | undefined {
    if (typeof source !== 'string') {
      this.#examination.fault('syntax', path, 'an expression is a text')
      return undefined
    }
    const compiled = compileExpression(source, this.types, path)
    if (!compiled.ok) {
      this.#examination.faults.push(...compiled.faults)
      return undefined
    }
    const early = freeNames(compiled.ast).find((name) => !within.includes(name))
    if (early === undefined) return compiled
    const start = Math.max(0, source.search(new RegExp(`\\b${early}\\b`)))
    const message = `${early} is not known here: only ${within.join(', ')}`
    this.#examination.faults.push({ code: 'unknown-name', path, message, source, start, end: start + early.length })
    return undefined
  }
}

/** Names that an expression takes from its scope. */
export function freeNames(ast: Ast, bound: readonly string[] = []): readonly string[] {
  switch (ast.op) {
    case 'name':
      return bound.includes(ast.name) ? [] : [ast.name]
    case 'field':
    case 'not':
    case 'negate':
      return freeNames(ast.of, bound)
    case 'index':
      return [...freeNames(ast.of, bound), ...freeNames(ast.at, bound)]
    case 'list':
      return ast.items.flatMap((item) => freeNames(item, bound))
    case 'call':
      return ast.args.flatMap((arg) => freeNames(arg, bound))
    case 'if':
      return [ast.test, ast.yes, ast.no].flatMap((part) => freeNames(part, bound))
    case 'all':
    case 'exists':
    case 'existsOne':
    case 'map':
    case 'filter':
      return [...freeNames(ast.over, bound), ...freeNames(ast.body, [...bound, ast.item])]
    case 'null':
    case 'bool':
    case 'int':
    case 'text':
    case 'bytes':
      return []
    default:
      return [...freeNames(ast.left, bound), ...freeNames(ast.right, bound)]
  }
}
