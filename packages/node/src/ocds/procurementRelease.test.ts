import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Json, type JsonObject, mergeReleases, readReleases } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import fc from 'fast-check'
import { withoutBeginnings } from '../../test/toldTender.ts'
import { type Procedure, type ProcurementRow, releaseOf, stateOf } from './procurementRelease.ts'

const buyer = { scheme: 'x-sample', id: 'city-office' }
const procedure: Procedure = { ocid: 'ocds-000000-gg', buyer, number: 'T-1' }
const start = Date.UTC(2026, 0, 1)
const own: Json = [['x-sample', 'city-office'], 'T-1'] as Json
const yuan = (minor: number | string) => ({ currency: 'CNY', minor })
const hex = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value)
const time = fc.integer({ min: 0, max: 10 ** 9 }).map((after) => new Date(start + after).toISOString())
const minor = fc.oneof(fc.integer({ min: 1, max: 10 ** 12 }), fc.constant('9223372036854775807'))
const bidders = ['one', 'two', 'three'].map((id) => ({ scheme: 'x-sample', id }))

type Fields = { readonly [name: string]: Json }
type Kind = readonly [entity: string, statuses: readonly string[], fields: fc.Arbitrary<unknown>]
const rows: readonly Kind[] = [
  [
    'procedure',
    ['planned', 'keyed', 'tendering', 'closed', 'assessing', 'completed', 'cancelled'],
    fc.record({
      buyer: fc.constant(buyer),
      agency: fc.constant({ scheme: 'x-sample', id: 'agency' }),
      category: fc.constant('works'),
      plan: fc.constant('00'.repeat(32)),
      estimate: fc.constant(yuan(1_000_000)),
      notice: maybe(hex),
      askUntil: maybe(time),
      bidUntil: maybe(time),
      reasons: maybe(hex),
    }),
  ],
  ...[1, 2].map(
    (number) =>
      [
        'lot',
        ['open', 'assessed', 'proposed', 'awarded', 'signed', 'failed'],
        fc.record({ number: fc.constant(number), title: fc.constant(`Lot ${number}`), estimate: fc.constant(yuan(5)) }),
      ] as const,
  ),
  ['enquiry', ['asked', 'answered'], fc.record({ question: fc.constant('11'.repeat(32)), answer: maybe(hex) })],
  ...bidders.map(
    (bidder, at) =>
      [
        'offer',
        ['offered', 'qualified', 'disqualified'],
        fc.record({
          bid: fc.constant([own, { hex: `${at}${at}`.repeat(32) }]),
          lot: fc.constant([own, (at % 2) + 1]),
          bidder: fc.constant(bidder),
          price: minor.map(yuan),
        }),
      ] as const,
  ),
  [
    'award',
    ['proposed', 'standing', 'signed'],
    fc.record({
      bid: fc.constant([own, { hex: '00'.repeat(32) }]),
      lot: fc.constant([own, 1]),
      supplier: fc.constant(bidders[0]),
      price: fc.constant(yuan(123_45)),
      contract: maybe(hex),
    }),
  ],
]

/** A life: at each step some rows come or change; statuses go forward, and rows come in the order of the table. */
const life = fc.array(
  fc.array(
    fc
      .integer({ min: 0, max: rows.length - 1 })
      .chain((at) => rows[at]![2].map((fields) => ({ at, fields: fields as Fields }))),
    { minLength: 1, maxLength: 8 },
  ),
  { minLength: 1, maxLength: 12 },
)

/** What was set stays set, as in the declaration; deadlines move. */
function kept(before: Fields, after: Fields): Fields {
  const moved = new Set(['askUntil', 'bidUntil'])
  return Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, moved.has(name) ? value : (value ?? before[name] ?? null)]),
  )
}

function live(steps: readonly (readonly { readonly at: number; readonly fields: Fields }[])[]) {
  const current = new Map<number, ProcurementRow>()
  const releases = steps.map((step, entry) => {
    const when = start + entry * 1000
    const begun = entry === 0 ? [{ at: 0, fields: fc.sample(rows[0]![2], { numRuns: 1, seed: 1 })[0] as Fields }] : []
    const changes = new Map(
      [...begun, ...step].toSorted((left, right) => left.at - right.at).map((each) => [each.at, each]),
    )
    const changed = [...changes.values()].flatMap(({ at, fields }) => {
      const before = current.get(at)
      if (before === undefined && current.size !== at) return [] // rows come in the order of the table
      const [entity, statuses] = rows[at]!
      const revision = (before?.revision ?? 0) + 1
      const status = statuses[Math.min(revision - 1, statuses.length - 1)]!
      const row = { entity, status, revision, time: when, fields: kept(before?.fields ?? {}, fields) }
      if (before !== undefined && statuses.length - 1 < revision - 1 && entity !== 'procedure') return []
      current.set(at, row)
      return [row]
    })
    return releaseOf(procedure, { entry, time: when, action: 'open' }, changed)
  })
  return { releases, current: [...current].toSorted(([left], [right]) => left - right).map(([, row]) => row) }
}

const byId = (value: Json): Json => {
  if (Array.isArray(value)) {
    const items = value.map(byId)
    return items.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1))
  }
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, byId(member)])
      .sort(),
  )
}

describe('releases of native procedures', () => {
  test('merged they say what the rows say, whatever changed when', () => {
    fc.assert(
      fc.property(life, (steps) => {
        const { releases, current } = live(steps)
        const { compiled } = mergeReleases(releases)
        const { id, date } = releases.at(-1) as { id: string; date: string }
        const state = mergeReleases([{ ...stateOf(procedure, current), id, date, tag: [] }]).compiled
        assert.deepEqual(byId(withoutBeginnings(compiled)), byId(state))
      }),
      { numRuns: 300 },
    )
  })

  test('each breaks nothing of the release schema 1.1.5', async () => {
    for (const steps of fc.sample(life, { numRuns: 40, seed: 7 }))
      for (const release of live(steps).releases) {
        // The reader wants a buyer of each release it is given; only the first of a procedure names it.
        const text = JSON.stringify({ ...release, buyer: { id: 'b', name: 'B' } } as JsonObject)
        for await (const read of readReleases([utf8(text)], { strict: true }))
          assert.ok(read.ok && read.warnings.length === 0, JSON.stringify([read.warnings, release]))
      }
  })

  test('money that a double does not hold is not made into other money', () => {
    const fields = { bidder: bidders[0]!, bid: [own, { hex: '00' }], lot: [own, 1], price: yuan('9223372036854775807') }
    const row = { entity: 'offer', status: 'offered', revision: 1, time: start, fields: fields as Fields }
    const { bids } = releaseOf(procedure, { entry: 1, time: start, action: 'open' }, [row])
    assert.deepEqual((bids as { details: JsonObject[] }).details[0]?.value, { amount: null, currency: 'CNY' })
  })

  test('each further edition of the notice is an amendment, and the record has all of them', async () => {
    const acts = ['publish', 'amend', 'amend', 'close']
    const releases = acts.map((action, at) => {
      const notice = `${at}${at}`.repeat(32)
      const none = { askUntil: null, bidUntil: null, reasons: null }
      const parts = { buyer, agency: buyer, category: 'works', plan: '00'.repeat(32), estimate: yuan(1_000) }
      const fields: Fields = { ...parts, ...none, notice, edition: Math.min(at + 1, 3) }
      const row = { entity: 'procedure', status: 'tendering', revision: at + 2, time: start + at, fields }
      return releaseOf(procedure, { entry: at, time: start + at, action }, [row])
    })
    const amendmentsOf = ({ tender }: JsonObject) => (tender as { readonly amendments?: Json }).amendments
    const second = { id: 'edition-2', date: '2026-01-01T00:00:00.001Z', releaseID: 'entry-1' }
    const third = { id: 'edition-3', date: '2026-01-01T00:00:00.002Z', releaseID: 'entry-2' }
    assert.deepEqual(releases.map(amendmentsOf), [undefined, [second], [third], undefined])
    assert.deepEqual(amendmentsOf(mergeReleases(releases).compiled), [second, third])
    for (const release of releases)
      for await (const read of readReleases([utf8(JSON.stringify({ ...release, buyer: { id: 'b' } }))], {
        strict: true,
      }))
        assert.ok(read.ok && read.warnings.length === 0, JSON.stringify([read.warnings, release]))
  })

  test('a sealed bid leaves no trace but that something happened', () => {
    const fields = { author: 'ab'.repeat(32), sealed: '00', documents: '11'.repeat(32), edition: 1 }
    const row = { entity: 'bid', status: 'sealed', revision: 1, time: start, fields }
    assert.deepEqual(releaseOf(procedure, { entry: 9, time: start, action: 'submit' }, [row]), {
      ocid: procedure.ocid,
      id: 'entry-9',
      date: '2026-01-01T00:00:00.000Z',
      tag: ['tenderUpdate'],
      initiationType: 'tender',
      tender: { id: 'T-1' },
    })
  })
})
