import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { KitError } from '../errors.ts'
import type { Kind } from '../kinds/kind.ts'
import { t } from '../kinds/t.ts'
import { builtins } from './builtins.ts'
import { evaluate } from './evaluate.ts'
import { compileExpression } from './expression.ts'
import { Types } from './types.ts'
import type { Scope } from './value.ts'

const bytes = new Uint8Array(32)
const variables: { readonly [name: string]: readonly [Kind, Scope[string]] } = {
  i: [t.int(), 3n],
  b: [t.bool(), true],
  m: [t.money(), { currency: 'CNY', minor: 5n }],
  r: [t.rational(), { numerator: 1n, denominator: 3n }],
  at: [t.time(), 1_800_000_000_000],
  w: [t.workdays(), 4],
  d: [t.duration(), 86_400_000],
  day: [t.date(), '2026-01-31'],
  who: [t.subject(), bytes],
  organ: [t.organ(), { scheme: 'x', id: '1' }],
  place: [t.division(), { scheme: 'gb-t-2260', code: '330100', date: '2026-01-01' }],
  c: [t.code('list'), 'A'],
  e: [t.oneOf('yes', 'no'), 'yes'],
  row: [t.ref('row'), bytes],
  none: [t.option(t.int()), null],
  some: [t.option(t.oneOf('yes', 'no')), 'no'],
  xs: [t.list(t.int(), 9), [1n, 2n]],
  ms: [t.list(t.money(), 9), [{ currency: 'CNY', minor: 1n }]],
  people: [t.list(t.subject(), 9), [bytes]],
  rec: [t.record({ n: t.int(), who: t.subject() }), { n: 1n, who: bytes }],
}

const operators = ['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', '&&', '||', 'in']
const functions = [
  ...Object.keys(builtins),
  'string',
  'int',
  'double',
  'bytes',
  'dyn',
  'type',
  'timestamp',
  'duration',
  'bool',
  'has',
]
const atoms = [
  ...Object.keys(variables),
  '0',
  '2',
  '"yes"',
  '"CNY"',
  'true',
  'null',
  '[]',
  '[1]',
  '["yes"]',
  'b"x"',
  '1.5',
  '1u',
  'int',
  'string',
  'm.minor',
  'm.currency',
  'organ.id',
  'rec.n',
  'place.date',
  'xs[0]',
  'rec["n"]',
]

const source: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: fc.constantFrom(...atoms) },
    {
      weight: 4,
      arbitrary: fc
        .tuple(tie('any'), fc.constantFrom(...operators), tie('any'))
        .map(([l, op, r]) => `(${l} ${op} ${r})`),
    },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom(...functions), fc.array(tie('any'), { minLength: 1, maxLength: 2 }))
        .map(([name, args]) => `${name}(${args.join(', ')})`),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(tie('any'), tie('any'), tie('any')).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(
          tie('any'),
          fc.constantFrom('all', 'exists', 'exists_one', 'map', 'filter', 'size', 'contains'),
          tie('any'),
        )
        .map(([list, name, body]) => `${list}.${name}(x, ${body})`),
    },
    { weight: 1, arbitrary: fc.tuple(tie('any'), tie('any')).map(([list, at]) => `${list}[${at}]`) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom('!', '-'), tie('any')).map(([op, of]) => `${op}${of}`) },
    { weight: 1, arbitrary: fc.array(tie('any'), { maxLength: 2 }).map((items) => `[${items.join(', ')}]`) },
  ),
})).any

test('what compiles never meets a value that it was not compiled for', () => {
  const types = new Types('affair')
  for (const [name, [kind]] of Object.entries(variables)) types.declare(name, types.typeOf(kind))
  const scope = Object.fromEntries(Object.entries(variables).map(([name, [, value]]) => [name, value]))
  let compiled = 0
  fc.assert(
    fc.property(source, (expression) => {
      const result = compileExpression(expression, types, 'test')
      if (!result.ok) return
      compiled += 1
      try {
        evaluate(result.ast, scope, { step: () => {} })
      } catch (error) {
        assert.ok(error instanceof KitError, expression)
        assert.notEqual(error.code, 'expression-type', expression)
      }
    }),
    { numRuns: 20_000 },
  )
  assert.ok(compiled > 500, `${compiled} of 20,000 compiled`)
})
