import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import { findSharedData, missingSharedData } from '@gongshi/testkit'
import fc from 'fast-check'
import {
  datedThresholds,
  type Json,
  type JsonObject,
  readRecords,
  recordOf,
  redFlagsAcross,
  redFlagsOf,
  usualThresholds,
} from '../index.ts'
import { type IndicatorCode, indicatorCodes, type ProcessRecord } from './indicator.ts'
import { compare, minus, over, rational, rationalOf, written } from './rational.ts'
import { indicatorTexts } from './texts.ts'

const yuan = (amount: number) => ({ amount, currency: 'CNY' })
const bid = (id: string, amount: number, status = 'valid', lot = 'lot-1') => ({
  id: `${id}-${lot}`,
  status,
  tenderers: [{ id }],
  value: yuan(amount),
  relatedLots: [lot],
})
const award = (id: string, amount: number) => ({
  id: 'a1',
  status: 'active',
  suppliers: [{ id }],
  value: yuan(amount),
  relatedLots: ['lot-1'],
})
const plain = [bid('one', 900), bid('two', 960), bid('three', 985)]

type Parts = {
  readonly ocid?: string
  readonly bids?: readonly JsonObject[]
  readonly winner?: JsonObject
  readonly announced?: string
  readonly amended?: string | null
  readonly signed?: string
}

/** Synthetic: a clean tender of one lot, but for what is given. */
function tender({ ocid = 'ocds-x-1', bids = plain, winner = award('one', 900), ...days }: Parts = {}): ProcessRecord {
  const { announced = '2026-03-01T00:00:00Z', amended = null, signed = '2026-06-01T00:00:00Z' } = days
  const release = (id: string, date: string, tag: string, more: JsonObject) => ({ ocid, id, date, tag: [tag], ...more })
  const parties = ['b', 'one', 'two', 'three'].map((id) => ({ id, identifier: { scheme: 'X', id } }))
  const tenderPeriod = { endDate: '2026-04-01T00:00:00Z' }
  const lots = [{ id: 'lot-1', value: yuan(1000) }]
  const notice = { parties, buyer: { id: 'b' }, tender: { id: 't', procurementMethod: 'open', lots, tenderPeriod } }
  const contracts = [{ id: 'c', awardID: 'a1', dateSigned: signed }]
  return recordOf([
    release('1', announced, 'tender', notice as JsonObject),
    ...(amended === null ? [] : [release('2', amended, 'tenderAmendment', {})]),
    release('3', '2026-05-01T00:00:00Z', 'award', {
      bids: { details: bids },
      awards: [{ ...winner, date: '2026-05-01T00:00:00Z' }],
    }),
    release('4', '2026-06-02T00:00:00Z', 'contract', { contracts }),
  ]) as unknown as ProcessRecord
}

const codesOf = (record: ProcessRecord) => redFlagsOf(record, usualThresholds).map(({ indicator }) => indicator)

/** What raises each question, and what comes just so near to it that it does not. */
const cases: { readonly [Code in IndicatorCode]?: readonly [raises: Parts, not: Parts] } = {
  singleBid: [{ bids: [bid('one', 900)] }, { bids: [bid('one', 900), bid('two', 960)] }],
  shortPeriod: [{ announced: '2026-03-17T00:00:01Z' }, { announced: '2026-03-17T00:00:00Z' }],
  lateAmendment: [{ amended: '2026-03-29T00:00:01Z' }, { amended: '2026-03-29T00:00:00Z' }],
  nearEstimate: [
    { bids: [bid('one', 990), ...plain.slice(1)], winner: award('one', 990) },
    { bids: [bid('one', 989.99), ...plain.slice(1)], winner: award('one', 989.99) },
  ],
  closeSecond: [{ bids: [bid('one', 900), bid('two', 909)] }, { bids: [bid('one', 900), bid('two', 909.01)] }],
  deepDiscount: [
    { bids: [bid('one', 480), bid('two', 960)], winner: award('one', 480) },
    { bids: [bid('one', 480.01), bid('two', 960)], winner: award('one', 480.01) },
  ],
  samePrices: [{ bids: [...plain, bid('four', 960)] }, { bids: [...plain, bid('two', 960)] }],
  onlyWinnerQualified: [
    { bids: [bid('one', 900), bid('two', 960, 'disqualified')] },
    { bids: [bid('one', 900), bid('two', 960, 'disqualified'), bid('three', 985)] },
  ],
  lowestOut: [
    { bids: [bid('low', 850, 'disqualified'), ...plain] },
    { bids: [bid('high', 999, 'disqualified'), ...plain] },
  ],
  shortStandstill: [{ signed: '2026-05-07T23:59:59Z' }, { signed: '2026-05-08T00:00:00Z' }],
}

describe('red flags of one process', () => {
  test('a clean tender raises none', () => {
    assert.deepEqual(codesOf(tender()), [])
  })

  for (const [code, [raises, not]] of Object.entries(cases))
    test(`${code}: just so, and just not`, () => {
      assert.ok(codesOf(tender(raises)).includes(code as IndicatorCode))
      assert.ok(!codesOf(tender(not)).includes(code as IndicatorCode))
    })

  test('each names what it rests on, as it stands in the record', () => {
    for (const [raises] of Object.values(cases)) {
      const record = tender(raises)
      for (const { inputs } of redFlagsOf(record, usualThresholds)) {
        assert.ok(inputs.length > 0)
        for (const { pointer, value, ocid } of inputs) {
          assert.equal(ocid, record.ocid)
          assert.deepEqual(at(record as unknown as Json, pointer), value, pointer)
        }
      }
    }
  })

  test('a threshold is that of the record’s date, and for the time to bid that of the notice; it says whose it is', () => {
    const set = (name: 'leastDays' | 'nearShare', day: string, value: bigint, source: string) => ({
      name,
      from: Date.parse(day),
      value: name === 'nearShare' ? rational(value, 100n) : rational(value),
      source,
    })
    const near = tender(cases.nearEstimate![1])
    const sources = (record: ProcessRecord, ...dated: Parameters<typeof datedThresholds>[0]) =>
      redFlagsOf(record, datedThresholds(dated)).map(({ indicator, source }) => [indicator, source])
    // The record ends with the contract’s release, of 2 June, and began with the notice, of 1 March.
    assert.deepEqual(sources(near, set('nearShare', '2026-06-02', 2n, 'law/2')), [['nearEstimate', 'law/2']])
    assert.deepEqual(sources(near, set('nearShare', '2026-06-03', 2n, 'law/2')), [])
    const [later, first] = [set('nearShare', '2026-06-01', 1n, 'law/3'), set('nearShare', '2026-05-01', 2n, 'law/2')]
    assert.deepEqual(sources(near, later, first), [], 'in whatever order they come')
    assert.deepEqual(sources(tender(), set('leastDays', '2026-03-01', 32n, 'law/1')), [['shortPeriod', 'law/1']])
    assert.deepEqual(sources(tender(), set('leastDays', '2026-03-02', 32n, 'law/1')), [])
    assert.deepEqual(sources(tender(cases.shortPeriod![0])), [['shortPeriod', 'Cardinal R003']])
    assert.deepEqual(sources(tender(cases.samePrices![0])), [['samePrices', null]])
  })

  test('sums are to be read', () => {
    const [flag] = redFlagsOf(tender(cases.nearEstimate![0]), usualThresholds)
    assert.equal(flag!.sum, '(1000 − 990) / 1000 = 0.01 ≤ 0.01')
  })

  test('whatever the data holds, nothing throws', () => {
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(null, true, 'open', 'active', 'valid', '2026-01-01T00:00:00Z', 1e300, -0, 1e-300, 7),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 6 }),
      ),
    })).value
    const object = fc.dictionary(fc.constantFrom(...names), json, { maxKeys: 8 })
    fc.assert(
      fc.property(object, fc.array(object, { maxLength: 3 }), (compiledRelease, releases) => {
        const record = { ocid: 'x', releases, compiledRelease } as unknown as ProcessRecord
        redFlagsOf(record, usualThresholds)
        redFlagsAcross([record, record], usualThresholds)
      }),
    )
  })

  test('every question has its words', () => {
    for (const code of indicatorCodes) assert.ok(indicatorTexts[code].question.zh && indicatorTexts[code].question.en)
    assert.equal(Object.keys(indicatorTexts).length, indicatorCodes.length)
  })
})

const names =
  'tender bids awards contracts details value amount currency lots id status suppliers tenderers relatedLots tenderPeriod endDate startDate tag date procurementMethod numberOfTenderers buyer awardID dateSigned'.split(
    ' ',
  )

describe('red flags of one buyer', () => {
  const three = ['1', '2', '3'].map((ocid) => tender({ ocid }))
  const across = (records: readonly ProcessRecord[]) =>
    redFlagsAcross(records, usualThresholds).map(({ indicator, sum }) => [indicator, sum])

  test('one supplier wins three of three, and the same two lose each time', () => {
    assert.deepEqual(across(three), [
      ['repeatedWinner', '3 / 3 = 1 ≥ 0.5; 3 ≥ 3'],
      ['losingTogether', '3 ≥ 2'],
    ])
  })

  test('two of two are no rule, nor is another winner', () => {
    assert.deepEqual(
      across(three.slice(0, 2)).map(([code]) => code),
      ['losingTogether'],
    )
    const unknown = three.map((record) => ({
      ...record,
      compiledRelease: {
        ...record.compiledRelease,
        parties: [{ id: 'one' }, { id: 'b', identifier: { scheme: 'X', id: 'b' } }],
      },
    }))
    assert.deepEqual(across(unknown), [], 'an id of a record alone names nobody elsewhere')
    const other = tender({ ocid: '2', winner: award('two', 960) })
    assert.deepEqual(across([three[0]!, other]), [])
  })
})

describe('a file of records', () => {
  const { ocid, releases, compiledRelease } = tender()
  const reading = (value: unknown) => readRecords([utf8(typeof value === 'string' ? value : JSON.stringify(value))])

  test('is read whether its releases say all or only what changed, each once', async () => {
    assert.equal(releases.filter(({ buyer }) => buyer === undefined).length, 2)
    const lines = releases.map((release) => JSON.stringify(release)).join('\n')
    for (const given of [
      { records: [{ ocid, releases, compiledRelease }] },
      { releases: [...releases, ...releases] },
      lines,
    ]) {
      const { records, unreadable, unmerged } = await reading(given)
      assert.deepEqual([records.length, unreadable, unmerged], [1, 0, 0])
      assert.deepEqual(records[0]!.compiledRelease, compiledRelease)
    }
    const compiled = await reading({ records: [{ ocid, releases: [{ url: 'https://x.example/1' }], compiledRelease }] })
    assert.equal(compiled.records.length, 1)
  })

  test('what cannot be read or merged is counted', async () => {
    const other = { ...releases[0]!, id: '9', date: 'soon' }
    assert.deepEqual(await reading({ releases: [releases[0]!, other] }), { records: [], unreadable: 0, unmerged: 1 })
    assert.equal((await reading({ releases: [{ id: 1 }, ...releases] })).unreadable, 1)
    assert.equal((await reading('{"releases": [')).unreadable, 1)
  })
})

describe('exact numbers', () => {
  test('are what the text says, and sums undo each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), fc.integer({ min: 0, max: 6 }), (digits, places) => {
        const text = `${digits}`.padStart(places + 1, '0')
        const number = Number(places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`)
        const exact = rational(BigInt(digits), 10n ** BigInt(places))
        assert.deepEqual(rationalOf(number), exact)
        assert.deepEqual(rationalOf(Number(written(exact))), exact)
        assert.equal(compare(minus(exact, exact), rational(0n)), 0)
        assert.deepEqual(over(exact, exact), rational(1n))
      }),
    )
    for (const none of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, '1', null]) assert.equal(rationalOf(none), null)
  })
})

const colombia = findSharedData('procurement', 'colombia-2021-03-03.json')
test('real data: so many questions, none of them thrown', { skip: colombia ? false : missingSharedData }, async () => {
  const counts = new Map<string, number>()
  const { records } = await readRecords([readFileSync(colombia!)])
  const flags = records.flatMap((record) => redFlagsOf(record, usualThresholds))
  for (const { indicator } of [...flags, ...redFlagsAcross(records, usualThresholds)])
    counts.set(indicator, (counts.get(indicator) ?? 0) + 1)
  assert.equal(records.length, 100)
  // All bear the date of their award; who won is named by numbers that begin anew in each process.
  assert.deepEqual(Object.fromEntries([...counts]), { shortStandstill: 100 })
})

/** What a pointer leads to. */
function at(value: Json, pointer: string): Json | undefined {
  return pointer
    .split('/')
    .slice(1)
    .reduce<Json | undefined>((inner, name) => (inner as JsonObject | undefined)?.[name], value)
}
