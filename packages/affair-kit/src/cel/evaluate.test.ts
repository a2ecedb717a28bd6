import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Environment, parse } from '@marcbachmann/cel-js'
import fc from 'fast-check'
import { KitError } from '../errors.ts'
import type { Ast } from './ast.ts'
import { convert } from './convert.ts'
import { evaluate } from './evaluate.ts'
import type { Flaw } from './explain.ts'
import type { Meter, Scope, Value } from './value.ts'
import { weekdayCalendar, workdaysAfter, workdaysUntil } from './workdays.ts'

class Steps implements Meter {
  used = 0
  readonly #budget: number

  constructor(budget = 100_000) {
    this.#budget = budget
  }

  step(amount: number): void {
    this.used += amount
    if (this.used > this.#budget) throw new KitError({ code: 'expression-steps' })
  }
}

function compile(source: string): Ast {
  const flaws: Flaw[] = []
  const ast = convert(parse(source).ast, flaws)
  assert.deepEqual(flaws, [], source)
  return ast
}

const run = (source: string, scope: Scope = {}) => evaluate(compile(source), scope, new Steps())

/** Expressions that both languages have: integers, booleans, comparisons, lists and their macros. */
const integer: fc.Arbitrary<string> = fc.letrec<{ int: string; bool: string; list: string }>((tie) => ({
  int: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: 0, max: 50 }).map(String),
    fc.constantFrom('a', 'b'),
    fc.tuple(tie('int'), fc.constantFrom('+', '-', '*', '/', '%'), tie('int')).map(([l, op, r]) => `(${l} ${op} ${r})`),
    fc.tuple(tie('bool'), tie('int'), tie('int')).map(([c, l, r]) => `(${c} ? ${l} : ${r})`),
    tie('list').map((list) => `size(${list})`),
    fc.tuple(tie('list'), tie('int')).map(([list, at]) => `${list}[${at}]`),
    tie('int').map((value) => `(-${value})`),
  ),
  bool: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('true', 'false', 'c'),
    fc
      .tuple(tie('int'), fc.constantFrom('<', '<=', '>', '>=', '==', '!='), tie('int'))
      .map(([l, op, r]) => `(${l} ${op} ${r})`),
    fc
      .tuple(tie('bool'), fc.constantFrom('&&', '||', '==', '!='), tie('bool'))
      .map(([l, op, r]) => `(${l} ${op} ${r})`),
    tie('bool').map((value) => `!${value}`),
    fc.tuple(tie('int'), tie('list')).map(([item, list]) => `(${item} in ${list})`),
    fc
      .tuple(tie('list'), fc.constantFrom('all', 'exists', 'exists_one'), fc.constantFrom('<', '==', '>'), tie('int'))
      .map(([list, macro, op, r]) => `${list}.${macro}(x, x ${op} ${r})`),
    fc.tuple(tie('list'), tie('list')).map(([l, r]) => `(${l} == ${r})`),
  ),
  list: fc.oneof(
    { maxDepth: 3 },
    fc.constant('xs'),
    fc.array(tie('int'), { minLength: 1, maxLength: 4 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('list'), tie('int')).map(([list, by]) => `${list}.map(x, x + ${by})`),
    fc.tuple(tie('list'), tie('int')).map(([list, than]) => `${list}.filter(x, x > ${than})`),
  ),
})).int

const reference = new Environment()
  .registerVariable('a', 'int')
  .registerVariable('b', 'int')
  .registerVariable('c', 'bool')
  .registerVariable('xs', 'list<int>')

type Outcome = { readonly value: unknown } | 'fails' | 'overflows'
const attempt = (work: () => unknown): Outcome => {
  try {
    return { value: work() }
  } catch (error) {
    return error instanceof Error && error.message.includes('overflow') ? 'overflows' : 'fails'
  }
}

describe('the evaluator', () => {
  test("agrees with cel-js's own on what both have", () => {
    const scope = { a: 7n, b: -3n, c: true, xs: [1n, 2n, 3n] }
    fc.assert(
      fc.property(integer, (source) => {
        const parsed = reference.parse(source)
        fc.pre(parsed.check().valid)
        const theirs = attempt(() => parsed(scope))
        fc.pre(theirs !== 'overflows') // theirs have 64 bits
        assert.deepEqual(
          attempt(() => run(source, scope)),
          theirs,
          source,
        )
      }),
      { numRuns: 3_000 },
    )
  })

  test('money of one currency adds and compares; of two it fails', () => {
    const cny = (minor: bigint) => ({ currency: 'CNY', minor })
    const scope = { a: cny(5n), b: cny(7n), u: { currency: 'USD', minor: 5n }, none: { currency: 'XXX', minor: 0n } }
    assert.deepEqual(run('a + b - a * 3', scope), cny(-3n))
    assert.equal(run('a < b && a != u && !(a == u)', scope), true)
    assert.deepEqual(run('none + a', scope), cny(5n))
    assert.equal(run('a - a == none && zero(none) && !positive(none)', scope), true)
    assert.deepEqual(run('share(b, rational(1, 2))', scope), cny(3n))
    assert.throws(() => run('a + u', scope), code('expression-currency'))
    assert.throws(() => run('a < u', scope), code('expression-currency'))
  })

  test('rationals are exact', () => {
    assert.deepEqual(run('rational(1, 3) + rational(1, 6)'), { numerator: 1n, denominator: 2n })
    assert.equal(run('rational(1, 3) * 3 == rational(1, 1)'), true)
    assert.equal(run('rational(2, 6) < rational(1, 2)'), true)
    assert.throws(() => run('rational(1, 0)'), code('expression-division-by-zero'))
  })

  test('times and spans keep to whole milliseconds', () => {
    assert.equal(run('now + days(2) - hours(1)', { now: 1_000 }), 1_000 + 47 * 3_600_000)
    assert.throws(() => run('now + span', { now: Number.MAX_SAFE_INTEGER, span: 10 }), code('expression-range'))
  })

  test('a side that decides hides the failure of the other, as CEL says; an empty meter is never hidden', () => {
    assert.equal(run('1 / 0 == 1 || true'), true)
    assert.equal(run('1 / 0 == 1 && false'), false)
    assert.equal(run('[0, 1].exists(x, 1 / x == 1)'), true)
    assert.throws(() => run('1 / 0 == 1 || false'), code('expression-division-by-zero'))
    assert.throws(
      () => evaluate(compile('[1, 2, 3, 4].all(x, x > 0) || true'), {}, new Steps(3)),
      code('expression-steps'),
    )
  })

  test('nothing is read but own members', () => {
    for (const name of ['constructor', '__proto__', 'toString'])
      assert.throws(
        () => evaluate({ op: 'field', of: { op: 'name', name: 'row' }, name }, { row: {} }, new Steps()),
        code('expression-type'),
      )
    assert.throws(() => evaluate({ op: 'name', name: 'toString' }, {}, new Steps()), code('expression-type'))
    assert.throws(
      () => evaluate({ op: 'call', name: 'constructor', args: [] }, {}, new Steps()),
      code('expression-type'),
    )
  })

  test('integers stay below 256 bits, so no step is slow', () => {
    const square = Array.from({ length: 9 }, () => 'a').join(' * ')
    assert.throws(() => run(square, { a: 2n ** 62n }), code('expression-range'))
  })

  test('lists over lists cost their product, and no more than the meter has', () => {
    const xs: readonly Value[] = Array.from({ length: 200 }, (_, at) => BigInt(at))
    const ast = compile('xs.all(x, xs.all(y, xs.all(z, x + y + z >= 0)))')
    const meter = new Steps(50_000)
    assert.throws(() => evaluate(ast, { xs }, meter), code('expression-steps'))
    assert.ok(meter.used <= 50_001)
  })
})

describe('working days', () => {
  const day = (date: string, time = '10:00') => Date.parse(`${date}T${time}:00+08:00`)
  const after = (from: number, count: number) => workdaysAfter(weekdayCalendar, new Steps(), from, count)
  const until = (from: number, to: number) => workdaysUntil(weekdayCalendar, new Steps(), from, to)

  test('a period begins the day after and ends with its last day', () => {
    assert.equal(after(day('2026-07-31'), 1), day('2026-08-04', '00:00')) // Friday -> Monday, 24:00
    assert.equal(after(day('2026-08-03'), 5), day('2026-08-11', '00:00'))
    assert.equal(after(day('2026-08-03'), 0), day('2026-08-04', '00:00'))
  })

  test('what is left, counted again from the same day, ends at the same moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.integer({ min: 0, max: 60 }), (from, count) => {
        const end = after(from, count)
        assert.equal(until(from, end), count)
      }),
    )
  })

  test('a calendar without working days ends in an error, not in a loop', () => {
    const never = { offsetMs: 0, isWorkday: () => false }
    assert.throws(() => workdaysAfter(never, new Steps(), 0, 1), code('expression-no-workday'))
    assert.throws(() => workdaysAfter(weekdayCalendar, new Steps(100), 0, 10_000), code('expression-steps'))
  })
})

function code(expected: string) {
  return (error: unknown) => error instanceof KitError && error.code === expected
}
