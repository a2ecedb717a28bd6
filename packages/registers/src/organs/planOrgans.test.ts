import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type OrganNode, organHistories, treeAt } from '@gongshi/affairs'
import fc from 'fast-check'
import { LedgerOfOrgans } from '../../test/registerBench.ts'
import type { OrganPlan } from './planOrgans.ts'

const header = 'scheme,id,from,until,kind,name_zh,name_en,parent_id,division_code,seat'
const row = (
  id: string,
  from: string,
  parent = '',
  more: { until?: string; name?: string; code?: string; kind?: string } = {},
) =>
  `x-test,${id},${from},${more.until ?? ''},${more.kind ?? 'administrative'},${more.name ?? id},,${parent},${more.code ?? '110101'},`
const csv = (...rows: string[]) => [header, ...rows].join('\n')
const counts = ({ changes, unchanged, refused }: OrganPlan) => {
  const of = (what: string) => changes.filter((change) => change.what === what).length
  return {
    create: of('create'),
    change: of('change'),
    insert: of('insert'),
    move: of('move'),
    correct: of('correct'),
    end: of('end'),
    unchanged,
    refused: refused.length,
  }
}
const none = { create: 0, change: 0, insert: 0, move: 0, correct: 0, end: 0, unchanged: 0, refused: 0 }
const refusals = ({ refused }: OrganPlan) => refused.map(({ line, column, code }) => [line, column, code])
const names = (nodes: readonly OrganNode[]): string =>
  nodes.map(({ organ: { id }, inferiors }) => (inferiors.length ? `${id}(${names(inferiors)})` : id)).join(',')

const before = [
  row('gov', '2000-01-01'),
  row('trade', '2001-01-01', 'gov'),
  row('food', '2001-01-01', 'gov'),
  row('lab', '2005-01-01', 'food'),
]
const reform = [
  row('market', '2018-10-01', 'gov'),
  row('lab', '2018-10-01', 'market', { name: 'market lab' }),
  row('trade', '2001-01-01', 'gov', { until: '2018-10-01' }),
  row('food', '2001-01-01', 'gov', { until: '2018-10-01' }),
]

describe('a list of organs', () => {
  test('makes the tree of two dates, in whatever order its rows stand; a second time nothing is left to do', () => {
    const ledger = new LedgerOfOrgans()
    const file = csv(...reform, before[3]!, before[0]!)
    const plan = ledger.plan(file)
    assert.deepEqual(counts(plan), { ...none, create: 5, move: 1, end: 2 })
    assert.deepEqual(ledger.carryOut(plan.acts), [])
    const { organs, periods } = ledger.rows()
    const histories = organHistories(organs, periods)
    assert.equal(names(treeAt(histories, '2018-09-30')), 'gov(food(lab),trade)')
    assert.equal(names(treeAt(histories, '2018-10-01')), 'gov(market(lab))')
    assert.deepEqual(counts(ledger.plan(file)), { ...none, unchanged: 6 })
  })

  test('shows what changes, field by field', () => {
    const ledger = new LedgerOfOrgans()
    ledger.carryOut(ledger.plan(csv(...before)).acts)
    const plan = ledger.plan(csv(...reform))
    assert.deepEqual(counts(plan), { ...none, create: 1, move: 1, end: 2, unchanged: 2 })
    assert.deepEqual(
      plan.changes.find(({ what }) => what === 'move'),
      {
        what: 'move',
        line: 3,
        subject: 'x-test/lab',
        day: '2018-10-01',
        fields: [
          { field: 'nameZh', before: 'lab', after: 'market lab' },
          { field: 'parent', before: 'x-test/food', after: 'x-test/market' },
        ],
      },
    )
    assert.deepEqual(ledger.carryOut(plan.acts), [])
  })

  test('corrects what stood there wrongly for the same day: facts of now and of then, and a superior from the founding on', () => {
    const ledger = new LedgerOfOrgans()
    ledger.carryOut(ledger.plan(csv(...before, ...reform.slice(0, 2))).acts)
    const plan = ledger.plan(
      csv(
        row('food', '2001-01-01', 'trade', { name: 'foods' }),
        row('lab', '2005-01-01', 'food', { kind: '事业单位' }),
        row('lab', '2018-10-01', 'market', { name: 'laboratory' }),
      ),
    )
    assert.deepEqual(counts(plan), { ...none, correct: 3 })
    assert.deepEqual(ledger.carryOut(plan.acts), [])
    const { organs, periods } = ledger.rows()
    const lab = organHistories(organs, periods).get('x-test/lab')!
    assert.deepEqual(
      lab.states.map(({ kind, nameZh }) => [kind, nameZh]),
      [
        ['publicInstitution', 'lab'],
        ['administrative', 'laboratory'],
      ],
    )
  })

  test('puts changes in between that were left out: each on its day, one after the other', () => {
    const ledger = new LedgerOfOrgans()
    for (const rows of [before, reform]) ledger.carryOut(ledger.plan(csv(...rows)).acts)
    const late = csv(
      row('lab', '2009-01-01', 'food', { name: 'second' }),
      row('lab', '2012-01-01', 'food', { name: 'third' }),
    )
    const plan = ledger.plan(late)
    assert.deepEqual(counts(plan), { ...none, insert: 2 })
    assert.deepEqual(
      plan.acts.map(({ action }) => action),
      ['insertChange', 'insertChange'],
    )
    assert.deepEqual(ledger.carryOut(plan.acts), [])
    const { organs, periods } = ledger.rows()
    assert.deepEqual(
      organHistories(organs, periods)
        .get('x-test/lab')!
        .states.map(({ from, until, nameZh }) => [from, until, nameZh]),
      [
        ['2005-01-01', '2009-01-01', 'lab'],
        ['2009-01-01', '2012-01-01', 'second'],
        ['2012-01-01', '2018-10-01', 'third'],
        ['2018-10-01', null, 'market lab'],
      ],
    )
    assert.deepEqual(counts(ledger.plan(late)), { ...none, unchanged: 2 })
  })

  test('is refused row by row, with the column to blame, and nothing of such an organ is done', () => {
    const ledger = new LedgerOfOrgans()
    for (const rows of [before, reform]) ledger.carryOut(ledger.plan(csv(...rows)).acts)
    const plan = ledger.plan(
      csv(
        row('a', '1989-01-01'),
        row('b', '2019-01-01', 'nobody'),
        row('c', '2019-01-01', 'b'),
        row('d', '2018-09-30', 'market'),
        row('e', '2019-01-01', 'food'),
        row('f', '2019-01-01', 'gov', { code: '110199' }),
        row('lab', '2017-01-01', 'gov'),
        row('gov', '2019-01-01', 'lab'),
        row('market', '2018-10-01', 'gov', { until: '2020-01-01' }),
        row('g', '2019-01-01', 'gov'),
        row('g', '2020-01-01', 'h'),
        row('food', '2019-01-01', 'gov', { name: 'x' }),
      ),
    )
    assert.deepEqual(refusals(plan), [
      [2, 'division_code', 'row-division-invalid'],
      [3, 'parent_id', 'row-parent-unknown'],
      [4, 'parent_id', 'row-parent-unknown'],
      [5, 'parent_id', 'row-parent-unfounded'],
      [6, 'parent_id', 'row-parent-ended'],
      [7, 'division_code', 'row-division-invalid'],
      [8, 'parent_id', 'row-history-fixed'],
      [9, 'parent_id', 'row-circle'],
      [10, 'until', 'row-has-inferiors'],
      [11, null, 'row-organ-incomplete'],
      [12, 'parent_id', 'row-parent-unknown'],
      [13, 'from', 'row-ended'],
    ])
    assert.deepEqual(plan.acts, [])
  })

  test('cells that can’t be read: check digits, days, kinds, hostile text, repeated rows', () => {
    const ledger = new LedgerOfOrgans()
    const uscc = (id: string) => `gb-32100,${id},2019-01-01,,administrative,局,,,110101,`
    const plan = ledger.plan(
      csv(
        uscc('91350100M000100Y44'),
        uscc('91350100M000100Y43'),
        row('a', '2019-02-30'),
        row('b', '2019-01-01', '', { kind: 'ministry' }),
        row('c', '2019-01-01', '', { name: 'evil\u202eeman' }),
        row('d', '2019-01-01', '', { name: '' }),
        row('e', '2019-01-01', '', { until: '2019-01-01' }),
        row('f', '2019-01-01'),
        row('f', '2019-01-01'),
        row('g', '2019-01-01', '', { until: '2020-01-01' }),
        row('g', '2021-01-01'),
        row('h', '2019-01-01', '', { name: 'x'.repeat(201) }),
        row('', '2019-01-01'),
        row('i'.repeat(200), '2019-01-01'),
      ),
    )
    assert.deepEqual(refusals(plan), [
      [2, 'id', 'row-check-digit'],
      [4, 'from', 'row-date-malformed'],
      [5, 'kind', 'row-kind-unknown'],
      [6, 'name_zh', 'row-text-malformed'],
      [7, 'name_zh', 'row-nameless'],
      [8, 'until', 'row-end-early'],
      [9, null, 'row-organ-incomplete'],
      [10, 'from', 'row-repeated'],
      [11, 'until', 'row-end-not-last'],
      [12, null, 'row-organ-incomplete'],
      [13, 'name_zh', 'row-text-too-long'],
      [14, 'id', 'row-value-missing'],
      [15, 'id', 'row-organ-malformed'],
    ])
    assert.deepEqual(counts(plan), { ...none, create: 1, refused: 13 })
  })

  test('a deep chain in which the first fails fails whole, and quickly', () => {
    const ledger = new LedgerOfOrgans()
    const chain = Array.from({ length: 3000 }, (_, at) =>
      row(`o${at}`, '2000-01-01', at === 0 ? 'nobody' : `o${at - 1}`),
    )
    assert.equal(ledger.plan(csv(...chain)).refused.length, 3000)
  })
})

test('an organ goes elsewhere only after the correction by which nobody is under it any more', () => {
  const ledger = new LedgerOfOrgans()
  const tree = [row('a', '2000-01-01'), row('b', '2000-01-01', 'a'), row('c', '2000-01-01', 'b')]
  ledger.carryOut(ledger.plan(csv(...tree)).acts)
  ledger.carryOut(ledger.plan(csv(row('c', '2006-01-01'))).acts)
  const plan = ledger.plan(csv(row('b', '2000-01-01'), row('a', '2000-01-01', 'c')))
  assert.deepEqual(plan.refused, [])
  assert.deepEqual(ledger.carryOut(plan.acts), [])
})

const days = ['2000-01-01', '2003-01-01', '2006-01-01', '2009-01-01']
const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
const randomRow = fc.record({
  id: fc.constantFrom(...ids),
  day: fc.constantFrom(...days),
  parent: fc.constantFrom('', ...ids),
  name: fc.constantFrom('one', 'two'),
  until: fc.oneof({ weight: 5, arbitrary: fc.constant('') }, fc.constantFrom('2005-01-01', '2012-01-01')),
})

test('what a plan says the ledger does, act for act, and then it has nothing more to say', () => {
  let done = 0
  const files = fc.array(fc.array(randomRow, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(files, (lists) => {
      const ledger = new LedgerOfOrgans()
      ledger.carryOut(
        ledger.plan(csv(...['a', 'b', 'c', 'd'].map((id, at) => row(id, days[0]!, at === 0 ? '' : ids[at >> 1]!))))
          .acts,
      )
      for (const list of lists) {
        const file = csv(...list.map(({ id, day, parent, name, until }) => row(id, day, parent, { name, until })))
        const plan = ledger.plan(file)
        assert.deepEqual(ledger.carryOut(plan.acts), [], file)
        done += plan.acts.length
        const left = ledger.plan(file)
        const refused = new Set(plan.refused.map(({ subject }) => subject))
        // What was refused may be possible after the rest was done; what was done is done.
        assert.deepEqual(
          left.acts.filter(({ subject }) => !refused.has(subject)),
          [],
          file,
        )
        assert.deepEqual(
          left.refused.filter(({ subject }) => !refused.has(subject)),
          [],
          file,
        )
      }
    }),
    { numRuns: 150, includeErrorInReport: true },
  )
  assert.ok(done > 300, String(done))
})
