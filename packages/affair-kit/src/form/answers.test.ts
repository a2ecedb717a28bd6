import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import { decodeValue, encodeValue } from '../kinds/codec.ts'
import type { Fields, Kind } from '../kinds/kind.ts'
import { kindLimits } from '../kinds/limits.ts'
import { type AnswerMeans, answerParts, readAnswers } from './answers.ts'
import { answersOf } from './answersOf.ts'
import { kindWords } from './kindWords.ts'

const means: AnswerMeans = {
  digits: (currency) => ({ CNY: 2, JPY: 0, KWD: 3 })[currency],
  utcOffsetMinutes: 480,
}
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 })
const int64 = fc.bigInt(-kindLimits.maxInteger, kindLimits.maxInteger)
const words = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', '公', '0', '"', '<') })
const date = fc.constantFrom('0001-01-01', '2024-02-29', '9999-12-31')

/** Every kind that a declaration can name, with values that its codec takes. */
const kinds: readonly (readonly [Kind, fc.Arbitrary<Value>])[] = [
  [{ kind: 'int' }, int64],
  [{ kind: 'bool' }, fc.boolean()],
  [{ kind: 'money' }, fc.record({ currency: fc.constantFrom('CNY', 'JPY', 'KWD', 'ZZZ'), minor: int64 })],
  [{ kind: 'subject' }, hash],
  [
    { kind: 'organ' },
    fc.constantFrom({ scheme: 'x-city', id: '公 1' }, { scheme: 'gb-32100', id: '11330100002489559L' }),
  ],
  [{ kind: 'division' }, fc.record({ scheme: fc.constant('gb-t-2260'), code: fc.constant('330100'), date })],
  [{ kind: 'key' }, hash],
  [{ kind: 'time' }, fc.integer({ min: 0, max: kindLimits.maxTimeMs - 8 * 3_600_000 })],
  [{ kind: 'date' }, date],
  [{ kind: 'workdays' }, fc.integer({ min: 0, max: kindLimits.maxWorkdays })],
  [{ kind: 'duration' }, fc.integer({ min: 0, max: kindLimits.maxDurationMs })],
  [{ kind: 'rational' }, fc.constantFrom({ numerator: -7n, denominator: 3n }, { numerator: 0n, denominator: 1n })],
  [{ kind: 'code', list: 'clause' }, words],
  [{ kind: 'commitment', schema: 'publication' }, hash],
  [{ kind: 'text', max: 12 }, words],
  [{ kind: 'bytes', length: 16 }, fc.uint8Array({ minLength: 16, maxLength: 16 })],
  [{ kind: 'oneOf', values: ['error', 'update'] }, fc.constantFrom('error', 'update')],
  [{ kind: 'ref', entity: 'row' }, fc.oneof(hash, fc.constant(['a', 7, Uint8Array.of(1), true, ['b', 2n ** 60n]]))],
]
const composites: readonly (readonly [Kind, fc.Arbitrary<Value>])[] = kinds.flatMap(([kind, value]) => [
  [{ kind: 'option', of: kind }, fc.option(value)] as const,
  [{ kind: 'list', of: kind, max: 3 }, fc.array(value, { maxLength: 3 })] as const,
  [
    { kind: 'option', of: { kind: 'record', fields: { a: kind, b: { kind: 'option', of: kind } } } },
    fc.option(fc.record({ a: value, b: fc.option(value) })) as fc.Arbitrary<Value>,
  ] as const,
  [
    { kind: 'option', of: { kind: 'list', of: { kind: 'list', of: kind, max: 2 }, max: 2 } },
    fc.option(fc.array(fc.array(value, { maxLength: 2 }), { maxLength: 2 })),
  ] as const,
])
const named = (kind: Kind): string => JSON.stringify(kind).slice(0, 90)

describe('a form takes what the declaration takes', () => {
  for (const [kind, value] of [...kinds, ...composites])
    test(`every value can be typed: ${named(kind)}`, () => {
      const fields: Fields = { member: kind }
      fc.assert(
        fc.property(value, (member) => {
          const read = readAnswers(fields, answersOf(fields, { member }, means), means)
          assert.ok(read.ok, read.ok ? '' : `${read.faults[0]!.path} ${read.faults[0]!.code}`)
          assert.deepEqual(encodeValue(kind, read.input.member!), encodeValue(kind, member))
        }),
        { numRuns: 60 },
      )
    })

  const typed = fc.oneof(
    fc.constantFrom('', '0', '-1', '1.5', 'true', 'CNY', '2026-02-30', '24:00', '09:00', '[', '["a"]', 'days', '9e9'),
    fc.constantFrom('a'.repeat(64), 'A'.repeat(64), '\u202e', ' a', '12345678901234567890', 'error', 'gb-32100'),
    fc.string({ maxLength: 20 }),
  )
  for (const [kind] of [...kinds, ...composites])
    test(`what it lets through, the decoder takes, and each fault has its place: ${named(kind)}`, () => {
      const paths = ['member', ...partsOf(kind).map((part) => `member${part}`)]
      fc.assert(
        fc.property(fc.array(typed, { minLength: paths.length, maxLength: paths.length }), (texts) => {
          const answers = new Map(paths.map((path, at) => [path, texts[at]!]))
          const read = readAnswers({ member: kind }, answers, means)
          if (read.ok) return assert.ok(decodeValue(kind, encodeValue(kind, read.input.member!)) !== undefined)
          for (const fault of read.faults) {
            assert.ok(fault.path.startsWith('member') && fault.code.startsWith('value-'))
            for (const language of ['zh', 'en'] as const) assert.notEqual(kindWords(fault.kind, language), '')
          }
        }),
        { numRuns: 150 },
      )
    })
})

/** Places at which something of this kind could be typed. */
function partsOf(kind: Kind): readonly string[] {
  switch (kind.kind) {
    case 'option':
      return ['.given', ...partsOf(kind.of)]
    case 'list':
      return ['.length', '[0]', ...partsOf(kind.of).map((part) => `[0]${part}`)]
    case 'record':
      return Object.entries(kind.fields).flatMap(([name, field]) => [
        `.${name}`,
        ...partsOf(field).map((part) => `.${name}${part}`),
      ])
    default:
      return [...answerParts(kind), 'unit'].filter((part) => part !== '').map((part) => `.${part}`)
  }
}

describe('what is typed wrong', () => {
  const cases: readonly (readonly [Kind, Readonly<Record<string, string>>, string])[] = [
    [{ kind: 'money' }, { 'm.currency': 'CNY', 'm.amount': '1.005' }, 'value-kind'],
    [{ kind: 'money' }, { 'm.currency': 'cny', 'm.amount': '1' }, 'value-range'],
    [{ kind: 'money' }, { 'm.currency': 'CNY', 'm.amount': '92233720368547758.08' }, 'value-range'],
    [{ kind: 'organ' }, { 'm.scheme': 'gb-32100', 'm.id': '11330100002489559Q' }, 'value-check-digit'],
    [{ kind: 'text', max: 3 }, { m: '公公公公' }, 'value-range'],
    [{ kind: 'text', max: 3 }, { m: '' }, 'value-missing'],
    [{ kind: 'time' }, { 'm.day': '2026-01-01', 'm.clock': '' }, 'value-missing'],
    [{ kind: 'time' }, { 'm.day': '1970-01-01', 'm.clock': '07:59' }, 'value-range'],
    [{ kind: 'option', of: { kind: 'time' } }, { 'm.day': '2026-01-01' }, 'value-missing'],
    [{ kind: 'list', of: { kind: 'int' }, max: 2 }, { 'm.length': '3' }, 'value-range'],
    [{ kind: 'rational' }, { 'm.numerator': '2', 'm.denominator': '4' }, 'value-range'],
    [{ kind: 'duration' }, { 'm.amount': '1', 'm.unit': 'years' }, 'value-kind'],
  ]
  for (const [kind, answers, code] of cases)
    test(`${kind.kind} ${JSON.stringify(answers)}: ${code}`, () => {
      const read = readAnswers({ m: kind }, new Map(Object.entries(answers)), means)
      assert.ok(!read.ok)
      assert.deepEqual(
        read.faults.map(({ path, code: each }) => [path, each]),
        [['m', code]],
      )
    })

  test('all faults are told at once, each at its member', () => {
    const fields: Fields = {
      a: { kind: 'int' },
      b: { kind: 'list', of: { kind: 'date' }, max: 5 },
      c: { kind: 'bool' },
    }
    const read = readAnswers(
      fields,
      new Map([
        ['b.length', '2'],
        ['b[1]', '2026-13-01'],
      ]),
      means,
    )
    assert.ok(!read.ok)
    assert.deepEqual(
      read.faults.map(({ path }) => path),
      ['a', 'b[0]', 'b[1]', 'c'],
    )
  })

  test('a time is of the zone that the form states', () => {
    const at = (clock: string) =>
      readAnswers(
        { m: { kind: 'time' } },
        new Map([
          ['m.day', '2026-05-01'],
          ['m.clock', clock],
        ]),
        means,
      )
    assert.deepEqual(at('08:00'), { ok: true, input: { m: Date.UTC(2026, 4, 1) } })
    assert.deepEqual(at('08:00:01.5'), { ok: true, input: { m: Date.UTC(2026, 4, 1, 0, 0, 1, 500) } })
  })

  test('errors that are not about values are not swallowed', () => {
    assert.throws(
      () =>
        readAnswers(
          { m: { kind: 'money' } },
          new Map([
            ['m.currency', 'CNY'],
            ['m.amount', '1'],
          ]),
          {
            ...means,
            digits: () => {
              throw new RangeError('digits')
            },
          },
        ),
      (error: unknown) => error instanceof RangeError && !(error instanceof KitError),
    )
  })
})
