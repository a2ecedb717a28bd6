import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Criterion, type Mark, type Offered, rankOffers } from './formula.ts'

const price: Criterion = { number: 1n, kind: 'price', weight: 4_000n, most: 100n, least: 0n }
const quality: Criterion = { number: 2n, kind: 'quality', weight: 6_000n, most: 10n, least: 5n }
const half = { numerator: 1n, denominator: 2n }
const offer = (bid: string, minor: bigint, turn = 0): Offered<string> => ({ bid, price: minor, turn })
const marks = (bid: string, ...points: bigint[]): Mark<string>[] =>
  points.map((each) => ({ bid, criterion: 2n, points: each }))
const ranks = (ranked: ReturnType<typeof rankOffers<string>>) => ranked.map(({ bid, rank }) => [bid, rank])

describe('the formula', () => {
  test('counts each criterion by its weight, exactly', () => {
    const rules = { criteria: [price, quality], sheets: 3, lowShare: half }
    const ranked = rankOffers(
      rules,
      [offer('a', 300n), offer('b', 200n)],
      [...marks('a', 9n, 8n, 9n), ...marks('b', 7n, 6n, 7n)],
    )
    // a: 4,000 · 200/300 + 6,000 · 26/30; b: 4,000 + 6,000 · 20/30.
    assert.deepEqual(ranked[0]!.parts, [
      { numerator: 8_000n, denominator: 3n },
      { numerator: 5_200n, denominator: 1n },
    ])
    assert.deepEqual(ranked[0]!.total, { numerator: 23_600n, denominator: 3n })
    assert.deepEqual(ranked[1]!.total, { numerator: 8_000n, denominator: 1n })
    assert.deepEqual(ranks(ranked), [
      ['a', 2n],
      ['b', 1n],
    ])
  })

  test('an offer below the least points is out, and its price is nobody’s measure', () => {
    const rules = { criteria: [price, quality], sheets: 2, lowShare: half }
    const ranked = rankOffers(rules, [offer('a', 300n), offer('b', 1n)], [...marks('a', 5n, 5n), ...marks('b', 5n, 4n)])
    assert.deepEqual(ranks(ranked), [
      ['a', 1n],
      ['b', null],
    ])
    assert.deepEqual(ranked[0]!.parts[0], { numerator: 4_000n, denominator: 1n })
  })

  test('equal points: the lower price, and then the order that was drawn', () => {
    const rules = { criteria: [quality], sheets: 1, lowShare: half }
    const all = [offer('a', 300n, 0), offer('b', 200n, 2), offer('c', 200n, 1)]
    const ranked = rankOffers(rules, all, [...marks('a', 8n), ...marks('b', 8n), ...marks('c', 8n)])
    assert.deepEqual(ranks(ranked), [
      ['a', 3n],
      ['b', 2n],
      ['c', 1n],
    ])
  })

  test('a price below half of the others’ average is to be explained, one at just half is not', () => {
    const rules = { criteria: [price], sheets: 0, lowShare: half }
    const low = (minor: bigint) =>
      rankOffers(rules, [offer('a', minor), offer('b', 300n), offer('c', 100n)], [])[0]!.low
    assert.deepEqual([low(99n), low(100n)], [true, false])
    assert.equal(rankOffers(rules, [offer('a', 1n)], [])[0]!.low, false)
  })

  const offers = fc
    .array(
      fc.record({
        minor: fc.bigInt(1n, 10n ** 15n),
        points: fc.array(fc.bigInt(0n, 10n), { minLength: 3, maxLength: 3 }),
      }),
      {
        minLength: 1,
        maxLength: 30,
      },
    )
    .map((all) => ({
      all: all.map(({ minor }, at) => offer(`${at}`, minor, all.length - at)),
      given: all.flatMap(({ points }, at) => marks(`${at}`, ...points)),
    }))

  test('ranks go from 1 without a gap, whatever the order in which offers and marks come', () => {
    fc.assert(
      fc.property(offers, ({ all, given }) => {
        const rules = { criteria: [price, quality], sheets: 3, lowShare: half }
        const ranked = rankOffers(rules, all, given)
        const found = ranked.flatMap(({ rank }) => (rank === null ? [] : [rank])).sort((a, b) => Number(a - b))
        assert.deepEqual(
          found,
          found.map((_, at) => BigInt(at + 1)),
        )
        const turned = rankOffers(rules, all.toReversed(), given.toReversed())
        assert.deepEqual(turned.toReversed(), ranked)
      }),
    )
  })

  test('a lower price never costs an offer a rank', () => {
    fc.assert(
      fc.property(offers, fc.nat(), ({ all, given }, chosen) => {
        const rules = { criteria: [price, quality], sheets: 3, lowShare: half }
        const at = chosen % all.length
        const before = rankOffers(rules, all, given)[at]!.rank
        const cheaper = all.map((each, index) => (index === at ? { ...each, price: (each.price + 1n) / 2n } : each))
        const after = rankOffers(rules, cheaper, given)[at]!.rank
        if (before !== null) assert.ok(after! <= before)
      }),
    )
  })
})
