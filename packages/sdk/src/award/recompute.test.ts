import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairTexts } from '@gongshi/affairs'
import { type Cbor, encodeCbor, type ProvenState, sha256, toHex } from '@gongshi/protocol'
import { benchChain, clause, lotValues, playTender, propose, reasons } from '../../test/tenderRows.ts'
import { ClientError } from '../errors.ts'
import { readLotRows } from './lotRows.ts'
import { recomputeAward } from './recompute.ts'
import { awardStepNames } from './steps.ts'
import { awardWords } from './words.ts'

const recompute = (values: readonly ProvenState[]) => recomputeAward(readLotRows(values), benchChain)
/** Names of the steps that do not come out as the ledger says. */
const faults = (values: readonly ProvenState[]) =>
  recompute(values)
    .filter(({ agrees }) => !agrees)
    .map(({ name }) => name)

/** Another tender's rows are never in the way: each test plays its own. */
const played = playTender({ prices: [700_000n, 800_000n, 720_000n, 650_000n], disqualified: [3] })
const award = propose(played, 0, reasons)
const values = lotValues(played)

const isOf = (entity: string) => (each: ProvenState) => each.table === `entity/${entity}`
const without = (entity: string, at = 0) => {
  const one = values.filter((each) => isOf(entity)(each) && each.value !== undefined)[at]
  return values.filter((each) => each !== one)
}
/** As a ledger would have it that had computed something else. */
const changed = (entity: string, change: (row: Cbor[]) => Cbor[], at = 0) => {
  const one = values.filter((each) => isOf(entity)(each) && each.value !== undefined)[at]!
  return values.map((each) => (each === one ? { ...each, value: change([...(each.value as Cbor[])]) } : each))
}

describe('an award that is recomputed', () => {
  test('comes out as the ledger says, with all its sums', () => {
    const steps = recompute(values)
    assert.deepEqual(
      steps.map(({ name }) => name),
      awardStepNames,
    )
    assert.deepEqual(faults(values), [])
    const line = steps.find(({ name }) => name === 'parts')!.lines[0]!
    assert.match(String(line.cells[2]), /^4000 × 700000 ÷ \d+$/)
    assert.deepEqual(
      steps.find(({ name }) => name === 'complete')!.lines.map(({ cells }) => [cells[0], cells[1]]),
      [
        ['weights', 10_000n],
        ['candidates', 6n],
        ['seats', 6n],
        ['openings', 5n],
        ['offers', 5n],
        ['pending', 0n],
        ['qualified', 3n],
        ['sheets', 3n],
        ['revealed', 3n],
        ['results', 3n],
        ['awards', 5n],
      ],
    )
  })

  test('is not computed where a row was left out, whichever', () => {
    const entities = ['criterion', 'candidate', 'seat', 'opening', 'sheet', 'offer', 'result', 'award']
    for (const entity of entities) {
      const steps = recompute(without(entity))
      assert.deepEqual(
        steps.map(({ name, agrees }) => [name, agrees]),
        [['complete', false]],
        entity,
      )
    }
    const absences = values.filter((each) => each.value === undefined && (isOf('offer')(each) || isOf('award')(each)))
    assert.ok(absences.length > 3)
    for (const absence of absences) assert.deepEqual(faults(values.filter((each) => each !== absence)), ['complete'])
  })

  test('names the step at which a ledger says something else', () => {
    const cases: readonly (readonly [string, readonly ProvenState[]])[] = [
      ['draw', changed('opening', (row) => row.with(4, sha256(encodeCbor('another'))))],
      ['digests', changed('sheet', (row) => row.with(6, sha256(encodeCbor('another salt'))))],
      ['totals', changed('result', (row) => row.with(6, [1, 3]))],
      ['totals', changed('result', (row) => row.with(7, 3), 0)],
      ['low', changed('result', (row) => row.with(8, true))],
      ['award', changed('award', (row) => row.with(6, ['CNY', 1]))],
      ['award', changed('award', (row) => row.with(7, null))],
    ]
    for (const [step, of] of cases) assert.ok(faults(of).includes(step as never), `${step}: ${faults(of)}`)
    const points = (row: Cbor[]) => {
      const [first, ...others] = row[5] as Cbor[][]
      return row.with(5, [first!.with(2, 99), ...others])
    }
    assert.ok(faults(changed('sheet', points)).includes('digests'))
  })

  test('of a revoked award, another one, and none', () => {
    const tender = playTender({ prices: [700_000n, 800_000n, 720_000n] })
    assert.deepEqual(faults(lotValues(tender)), [], 'assessed, no award yet')
    const first = propose(tender, 0, reasons)
    tender.do('revoke', { award: first, clause, reasons })
    assert.deepEqual(faults(lotValues(tender)), [])
    propose(tender, 1, reasons)
    const steps = recompute(lotValues(tender))
    assert.equal(steps.at(-1)!.lines.length, 2)
    assert.ok(steps.every(({ agrees }) => agrees))
    const lone = lotValues(tender).map((each) =>
      isOf('lot')(each) ? { ...each, value: (each.value as Cbor[]).with(1, 'assessed') } : each,
    )
    assert.deepEqual(faults(lone), ['award'])
  })

  test('with equal totals and prices, abnormally low prices and offers that are out', () => {
    const tender = playTender({
      prices: [700_000n, 700_000n, 300_000n, 900_000n],
      points: (_, at) => (at === 3 ? 49n : 80n),
    })
    propose(tender, 2, reasons)
    const steps = recompute(lotValues(tender))
    assert.ok(steps.every(({ agrees }) => agrees))
    const lows = steps.find(({ name }) => name === 'low')!.lines.map(({ cells }) => cells[4])
    assert.equal(lows.filter((low) => low === true).length, 1)
    const ranks = steps.find(({ name }) => name === 'totals')!.lines.map(({ cells }) => cells[4])
    assert.deepEqual(
      ranks.toSorted((one, other) => Number((one ?? 9n) as bigint) - Number((other ?? 9n) as bigint)),
      [1n, 2n, 3n, null],
    )
  })
})

describe('rows that are of no lot', () => {
  const code = (of: readonly ProvenState[]): string => {
    try {
      recompute(of)
    } catch (error) {
      assert.ok(error instanceof ClientError, String(error))
      return error.code
    }
    return 'ok'
  }

  test('are refused: another procedure’s, another lot’s, twice the same, others’ tables, none at all', () => {
    const other = lotValues(playTender({ prices: [700_000n, 800_000n, 720_000n] }))
    assert.equal(code([...values, ...other.filter(isOf('opening'))]), 'client-award-unrelated')
    const [sheet] = values.filter(isOf('sheet'))
    const [lot, seat] = sheet!.key as Cbor[]
    const stranger = { ...sheet!, key: [[(lot as Cbor[])[0]!, 2], seat!] }
    assert.equal(code([...values, stranger]), 'client-award-unrelated')
    assert.equal(code([...values, sheet!]), 'client-award-unrelated')
    assert.equal(code([...values, { ...sheet!, table: 'history/sheet' }]), 'client-award-unrelated')
    assert.equal(code([...values, { ...sheet!, affair: 'disclosure' }]), 'client-award-unrelated')
    assert.equal(code([...values, { ...sheet!, key: toHex(encodeCbor(award)) }]), 'client-award-unrelated')
    assert.equal(code([]), 'client-award-missing')
    assert.equal(code(values.slice(0, 1)), 'client-award-missing')
    assert.equal(code(values.filter(({ affair }) => affair !== 'ledger')), 'client-award-missing')
  })

  test('are refused where they have another shape, or the lot is not assessed', () => {
    for (const change of [
      (row: Cbor[]) => row.slice(0, -1),
      (row: Cbor[]) => row.with(0, [1, 2]),
      (row: Cbor[]) => row.with(6, ['CNY']),
    ])
      assert.equal(code(changed('offer', change)), 'client-award-unreadable')
    assert.equal(code(changed('offer', (row) => row.with(6, ['CNY', 0]))), 'client-award-unreadable')
    assert.equal(code(changed('lot', (row) => row.with(7, null))), 'client-award-unassessed')
  })
})

test('every step, column and count has words in both languages', () => {
  const { zh, en } = awardWords
  for (const part of ['names', 'rules', 'columns', 'counted'] as const)
    assert.deepEqual(Object.keys(zh[part]).toSorted(), Object.keys(en[part]).toSorted())
  for (const lang of ['zh', 'en'] as const) {
    const { seat, offer, award: awarded } = affairTexts.procurement![lang].entities
    assert.deepEqual(awardWords[lang].status, { ...seat!.status, ...offer!.status, ...awarded!.status })
  }
})
