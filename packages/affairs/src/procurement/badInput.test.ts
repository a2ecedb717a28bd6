import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairBench, subject } from '@gongshi/affair-kit/bench'
import { type KeptBid, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { identity } from '../identity/affair.ts'
import { organisations } from '../organisations/affair.ts'
import { procurement } from './affair.ts'
import { procurementHandlers } from './handlers.ts'

// What the other tests of the affair do not try; docs/sealing.md has the whole list.

const bench = affairBench(procurement, {
  imports: [affairBench(identity).installed],
  standIns: [organisations],
  params: tenderParameters as never,
  handlers: procurementHandlers,
})
const company = (id: string) => ({ scheme: 'x-bench', id })

function tendering(): Tender {
  const tender = new Tender(bench.ledger(), 3)
  tender.prepare()
  tender.makeKey()
  tender.publish()
  return tender
}

describe('a bid', () => {
  test('that is malformed, handed in twice, oversize or late is refused', () => {
    const tender = tendering()
    const author = tender.admit()
    const { input } = tender.sealFor(author, { bidder: company('a'), price: 1n })
    const submit = (changed: object, by = author) =>
      tender.try('submit', { procedure: tender.id, author: by, ...input, ...changed }, tender.by(by))
    assert.equal(submit({ sealed: new Uint8Array(160) }), 'unproven')
    assert.throws(() => submit({ offer: new Uint8Array(1_025) }), { code: 'value-range' })
    assert.equal(submit({}), 'ok')
    assert.equal(submit({}), 'row-exists')
    const late = tender.admit()
    tender.ledger.advanceTo(tender.procedure.fields.bidUntil as number)
    assert.equal(submit(tender.sealFor(late, { bidder: company('b'), price: 1n }).input, late), 'row-status')
  })

  test('with another’s offer under the own seal, or in another currency, is void', () => {
    const tender = tendering()
    const honest = tender.bid({ bidder: company('honest'), price: 700_000n })
    const author = tender.admit()
    const { kept, input } = tender.sealFor(author, { bidder: company('thief'), price: 1n })
    const swapped = { ...input, offer: tender.row('bid', honest.id).fields.offer }
    tender.do('submit', { procedure: tender.id, author, ...swapped }, tender.by(author))
    const foreign = tender.bid({ bidder: company('c'), price: 1n, currency: 'USD' })
    const bids: KeptBid[] = [honest, kept, foreign]
    tender.openAll(bids, [0, 1])
    assert.deepEqual(
      bids.map(({ id }) => tender.row('bid', id).status),
      ['opened', 'void', 'void'],
    )
  })
})

describe('a buyer', () => {
  test('changes neither lots nor weights once the notice is out, and cancels alone only before the deadline', () => {
    const tender = tendering()
    const criterion = {
      procedure: tender.id,
      number: 9n,
      title: 'friend',
      kind: 'quality',
      weight: 1n,
      most: 1n,
      least: 0n,
    }
    assert.equal(tender.try('addCriterion', criterion), 'row-status')
    const money = { currency: 'CNY', minor: 1n }
    const lot = { procedure: tender.id, number: 2n, title: 'friend', estimate: money, ceiling: money }
    assert.equal(tender.try('addLot', lot), 'row-status')
    assert.equal(tender.try('nominate', { procedure: tender.id, expert: tender.expert(0) }), 'row-status')
    tender.ledger.advanceTo(tender.procedure.fields.bidUntil as number)
    const clause = 'government-procurement/36'
    assert.equal(tender.try('cancel', { procedure: tender.id, clause, reasons: subject('reasons') }), 'row-status')
  })

  test('plans in one currency, within what a sum may be', () => {
    const tender = new Tender(bench.ledger(), 3)
    const lot = (estimate: object, ceiling: object) =>
      tender.try('addLot', { procedure: tender.id, number: 1n, title: 'lot', estimate, ceiling })
    const yuan = (minor: bigint) => ({ currency: 'CNY', minor })
    assert.equal(lot({ currency: 'USD', minor: 1n }, yuan(2n)), 'expression-currency')
    assert.throws(() => lot(yuan(1n << 63n), yuan(1n << 63n)), { code: 'value-range' })
    assert.equal(lot(yuan(-1n), yuan(1n)), 'worthless')
    assert.equal(lot(yuan(2n), yuan(1n)), 'dear')
    assert.equal(lot(yuan(1n), yuan(1n)), 'ok')
  })
})

test('a draw with no secret in it is none, and one that was made is not made again', () => {
  const none = tendering()
  none.openAll([], [])
  assert.equal(none.try('draw', { procedure: none.id }), 'chanceless')
  const tender = tendering()
  tender.openAll([tender.bid({ bidder: null })], [0, 1])
  assert.equal(tender.try('draw', { procedure: tender.id }), 'ok')
  assert.equal(tender.try('draw', { procedure: tender.id }), 'row-status')
})
