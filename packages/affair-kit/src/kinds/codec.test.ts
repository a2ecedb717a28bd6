import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Cbor, decodeCbor, encodeCbor } from '@gongshi/protocol'
import fc from 'fast-check'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import { decodeValue, encodeValue } from './codec.ts'
import type { Kind } from './kind.ts'
import { storedKind, storeValue } from './stored.ts'
import { t } from './t.ts'
import { isUnifiedSocialCreditCode } from './uscc.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const int64 = fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n)
const code = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ./-]{0,20}[A-Za-z0-9]$/)
const scheme = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/).filter((name) => name !== 'gb-32100')
const date = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10))
const record = (members: { readonly [name: string]: fc.Arbitrary<unknown> }) =>
  fc.record(members).map((value) => ({ ...value }))

type Sample = { readonly kind: Kind; readonly value: Value }

const scalars: readonly (readonly [Kind, fc.Arbitrary<unknown>])[] = [
  [t.int(), int64],
  [t.bool(), fc.boolean()],
  [t.money(), record({ currency: fc.constantFrom('CNY', 'USD', 'COP'), minor: int64 })],
  [t.subject(), bytes(32)],
  [t.key(), bytes(32)],
  [t.commitment('any'), bytes(32)],
  [t.bytes(7), bytes(7)],
  [t.organ(), record({ scheme, id: code })],
  [t.division(), record({ scheme, code, date })],
  [t.time(), fc.integer({ min: 0, max: 253_402_300_799_999 })],
  [t.date(), date],
  [t.workdays(), fc.integer({ min: 0, max: 10_000 })],
  [t.duration(), fc.integer({ min: 0, max: 10 ** 12 })],
  [t.rational(), fc.constantFrom({ numerator: -1n, denominator: 3n }, { numerator: 0n, denominator: 1n })],
  [t.code('list'), code],
  [t.oneOf('yes', 'no'), fc.constantFrom('yes', 'no')],
  [t.text(40), fc.string({ unit: fc.constantFrom('a', '公', ' ', '𠮷'), maxLength: 40 })],
  [
    t.ref('row'),
    fc.oneof(bytes(32), fc.array(fc.oneof(code, bytes(32), fc.integer()), { minLength: 1, maxLength: 4 })),
  ],
]

const scalar: fc.Arbitrary<Sample> = fc.oneof(
  ...scalars.map(([kind, values]) => values.map((value) => ({ kind, value: value as Value }))),
)
const sample: fc.Arbitrary<Sample> = fc.oneof(
  { weight: 4, arbitrary: scalar },
  {
    weight: 1,
    arbitrary: scalar.chain(({ kind, value }) =>
      fc.constantFrom<Sample>({ kind: t.option(kind), value }, { kind: t.option(kind), value: null }),
    ),
  },
  { weight: 1, arbitrary: scalar.map(({ kind, value }) => ({ kind: t.list(kind, 3), value: [value, value] })) },
  {
    weight: 1,
    arbitrary: fc.tuple(scalar, scalar).map(([one, two]) => ({
      kind: t.record({ one: one.kind, two: t.option(two.kind) }),
      value: { one: one.value, two: two.value },
    })),
  },
)

const cbor: fc.Arbitrary<Cbor> = fc.letrec((tie) => ({
  item: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.bigInt(-(2n ** 63n), 2n ** 64n - 1n),
    fc.string(),
    fc.constantFrom('CNY', 'yes', '2026-02-30', '2026-02-28'),
    fc.uint8Array({ maxLength: 40 }),
    fc.array(tie('item'), { maxLength: 4 }),
  ),
})).item as fc.Arbitrary<Cbor>

const limits = { maxBytes: 100_000, maxDepth: 20 }

describe('kinds', () => {
  test('what is encoded decodes to the same value, through bytes', () => {
    fc.assert(
      fc.property(sample, ({ kind, value }) => {
        const stored = encodeValue(kind, value)
        assert.deepEqual(decodeValue(kind, decodeCbor(encodeCbor(stored), limits)), value)
      }),
    )
  })

  test('hostile data is refused with a path, or is the one encoding of its value', () => {
    fc.assert(
      fc.property(sample, cbor, ({ kind }, hostile) => {
        let value: Value
        try {
          value = decodeValue(kind, hostile, 'input')
        } catch (error) {
          assert.ok(error instanceof KitError && error.code.startsWith('value-'))
          assert.ok('path' in error.failure && error.failure.path.startsWith('input'))
          return
        }
        assert.deepEqual(encodeCbor(encodeValue(kind, value)), encodeCbor(hostile))
      }),
      { numRuns: 2_000 },
    )
  })

  test('a value of one kind is not one of another', () => {
    const refused: readonly (readonly [Kind, Value])[] = [
      [t.int(), 5],
      [t.int(), 2n ** 63n],
      [t.money(), { currency: 'cny', minor: 1n }],
      [t.money(), { currency: 'XXX', minor: 1n }],
      [t.money(), { currency: 'CNY', minor: 1n, more: 1n }],
      [t.subject(), new Uint8Array(31)],
      [t.date(), '2026-02-29'],
      [t.time(), 1.5],
      [t.time(), -0],
      [t.workdays(), -1],
      [t.rational(), { numerator: 2n, denominator: 4n }],
      [t.rational(), { numerator: 1n, denominator: 0n }],
      [t.oneOf('yes', 'no'), 'maybe'],
      [t.code('list'), ' x'],
      [t.code('list'), 'a\u202eb'],
      [t.text(3), 'four'],
      [t.text(9), 'a\u0000'],
      [t.text(9), '\ud800'],
      [t.list(t.int(), 1), [1n, 2n]],
      [t.organ(), { scheme: 'gb-32100', id: '91330100MA27XXXXX0' }],
      [t.ref('row'), []],
      [t.ref('row'), new Uint8Array(31)],
    ]
    for (const [kind, value] of refused) assert.throws(() => encodeValue(kind, value), KitError, JSON.stringify(kind))
  })

  test('a path leads to the member that is wrong', () => {
    const kind = t.record({ parts: t.list(t.record({ code: t.code('unit') }), 5) })
    assert.throws(
      () => encodeValue(kind, { parts: [{ code: 'a' }, { code: '' }] }, 'input'),
      (error) => error instanceof KitError && 'path' in error.failure && error.failure.path === 'input.parts[1].code',
    )
  })

  test('GB 32100-2015 check digits', () => {
    assert.ok(isUnifiedSocialCreditCode('91350100M000100Y43')) // the standard's own example
    for (const wrong of ['91350100M000100Y44', '91350100M000100Y4', '91350100I000100Y43', '91350100M000100Y4a'])
      assert.ok(!isUnifiedSocialCreditCode(wrong))
  })
})

describe('texts in rows', () => {
  const kind = t.record({ notes: t.list(t.option(t.text(9)), 3), at: t.time() })
  const salt = new Uint8Array(32).fill(7)

  test('rows hold hashes that depend on salt and place', () => {
    const stored = storeValue(kind, { notes: ['same', 'same', null], at: 5 }, salt, 'input')
    const { notes } = stored as { notes: readonly Uint8Array[] }
    assert.deepEqual(decodeValue(storedKind(kind), encodeValue(storedKind(kind), stored)), stored)
    assert.notDeepEqual(notes[0], notes[1])
    assert.equal(notes[2], null)
    const other = storeValue(kind, { notes: ['same'], at: 5 }, new Uint8Array(32), 'input') as typeof stored
    assert.notDeepEqual((other as { notes: readonly Uint8Array[] }).notes[0], notes[0])
  })
})
