import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { KitError } from '../errors.ts'
import { decodeValue, encodeValue } from './codec.ts'
import { type Json, valueFromJson, valueToJson } from './json.ts'
import type { Kind } from './kind.ts'

const record: Kind = {
  kind: 'record',
  fields: {
    count: { kind: 'int' },
    at: { kind: 'time' },
    sum: { kind: 'option', of: { kind: 'money' } },
    who: { kind: 'organ' },
    where: { kind: 'division' },
    row: { kind: 'ref', entity: 'row' },
    proof: { kind: 'commitment', schema: 'any' },
    parts: { kind: 'list', max: 5, of: { kind: 'rational' } },
    note: { kind: 'text', max: 40 },
  },
}

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 })
const value = fc.record({
  count: fc.bigInt(-(2n ** 63n) + 1n, 2n ** 63n - 1n),
  at: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  sum: fc.option(fc.record({ currency: fc.constant('CNY'), minor: fc.bigInt(-(10n ** 18n), 10n ** 18n) })),
  who: fc.constant({ scheme: 'x-test', id: '1' }),
  where: fc.constant({ scheme: 'gb-t-2260', code: '330100', date: '2018-10-31' }),
  row: fc.oneof(bytes, fc.constant(['a', 7, Uint8Array.of(1), true, ['b']])),
  proof: bytes,
  parts: fc.constant([{ numerator: -1n, denominator: 3n }]),
  note: fc.constant('公告 notice'),
})

describe('the JSON form of values', () => {
  test('comes back as the same value, also through JSON text and the ledger’s own form', () => {
    fc.assert(
      fc.property(value, (each) => {
        const json = JSON.parse(JSON.stringify(valueToJson(record, each))) as Json
        const again = valueFromJson(record, json)
        assert.deepEqual(encodeValue(record, again), encodeValue(record, each))
        assert.deepEqual(valueToJson(record, decodeValue(record, encodeValue(record, again))), json)
      }),
    )
  })

  test('hostile JSON is refused with the member that is wrong', () => {
    const good = { kind: 'record', fields: { at: { kind: 'time' }, n: { kind: 'int' } } } as const
    const cases: [Json, string, string][] = [
      [{ at: '2026-02-30T00:00:00Z', n: 1 }, 'value-kind', 'at'],
      [{ at: '2026-01-31T24:00:00Z', n: 1 }, 'value-kind', 'at'],
      [{ at: '2026-01-31T09:00:00Z', n: 1.5 }, 'value-kind', 'n'],
      [{ at: '2026-01-31T09:00:00Z', n: '01' }, 'value-kind', 'n'],
      [{ at: '2026-01-31T09:00:00Z' }, 'value-missing', 'n'],
      [{ at: '2026-01-31T09:00:00Z', n: 1, more: 1 }, 'value-unknown', ''],
      [[], 'value-kind', ''],
    ]
    for (const [json, code, path] of cases)
      assert.throws(
        () => encodeValue(good, valueFromJson(good, json)),
        (error) =>
          error instanceof KitError && error.code === code && 'path' in error.failure && error.failure.path === path,
        JSON.stringify(json),
      )
  })
})
