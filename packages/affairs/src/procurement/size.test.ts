import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestRecord, rowLabel, sealedFields } from '@gongshi/affair-kit'
import { affairBench, BenchLedger, subject } from '@gongshi/affair-kit/bench'
import { installAffair } from '@gongshi/affair-kit/tool'
import { type KeptBid, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { identity } from '../identity/affair.ts'
import { organisations } from '../organisations/affair.ts'
import { procurement } from './affair.ts'

/** As a node runs it: its handlers bundled, counted and contained. */
const installed = await installAffair(procurement, {
  imports: [organisations, identity],
  handlers: new URL('./handlers.ts', import.meta.url).pathname,
})
const bids = 30
const experts = [1, 2, 3, 4, 5]

test('thirty bids, seven trustees, five experts and six criteria are within the bounds of every action', () => {
  const ledger = new BenchLedger([affairBench(identity).installed, installed])
  for (const [name, value] of Object.entries(tenderParameters)) ledger.setParameter('procurement', name, value as never)
  const tender = new Tender(ledger, 7, { experts: 5n })
  tender.prepare({ candidates: 60, qualities: 5 })
  tender.makeKey()
  tender.publish()
  const kept = Array.from({ length: bids }, (_, at) =>
    tender.bid({ bidder: { scheme: 'x-bench', id: `company-${at}` }, price: 500_000n + BigInt(at) * 997n }),
  )
  tender.openAll(kept, [6, 3, 1, 0])
  tender.do('draw', { procedure: tender.id })
  for (const { id } of kept) tender.do('qualify', { offer: [id, tender.lot] })
  const sheets = experts.map((order) => sheetOf(tender, order, kept))
  for (const { id, points, salt } of sheets) tender.do('reveal', { sheet: id, points, salt })
  tender.do('assess', { lot: tender.lot })
  const ranks = ledger.rows('procurement', 'result').map(({ fields }) => fields.rank as bigint)
  assert.deepEqual(
    ranks.toSorted((one, other) => Number(one - other)),
    kept.map((_, at) => BigInt(at + 1)),
  )
})

function sheetOf(tender: Tender, order: number, kept: readonly KeptBid[]) {
  const seat = [tender.id, BigInt(order)]
  const id = [tender.lot, seat]
  const points = kept.flatMap((bid, at) =>
    [2n, 3n, 4n, 5n, 6n].map((criterion) => ({
      bid: bid.id,
      criterion,
      points: 50n + ((BigInt(at * order) * 7n + criterion) % 50n),
    })),
  )
  const salt = subject(`salt ${order}`)
  const fields = sealedFields(procurement, 'reveal', 'sheet')
  const digest = digestRecord(fields, { points, salt } as never, rowLabel('bench', 'procurement', 'sheet', id))
  tender.do('score', { lot: tender.lot, seat, digest })
  return { id, points, salt }
}
