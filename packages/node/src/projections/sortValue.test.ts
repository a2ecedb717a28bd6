import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Json, type Kind, t } from '@gongshi/affair-kit'
import { compareBytes, encodeCbor } from '@gongshi/protocol'
import fc from 'fast-check'
import { parseFilter, sortValue } from './sortValue.ts'

const int64 = fc.bigInt({ min: -(2n ** 63n - 1n), max: 2n ** 63n - 1n })
const sign = (value: number): number => (value < 0 ? -1 : value > 0 ? 1 : 0)

describe('values to sort by', () => {
  test('integers compare as they are, whatever their size and sign, and what is not there comes first', () => {
    const kind = t.option(t.int())
    fc.assert(
      fc.property(int64, int64, (left, right) => {
        const compared = compareBytes(sortValue(kind, left.toString()), sortValue(kind, right.toString()))
        assert.equal(sign(compared), left < right ? -1 : left > right ? 1 : 0)
        assert.equal(compareBytes(sortValue(kind, null), sortValue(kind, left.toString())), -1)
      }),
    )
  })

  test('a filter has the very bytes of the value that it means', () => {
    const key = Buffer.from(encodeCbor([['x', 'a'], 'n1'])).toString('base64url')
    const same: readonly (readonly [Kind, Json, string])[] = [
      [t.int(), -5, '-5'],
      [t.time(), '2026-01-31T09:00:00Z', '2026-01-31T09:00:00.000Z'],
      [t.date(), '2026-01-31', '2026-01-31'],
      [t.organ(), { scheme: 'gb-32100', id: 'a/b' }, 'gb-32100/a/b'],
      [t.division(), { scheme: 'gb-2260', code: '110000', date: '2020-01-01' }, 'gb-2260/110000/2020-01-01'],
      [t.code('any'), '公告 ..1', '公告 ..1'],
      [t.bytes(2), '00ff', '00ff'],
      [t.ref('note'), [['x', 'a'], 'n1'], key],
      [t.option(t.date()), null, ''],
    ]
    for (const [kind, json, text] of same) {
      const value = sortValue(kind, json)
      assert.deepEqual(parseFilter(kind, text), { from: value, to: value }, text)
    }
  })

  test('a range is for numbers and times, and may be open', () => {
    const [two, nine] = [sortValue(t.int(), 2), sortValue(t.int(), 9)]
    assert.deepEqual(parseFilter(t.int(), '2..9'), { from: two, to: nine })
    assert.deepEqual(parseFilter(t.int(), '2..'), { from: two, to: null })
    assert.deepEqual(parseFilter(t.int(), '..9'), { from: Uint8Array.of(1), to: nine })
  })

  test('what is not of the field’s form is refused, whatever it is', () => {
    const wrong: readonly (readonly [Kind, string])[] = [
      [t.int(), '1e3'],
      [t.int(), '99999999999999999999'],
      [t.int(), '9223372036854775808'],
      [t.int(), '1..2..3'],
      [t.int(), 'a..2'],
      [t.time(), '2026-13-01T00:00:00Z'],
      [t.date(), "2026-01-01' OR 1=1"],
      [t.organ(), 'no-slash'],
      [t.bytes(2), 'zz'],
      [t.ref('note'), '!!'],
      [t.ref('note'), 'AAAA'],
    ]
    for (const [kind, text] of wrong) assert.equal(parseFilter(kind, text), null, text)
    fc.assert(
      fc.property(fc.constantFrom(...wrong.map(([kind]) => kind)), fc.string(), (kind, text) => {
        parseFilter(kind, text)
      }),
    )
  })
})
