import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from '../../../test/site.ts'
import type { OfferData, ProcedureData, ProceduresData } from '../../procurementData.ts'
import { renderProcedures } from './list.ts'
import { renderProcedure } from './procedure.ts'

const organ = (id: string) => ({ scheme: 'x-city', id, name: [{ lang: 'en', text: `<${id}>` }] })
const yuan = (minor: bigint) => ({ currency: 'CNY', minor, digits: 2 })
const offer = (id: string, given: Partial<OfferData> = {}): OfferData => ({
  bidder: organ(id),
  price: yuan(100n),
  status: 'qualified',
  ...given,
})
const scored = (numerator: bigint, denominator: bigint, rank: number | null, low = false) => ({
  result: { total: { numerator, denominator }, parts: [{ criterion: 1, numerator, denominator }], rank, low },
})
const data: ProcedureData = {
  key: 'abc',
  buyer: organ('buyer'),
  agency: organ('agency'),
  number: 'T-1',
  status: 'tendering',
  title: [{ lang: 'en', text: '<b>Desks</b>' }],
  synthetic: false,
  category: 'goods',
  estimate: yuan(500n),
  bidUntil: Date.UTC(2026, 3, 20),
  askUntil: null,
  edition: 1,
  experts: 3,
  threshold: 2,
  trustees: [{ organ: organ('audit'), status: 'accepted' }],
  openedBids: [],
  bids: { sealed: 3 },
  notice: null,
  lots: [{ number: 1, title: 'Desks', estimate: yuan(1n), ceiling: yuan(2n), status: 'open', offers: [], award: null }],
  criteria: [{ number: 1, title: null, kind: 'price', weight: 2_550, most: 100, least: 0 }],
  enquiries: [],
  flags: [],
  steps: [{ action: 'plan', entry: 3, at: 0 }],
  editions: [{ edition: 1, at: Date.UTC(2026, 3, 1) }],
  stages: [
    { name: 'bidding', from: 0, until: 9, state: 'done' },
    { name: 'contract', from: null, until: null, state: 'ahead' },
  ],
  asOf: 9,
  ocid: 'ocds-000000-procedure-abc',
  evidence: { gse: '/e', json: '/j', tlogProof: '/t', courtPack: 'entry=1', trust: '/r' },
}
const page = (given: Partial<ProcedureData>, lang: 'zh' | 'en' = 'en') =>
  renderProcedure({ ...data, ...given }, { lang, site })

test('before the opening only the number of seals is told, and that it says little', () => {
  assert.match(page({}), /3 sealed\. Decoys may be among them/)
  assert.match(page({}, 'zh'), /已封存 3 份/)
  assert.match(page({ bids: {} }), /There is no bid yet/)
  assert.doesNotMatch(page({ bidUntil: null, bids: {} }), /id="bids"/)
})

test('what came of the bids, by kind', () => {
  const html = page({ bids: { opened: 2, decoy: 1, void: 1, lapsed: 1, withdrawn: 2 } })
  assert.match(html, /Opened: 2\. Decoys: 1\. With nothing readable in them: 1\. Withdrawn or never opened: 3\./)
})

test('documents that the system has lost are told, with the time until which they are awaited, and who has a copy', () => {
  const opened = { author: '5a'.repeat(32), status: 'opened', bidder: organ('carpenter'), copies: 2 }
  const recorded = { status: 'recorded', handInBy: Date.UTC(2026, 3, 24) }
  const html = page({ openedBids: [{ ...opened, loss: recorded }] })
  assert.match(html, /lost by the system, awaited[\s\S]*to be put back by [^<]*2026[\s\S]*>2</)
  assert.doesNotMatch(page({ openedBids: [{ ...opened, loss: null }] }), /lost by the system/)
})

test('offers by rank, with exact totals; those out or unscored last; words are words', () => {
  const offers = [
    offer('unscored'),
    offer('second', scored(26_561n, 3n, 2)),
    offer('first', scored(9_120n, 1n, 1)),
    offer('out', scored(1n, 1n, null, true)),
  ]
  const html = page({ lots: [{ ...data.lots[0]!, offers }] })
  const order = ['first', 'second', 'unscored', 'out'].map((name) => html.indexOf(`&lt;${name}&gt;`))
  assert.deepEqual(
    order,
    order.toSorted((one, other) => one - other),
  )
  assert.match(html, /8853\.66<br><code class="soft small">26561\/3<\/code>/)
  assert.match(html, /9120\.00</)
  assert.match(html, /too few points[\s\S]*abnormally low/)
  assert.equal(html.match(/<rect class="bar series-0"/g)?.length, 3, 'a bar for each offer that was scored')
  assert.match(html, /href="\/procurement\/abc\/lots\/1\/scores.csv" download/)
  assert.ok(!html.includes('<b>Desks') && !html.includes('<first>'))
})

test('the stages stand in a picture and in its table, with words for their state', () => {
  const html = page({})
  assert.match(html, /<figure[\s\S]*<svg class="chart"[\s\S]*>Bids<[\s\S]*>to come<[\s\S]*<table/)
})

test('weights are shares, erased words are told of, and the standard’s record is one link away', () => {
  const html = page({})
  assert.match(html, /25\.5 %/)
  assert.match(html, /1\. \(words erased\)/)
  assert.match(html, /href="\/ocds\/records\/ocds-000000-procedure-abc"/)
})

const listed: ProceduresData = {
  rows: [data],
  place: { isFirst: true, next: 'a b' },
  filters: {},
  ignored: [],
  total: 1,
  all: 1,
  options: { status: [], category: [], division: [], currency: [] },
  isWhole: true,
}

test('each filter stands in every address of the list, and is taken out by itself', () => {
  const filters = { q: '<桥>', status: 'tendering', order: 'amount' }
  const html = renderProcedures({ ...listed, filters, ignored: ['from'] }, { lang: 'en', site })
  const query = 'q=%3C%E6%A1%A5%3E&amp;status=tendering&amp;order=amount'
  for (const address of [
    `/en/procurement?${query}&amp;cursor=a%20b`,
    `/zh/procurement?${query}`,
    `/procurement/procedures.csv?${query}`,
    '/ocds/export/records.json',
  ])
    assert.ok(html.includes(`href="${address}"`), address)
  assert.match(
    html,
    /href="\/en\/procurement\?q=%3C%E6%A1%A5%3E&amp;order=amount" aria-label="Remove the condition: Status/,
  )
  assert.match(html, /left out: Bids until this day or later\./)
  assert.ok(!html.includes('<桥>'))
})

test('where nothing fits the page says what to do', () => {
  const html = renderProcedures({ ...listed, rows: [], filters: { q: 'x' }, total: 0 }, { lang: 'en', site })
  assert.match(html, /No procedure fits all conditions\.[\s\S]*Remove one of the conditions/)
})

test('the list leads to each, and on', () => {
  const html = renderProcedures(listed, { lang: 'en', site })
  assert.match(html, /href="\/en\/procurement\/abc"/)
  assert.match(html, /href="\/en\/procurement\?cursor=a%20b">More procedures/)
})
