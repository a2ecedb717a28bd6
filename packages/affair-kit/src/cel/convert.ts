import { toHex } from '@gongshi/protocol'
import type { ASTNode } from '@marcbachmann/cel-js'
import { nearest } from '../check/nearest.ts'
import type { Ast, BinaryOp, ComprehensionOp } from './ast.ts'
import { builtins } from './builtins.ts'
import type { Flaw } from './explain.ts'
import { expressionLimits } from './language.ts'

const binaryOps: { readonly [op: string]: BinaryOp } = {
  '&&': 'and',
  '||': 'or',
  '==': 'equal',
  '!=': 'unequal',
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'greater',
  '>=': 'greaterOrEqual',
  in: 'in',
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '%': 'remainder',
}

const comprehensions: { readonly [name: string]: ComprehensionOp } = {
  all: 'all',
  exists: 'exists',
  exists_one: 'existsOne',
  map: 'map',
  filter: 'filter',
}

/**
 * cel-js's tree as ours. What the subset lacks (fractions of doubles, unsigned literals, maps, methods, optional
 * access, functions not ours) is a flaw each; the tree is then of no use.
 */
export function convert(node: ASTNode, flaws: Flaw[]): Ast {
  const outside = (message: string, meant?: string): Ast => {
    flaws.push({
      code: 'outside-subset',
      message,
      start: node.start,
      end: node.end,
      ...(meant === undefined ? {} : { meant }),
    })
    return { op: 'null' }
  }
  switch (node.op) {
    case 'value':
      return literal(node.args, outside)
    case 'id':
      return { op: 'name', name: node.args }
    case '.':
      return { op: 'field', of: convert(node.args[0], flaws), name: node.args[1] }
    case '[]':
      return { op: 'index', of: convert(node.args[0], flaws), at: convert(node.args[1], flaws) }
    case 'list':
      return { op: 'list', items: node.args.map((item) => convert(item, flaws)) }
    case '!_':
      return { op: 'not', of: convert(node.args, flaws) }
    case '-_':
      return { op: 'negate', of: convert(node.args, flaws) }
    case '?:':
      return {
        op: 'if',
        test: convert(node.args[0], flaws),
        yes: convert(node.args[1], flaws),
        no: convert(node.args[2], flaws),
      }
    case 'call':
      return call(node, flaws, outside)
    case 'rcall':
      return comprehension(node, flaws, outside)
    case 'map':
    case '.?':
    case '[?]':
      return outside('maps and optional access are not in the language')
    default:
      return binary(node, flaws, outside)
  }
}

type Node<Op extends ASTNode['op']> = Extract<ASTNode, { op: Op }>
type Outside = (message: string, meant?: string) => Ast

function literal(value: Node<'value'>['args'], outside: Outside): Ast {
  if (value === null) return { op: 'null' }
  if (typeof value === 'boolean') return { op: 'bool', value }
  if (typeof value === 'bigint') {
    const tooLarge = value.toString(2).length > expressionLimits.maxIntegerBits
    return tooLarge ? outside('an integer has at most 255 bits') : { op: 'int', value: String(value) }
  }
  if (typeof value === 'string') return { op: 'text', value }
  if (value instanceof Uint8Array) return { op: 'bytes', value: toHex(value) }
  return outside('only integers: write a fraction as rational(1, 3)')
}

function call(node: Node<'call'>, flaws: Flaw[], outside: Outside): Ast {
  const [name, args] = node.args
  if (name === 'has') return outside('write `x.y != null` for `has(x.y)`')
  if (!Object.hasOwn(builtins, name)) {
    const meant = nearest(name, Object.keys(builtins))
    flaws.push({
      code: 'unknown-function',
      message: `there is no function ${name}`,
      start: node.start,
      end: node.start + name.length,
      ...(meant === undefined ? {} : { meant }),
    })
    return { op: 'null' }
  }
  return { op: 'call', name, args: args.map((arg) => convert(arg, flaws)) }
}

function comprehension(node: Node<'rcall'>, flaws: Flaw[], outside: Outside): Ast {
  const [name, receiver, args] = node.args
  const op = Object.hasOwn(comprehensions, name) ? comprehensions[name] : undefined
  const [item, body] = args
  if (!op || args.length !== 2 || item?.op !== 'id' || !body)
    return outside(
      `there is no method ${name}: lists have all, exists, exists_one, map and filter`,
      nearest(name, Object.keys(comprehensions)),
    )
  return { op, over: convert(receiver, flaws), item: item.args, body: convert(body, flaws) }
}

function binary(node: ASTNode, flaws: Flaw[], outside: Outside): Ast {
  const op = binaryOps[node.op]
  const [left, right] = node.args as [ASTNode, ASTNode]
  if (!op) return outside(`${node.op} is not in the language`)
  const ordersText =
    op !== 'equal' &&
    op !== 'unequal' &&
    [op === 'in' ? undefined : left, right].some((side) => side?.op === 'value' && typeof side.args === 'string')
  if (ordersText) return outside('text can only be compared for equality')
  return { op, left: convert(left, flaws), right: convert(right, flaws) }
}
