import type { ASTNode, TypeError as CelTypeError, ParseError } from '@marcbachmann/cel-js'
import type { Fault } from '../check/fault.ts'
import { nearest } from '../check/nearest.ts'
import { builtins } from './builtins.ts'
import type { Types } from './types.ts'

/** A fault in an expression that doesn't know its place yet. */
export type Flaw = Omit<Fault, 'path' | 'source'>

/** cel-js keeps the type that it found on each node, without declaring it. */
export type Typed = ASTNode & { readonly checkedType?: { readonly name: string } }

/** cel-js's one sentence, said in the words of kinds, with the name that was probably meant. */
export function explainTypeError(error: ParseError | CelTypeError, types: Types): Flaw {
  const node = error.node as Typed | undefined
  const [start, end] = [error.range?.start ?? 0, error.range?.end ?? 1]
  const flaw = (code: Flaw['code'], message: string, known: readonly string[] = [], given = ''): Flaw => {
    const meant = nearest(given, known)
    return { code, message, start, end, ...(meant === undefined ? {} : { meant }) }
  }
  const typeOf = (child: unknown) => types.describe((child as Typed).checkedType?.name ?? 'unknown')
  switch (error.code) {
    case 'unknown_variable': {
      const name = String(node?.args ?? '')
      return flaw('unknown-name', `there is no ${name} here`, types.variables, name)
    }
    case 'no_such_key': {
      const [of, name] = node!.args as [Typed, string | Typed]
      if (typeof name !== 'string') return flaw('types', `${typeOf(of)} has no index`)
      return flaw('unknown-field', `${typeOf(of)} has no ${name}`, types.fieldsOf(of.checkedType?.name ?? ''), name)
    }
    case 'no_such_overload': {
      if (!Array.isArray(node!.args)) return flaw('types', `${node!.op[0]} does not apply to ${typeOf(node!.args)}`)
      const [left, right] = node!.args
      return flaw('types', `${node!.op} does not apply to ${typeOf(left)} and ${typeOf(right)}`)
    }
    case 'no_matching_overload': {
      const name = String((node!.args as readonly unknown[])[0])
      const args = childrenOf(node!)
      const forms = builtins[name]?.signatures.join('; ')
      return flaw('types', `${name} does not take (${args.map(typeOf).join(', ')})${forms ? `: ${forms}` : ''}`)
    }
    default:
      return flaw('types', error.summary)
  }
}

/** Texts compared with a oneOf that no such oneOf has: true or false for ever, so surely a slip. */
export function findUnknownWords(node: Typed, types: Types, flaws: Flaw[]): void {
  const parts = childrenOf(node)
  if (node.op === '==' || node.op === '!=' || node.op === 'in') {
    const words = parts.map((part) => types.wordsOf(elementType(part.checkedType?.name ?? ''))).find((found) => found)
    if (words)
      for (const text of parts.flatMap(literalsOf))
        if (!words.includes(text.value)) flaws.push(unknownWord(text, words))
  }
  for (const part of parts) findUnknownWords(part, types, flaws)
}

function unknownWord(text: Literal, words: readonly string[]): Flaw {
  const meant = nearest(text.value, words)
  return {
    code: 'unknown-word',
    message: `it is one of ${words.join(', ')}`,
    start: text.start,
    end: text.end,
    ...(meant === undefined ? {} : { meant }),
  }
}

type Literal = { readonly value: string; readonly start: number; readonly end: number }

function literalsOf(node: Typed): readonly Literal[] {
  if (node.op === 'list') return node.args.flatMap((item) => literalsOf(item as Typed))
  if (node.op !== 'value' || typeof node.args !== 'string') return []
  return [{ value: node.args, start: node.start, end: node.end }]
}

function elementType(type: string): string {
  return /^list<(.+)>$/.exec(type)?.[1] ?? type
}

/** A node's operands, in order: what cel-js keeps in `args`, flat. */
export function childrenOf(node: Typed): readonly Typed[] {
  const args = node.args as unknown
  const flat: readonly unknown[] = Array.isArray(args) ? args.flat() : [args]
  return flat.filter((part): part is Typed => typeof part === 'object' && part !== null && 'op' in part)
}
