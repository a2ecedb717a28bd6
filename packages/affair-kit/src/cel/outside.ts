import { childrenOf, type Flaw, type Typed } from './explain.ts'
import type { Types } from './types.ts'

/** Types that cel-js has and we have no values for. */
const foreign = /\b(dyn|double|uint|map|optional|type|google|CelNamespace)\b/
const bare = new Set(['string', 'bytes', 'bool', 'null'])

/**
 * What cel-js finds well-typed and our language does not have: its own dynamic and floating types, texts and bytes in an
 * order, lists glued together. Found by the types that it left on its nodes.
 */
export function findOutside(node: Typed, types: Types, flaws: Flaw[]): void {
  const message = whyOutside(node, types)
  if (message !== undefined) flaws.push({ code: 'outside-subset', message, start: node.start, end: node.end })
  else for (const part of childrenOf(node)) findOutside(part, types, flaws)
}

function whyOutside(node: Typed, types: Types): string | undefined {
  const type = node.checkedType?.name
  if (type !== undefined && foreign.test(type)) return `${types.describe(type)} is not in the language`
  const [first, second] = childrenOf(node).map((part) => part.checkedType?.name ?? '')
  switch (node.op) {
    case '+':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return [first!, second!].some((side) => bare.has(side) || isList(side))
        ? `${node.op} does not apply to ${types.describe(first!)} and ${types.describe(second!)}`
        : undefined
    case 'in':
      return isList(second!) ? undefined : '`in` asks of a list'
    case '[]':
      return isList(first!) ? undefined : 'only a list has an index'
    case 'call':
      return node.args[0] === 'size' && !isList(first!) ? 'only a list has a size' : undefined
    case 'rcall':
      return isList(first!) ? undefined : `only a list has ${node.args[0]}`
    default:
      return undefined
  }
}

function isList(type: string): boolean {
  return type.startsWith('list<')
}
