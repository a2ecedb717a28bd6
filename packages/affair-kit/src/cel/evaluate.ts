import { fromHex } from '@gongshi/protocol'
import { KitError } from '../errors.ts'
import { arithmetic, bounded, compare, negate, wrongType } from './arithmetic.ts'
import type { Ast, BinaryOp, ComprehensionOp } from './ast.ts'
import { callBuiltin } from './builtins.ts'
import { equal } from './equal.ts'
import { isList, isMembers } from './shape.ts'
import type { Calendar, Meter, Scope, Value } from './value.ts'
import { weekdayCalendar } from './workdays.ts'

type Context = { readonly scope: Scope; readonly meter: Meter; readonly calendar: Calendar }

/**
 * Evaluates a compiled expression: pure, exact, and bounded by the meter whatever the expression. As in CEL, `&&`, `||`,
 * `all` and `exists` have an answer where one side decides, even if the other side fails.
 * @throws {KitError} expression-*, and whatever the meter throws when it is empty
 */
export function evaluate(ast: Ast, scope: Scope, meter: Meter, calendar: Calendar = weekdayCalendar): Value {
  return run(ast, { scope, meter, calendar })
}

function run(ast: Ast, context: Context): Value {
  context.meter.step(1)
  switch (ast.op) {
    case 'null':
      return null
    case 'bool':
    case 'text':
      return ast.value
    case 'int':
      return bounded(BigInt(ast.value))
    case 'bytes':
      return fromHex(ast.value)
    case 'name':
      return ownMember(context.scope, ast.name)
    case 'field':
      return member(run(ast.of, context), ast.name)
    case 'index':
      return item(run(ast.of, context), run(ast.at, context))
    case 'list':
      return ast.items.map((part) => run(part, context))
    case 'not':
      return !truth(run(ast.of, context))
    case 'negate':
      return negate(run(ast.of, context))
    case 'if':
      return run(truth(run(ast.test, context)) ? ast.yes : ast.no, context)
    case 'call':
      return callBuiltin(
        ast.name,
        ast.args.map((part) => run(part, context)),
        context,
      )
    case 'all':
    case 'exists':
    case 'existsOne':
    case 'map':
    case 'filter':
      return comprehend(ast, context)
    default:
      return binary(ast, context)
  }
}

function binary(ast: { op: BinaryOp; left: Ast; right: Ast }, context: Context): Value {
  if (ast.op === 'and' || ast.op === 'or') return logical(ast.op === 'or', [ast.left, ast.right], context)
  const left = run(ast.left, context)
  const right = run(ast.right, context)
  switch (ast.op) {
    case 'equal':
      return equal(left, right, context.meter)
    case 'unequal':
      return !equal(left, right, context.meter)
    case 'in':
      return isList(right) ? right.some((part) => equal(left, part, context.meter)) : wrongType()
    case 'less':
      return compare(left, right) < 0
    case 'lessOrEqual':
      return compare(left, right) <= 0
    case 'greater':
      return compare(left, right) > 0
    case 'greaterOrEqual':
      return compare(left, right) >= 0
    default:
      return arithmetic(ast.op, left, right)
  }
}

function logical(deciding: boolean, parts: readonly [Ast, Ast], context: Context): boolean {
  return decide(
    deciding,
    parts.map((part) => () => truth(run(part, context))),
  )
}

/** The first part that decides; a failure counts only if none does. An empty meter is never passed over. */
function decide(deciding: boolean, parts: readonly (() => boolean)[]): boolean {
  let failure: KitError | undefined
  for (const part of parts) {
    try {
      if (part() === deciding) return deciding
    } catch (error) {
      if (!(error instanceof KitError) || error.code === 'expression-steps') throw error
      failure ??= error
    }
  }
  if (failure) throw failure
  return !deciding
}

function comprehend(ast: { op: ComprehensionOp; over: Ast; item: string; body: Ast }, context: Context): Value {
  const over = run(ast.over, context)
  if (!isList(over)) return wrongType()
  const bodyOf = (value: Value) => run(ast.body, { ...context, scope: { ...context.scope, [ast.item]: value } })
  switch (ast.op) {
    case 'map':
      return over.map(bodyOf)
    case 'filter':
      return over.filter((value) => truth(bodyOf(value)))
    case 'existsOne':
      return over.filter((value) => truth(bodyOf(value))).length === 1
    default:
      return decide(
        ast.op === 'exists',
        over.map((value) => () => truth(bodyOf(value))),
      )
  }
}

function truth(value: Value): boolean {
  return typeof value === 'boolean' ? value : wrongType()
}

function member(value: Value, name: string): Value {
  return isMembers(value) ? ownMember(value, name) : wrongType()
}

function ownMember(members: { readonly [name: string]: Value }, name: string): Value {
  return Object.hasOwn(members, name) ? members[name]! : wrongType()
}

function item(value: Value, at: Value): Value {
  if (!isList(value) || typeof at !== 'bigint') return wrongType()
  const found = at >= 0n && at < BigInt(value.length) ? value[Number(at)] : undefined
  if (found === undefined) throw new KitError({ code: 'expression-range' })
  return found
}
