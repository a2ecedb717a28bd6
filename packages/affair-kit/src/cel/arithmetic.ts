import { KitError } from '../errors.ts'
import { rational } from '../kinds/rational.ts'
import { isMoney, isRational } from './shape.ts'
import type { Money, Rational, Value } from './value.ts'

/** Wide enough for every product of two stored integers, narrow enough that no operation is ever slow. */
const maxInteger = 2n ** 255n - 1n

type ArithmeticOp = 'add' | 'subtract' | 'multiply' | 'divide' | 'remainder'

/**
 * Exact arithmetic on equal shapes: integers (bigint), times, durations and workdays (number), money of one currency,
 * rationals; a rational with an integer; money or a span times an integer. Which of them make sense was checked when
 * the expression was compiled.
 */
export function arithmetic(op: ArithmeticOp, left: Value, right: Value): Value {
  if (typeof left === 'bigint' && typeof right === 'bigint') return bounded(integers(op, left, right))
  if (isMoney(left) || isMoney(right)) return ofMoney(op, left, right)
  if (isRational(left) || isRational(right)) return rationals(op, toRational(left), toRational(right))
  return safe(integers(op, toInteger(left), toInteger(right)))
}

/** Negative, zero or positive. Dates compare as their ISO texts do. */
export function compare(left: Value, right: Value): number {
  if (isMoney(left) && isMoney(right)) {
    commonCurrency(left, right)
    return order(left.minor, right.minor)
  }
  if (isRational(left) || isRational(right)) {
    const [a, b] = [toRational(left), toRational(right)]
    return order(a.numerator * b.denominator, b.numerator * a.denominator)
  }
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left === right ? 0 : 1
  return order(toInteger(left), toInteger(right))
}

export function negate(value: Value): Value {
  if (isMoney(value)) return { currency: value.currency, minor: bounded(-value.minor) }
  if (isRational(value)) return { numerator: bounded(-value.numerator), denominator: value.denominator }
  return arithmetic('subtract', typeof value === 'number' ? 0 : 0n, value)
}

function addMoney(left: Money, right: Money): Money {
  return { currency: commonCurrency(left, right), minor: bounded(left.minor + right.minor) }
}

function subtractMoney(left: Money, right: Money): Money {
  return { currency: commonCurrency(left, right), minor: bounded(left.minor - right.minor) }
}

export function bounded(value: bigint): bigint {
  if (value > maxInteger || value < -maxInteger) throw new KitError({ code: 'expression-range' })
  return value
}

export function wrongType(): never {
  throw new KitError({ code: 'expression-type' })
}

function ofMoney(op: ArithmeticOp, left: Value, right: Value): Money {
  if (isMoney(left) && isMoney(right)) {
    if (op === 'add') return addMoney(left, right)
    return op === 'subtract' ? subtractMoney(left, right) : wrongType()
  }
  if (op !== 'multiply') return wrongType()
  const [money, factor] = isMoney(left) ? [left, right] : [right as Money, left]
  return { currency: money.currency, minor: bounded(money.minor * toInteger(factor)) }
}

/** XXX, a sum without members, takes the other's currency. */
function commonCurrency(left: Money, right: Money): string {
  if (left.currency === right.currency || right.currency === 'XXX') return left.currency
  if (left.currency === 'XXX') return right.currency
  throw new KitError({ code: 'expression-currency' })
}

function rationals(op: ArithmeticOp, left: Rational, right: Rational): Rational {
  const crossed = [left.numerator * right.denominator, right.numerator * left.denominator] as const
  switch (op) {
    case 'add':
      return fraction(crossed[0] + crossed[1], left.denominator * right.denominator)
    case 'subtract':
      return fraction(crossed[0] - crossed[1], left.denominator * right.denominator)
    case 'multiply':
      return fraction(left.numerator * right.numerator, left.denominator * right.denominator)
    case 'divide':
      return fraction(crossed[0], crossed[1])
    case 'remainder':
      return wrongType()
  }
}

export function fraction(numerator: bigint, denominator: bigint): Rational {
  if (denominator === 0n) throw new KitError({ code: 'expression-division-by-zero' })
  const lowest = rational(numerator, denominator)
  return { numerator: bounded(lowest.numerator), denominator: bounded(lowest.denominator) }
}

/** Division truncates towards zero and the remainder has the dividend's sign, as CEL says. */
function integers(op: ArithmeticOp, left: bigint, right: bigint): bigint {
  if ((op === 'divide' || op === 'remainder') && right === 0n)
    throw new KitError({ code: 'expression-division-by-zero' })
  switch (op) {
    case 'add':
      return left + right
    case 'subtract':
      return left - right
    case 'multiply':
      return left * right
    case 'divide':
      return left / right
    case 'remainder':
      return left % right
  }
}

function order(left: bigint, right: bigint): number {
  return left < right ? -1 : left === right ? 0 : 1
}

function toInteger(value: Value): bigint {
  if (typeof value === 'bigint') return value
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : wrongType()
}

function toRational(value: Value): Rational {
  return isRational(value) ? value : { numerator: toInteger(value), denominator: 1n }
}

function safe(value: bigint): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number)) throw new KitError({ code: 'expression-range' })
  return number
}
