import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BookLot, BookProcedure } from './book.ts'
import { figureFiles, figureTable } from './figureFiles.ts'
import { countFigures } from './figures.ts'

const yuan = (minor: bigint) => ({ currency: 'CNY', minor })
const dollars = (minor: bigint) => ({ currency: 'USD', minor })
const offer = (bidder: string) => ({ bidder, price: yuan(1n), status: 'qualified' })
const signed = (supplier: string, price: BookLot['estimate'], time: string) => ({
  bid: 'b',
  supplier,
  price,
  status: 'signed',
  proposedAt: 0,
  standsAt: 0,
  signedAt: Date.parse(time),
})
const lot = (number: number, over: Partial<BookLot>): BookLot => ({
  number,
  estimate: yuan(1_000n),
  status: 'open',
  assessedAt: null,
  offers: new Map(),
  award: null,
  ...over,
})
const procedure = (number: string, lots: readonly BookLot[], over: Partial<BookProcedure> = {}): BookProcedure => ({
  key: new TextEncoder().encode(number),
  buyer: 'x/buyer',
  number,
  category: 'goods',
  division: 'x/1',
  lots: new Map(lots.map((each) => [each.number, each])),
  bidders: new Set(lots.flatMap(({ offers }) => [...offers.values()].map(({ bidder }) => bidder))),
  agency: 'x/agency',
  status: 'completed',
  estimate: yuan(2_000n),
  notice: null,
  publishedAt: Date.parse('2025-12-31T16:00:00Z'),
  bidUntil: Date.parse('2026-01-20T16:00:00Z'),
  changed: 1,
  ...over,
})
const procedures = [
  procedure('A', [
    lot(1, {
      status: 'signed',
      offers: new Map([
        ['b', offer('x/one')],
        ['c', offer('x/two')],
      ]),
      award: signed('x/one', yuan(800n), '2026-02-27T00:00:00Z'),
    }),
    lot(2, {
      status: 'signed',
      offers: new Map([['b', offer('x/one')]]),
      award: signed('x/one', yuan(990n), '2026-04-01T00:00:00Z'),
    }),
    lot(3, { status: 'failed', offers: new Map([['b', offer('x/one')]]) }),
  ]),
  procedure('B', [
    lot(1, {
      estimate: dollars(10n),
      status: 'signed',
      offers: new Map([['b', offer('x/two')]]),
      award: signed('x/two', dollars(9n), '2026-04-02T00:00:00Z'),
    }),
  ]),
  procedure('C', [lot(1, {})], { publishedAt: null, bidUntil: null, status: 'planned' }),
]

test('each figure says of how many it is, and currencies are never added', () => {
  const counted = countFigures(procedures, {})
  assert.deepEqual([counted.procedures, counted.single, counted.bids], [3, { count: 3, of: 4 }, { count: 5, of: 4 }])
  assert.deepEqual(counted.biddingMs, { count: 2 * 20 * 86_400_000, of: 2 })
  assert.deepEqual(
    counted.prices.map(({ price, estimate, lots }) => [price.currency, price.minor, estimate.minor, lots]),
    [
      ['CNY', 1_790n, 2_000n, 2],
      ['USD', 9n, 10n, 1],
    ],
  )
  assert.deepEqual(
    counted.years.map(({ year, procedures: begun, contracts, values }) => [year, begun, contracts, values.length]),
    [['2026', 2, 3, 2]],
  )
  assert.deepEqual(counted.distribution, [
    { bids: 1, lots: 3 },
    { bids: 2, lots: 1 },
  ])
  assert.equal(counted.outcomes, null)
  assert.equal(counted.lots.length, 5)
})

test('a month without a contract stands there with nothing', () => {
  const [yuans] = countFigures(procedures, {}).months
  assert.deepEqual(
    yuans!.months.map(({ month, contracts }) => [month, contracts]),
    [
      ['2026-02', 1],
      ['2026-03', 0],
      ['2026-04', 1],
    ],
  )
})

test('of a supplier only lots for which it bid are counted, won, lost or open', () => {
  const counted = countFigures(procedures, {}, 'x/two')
  assert.deepEqual(counted.outcomes, { won: 1, lost: 1, open: 0 })
  assert.equal(counted.lots.length, 2)
})

test('every file has as many cells in a line as columns; nothing at all makes empty ones', () => {
  for (const file of figureFiles) {
    const { columns, rows } = figureTable(file, countFigures(procedures, {}))
    assert.ok(rows.length > 0 && rows.every((row) => row.length === columns.length), file)
    assert.deepEqual(figureTable(file, countFigures([], {})).rows, [])
  }
})
