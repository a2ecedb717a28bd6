import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { digestRecord, rowLabel, sealedFields } from '@gongshi/affair-kit'
import { affairBench, subject } from '@gongshi/affair-kit/bench'
import { bundleHandlers } from '@gongshi/affair-kit/tool'
import { Tender, tenderParameters } from '@gongshi/testkit/tender'
import { identity } from '../identity/affair.ts'
import { organisations } from '../organisations/affair.ts'
import { procurement } from './affair.ts'

const bench = affairBench(procurement, {
  imports: [affairBench(identity).installed],
  standIns: [organisations],
  params: tenderParameters as never,
  handlers: await bundleHandlers(join(import.meta.dirname, 'handlers.ts')),
})
const company = (at: number) => ({ scheme: 'x-bench', id: `company-${at}` })

/** An expert's sheet: the same points for every bid. */
function fillIn(tender: Tender, order: number, bids: readonly Tender['id'][]): void {
  const [seat, salt] = [[tender.id, BigInt(order)], subject(`salt ${order}`)]
  const points = bids.map((bid) => ({ bid, criterion: 2n, points: 80n }))
  const label = rowLabel('bench', 'procurement', 'sheet', [tender.lot, seat])
  const digest = digestRecord(sealedFields(procurement, 'reveal', 'sheet'), { points, salt } as never, label)
  tender.do('score', { lot: tender.lot, seat, digest })
}

test('a whole tender within the budgets of its actions, its handlers bundled and contained as a ledger runs them', () => {
  const tender = new Tender(bench.ledger(), 7)
  tender.prepare()
  tender.makeKey()
  tender.publish()
  const prices = Array.from({ length: 19 }, (_, at) => 700_000n + 1_000n * BigInt(at))
  const bids = prices.map((price, at) => tender.bid({ bidder: company(at), price }))
  tender.openAll([...bids, tender.bid({ bidder: null })], [6, 1, 3, 4])
  tender.do('draw', { procedure: tender.id })
  for (const { id } of bids) assert.equal(tender.try('qualify', { offer: [id, tender.lot] }), 'ok')
  const ids = bids.map(({ id }) => id)
  for (const order of [1, 2, 3]) fillIn(tender, order, ids)
  for (const order of [1, 2, 3]) {
    const points = ids.map((bid) => ({ bid, criterion: 2n, points: 80n }))
    const sheet = [tender.lot, [tender.id, BigInt(order)]]
    assert.equal(tender.try('reveal', { sheet, points, salt: subject(`salt ${order}`) }), 'ok')
  }
  assert.equal(tender.try('assess', { lot: tender.lot }), 'ok')
  assert.deepEqual(
    ids.map((bid) => tender.row('result', [bid, tender.lot]).fields.rank),
    prices.map((_, at) => BigInt(at + 1)),
  )
})
