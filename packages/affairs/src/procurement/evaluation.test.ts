import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { digestRecord, draw, rowLabel, sealedFields } from '@gongshi/affair-kit'
import { affairBench, subject } from '@gongshi/affair-kit/bench'
import { agency, type KeptBid, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { identity } from '../identity/affair.ts'
import { organisations } from '../organisations/affair.ts'
import { procurement } from './affair.ts'
import { rankOffers } from './formula.ts'
import { procurementHandlers } from './handlers.ts'

const bench = affairBench(procurement, {
  imports: [affairBench(identity).installed],
  standIns: [organisations],
  params: tenderParameters as never,
  handlers: procurementHandlers,
})
const company = (at: number) => ({ scheme: 'x-bench', id: `company-${at}` })
const clause = 'government-procurement/36'
const reasons = subject('reasons')

type Sheet = {
  readonly seat: Tender['id']
  readonly points: readonly Mark[]
  readonly salt: Uint8Array
  readonly id: Tender['id']
}
type Mark = { readonly bid: Tender['id']; readonly criterion: bigint; readonly points: bigint }

/** A tender whose bids are open, with a decoy among them, and whose experts are drawn. */
function drawn(
  prices: readonly bigint[] = [700_000n, 800_000n, 720_000n],
): Tender & { readonly bids: readonly KeptBid[] } {
  const tender = new Tender(bench.ledger(), 3)
  tender.prepare()
  tender.makeKey()
  tender.publish()
  const bids = prices.map((price, at) => tender.bid({ bidder: company(at), price }))
  tender.openAll([...bids, tender.bid({ bidder: null })], [0, 2])
  tender.do('draw', { procedure: tender.id })
  return Object.assign(tender, { bids })
}
const seat = (tender: Tender, order: number): Tender['id'] => [tender.id, BigInt(order)]
const offer = (tender: Tender, bid: KeptBid): Tender['id'] => [bid.id, tender.lot]
const qualifyAll = (tender: ReturnType<typeof drawn>) =>
  tender.bids.map((bid) => tender.try('qualify', { offer: offer(tender, bid) }))

/** The expert of a seat gives the digest of these points, in the order of the bids. */
function score(tender: ReturnType<typeof drawn>, order: number, points: readonly bigint[]): Sheet {
  const id = [tender.lot, seat(tender, order)]
  const marks = points.map((each, at) => ({ bid: tender.bids[at]!.id, criterion: 2n, points: each }))
  const salt = subject(`salt ${order}`)
  const label = rowLabel('bench', 'procurement', 'sheet', id)
  const fields = sealedFields(procurement, 'reveal', 'sheet')
  const digest = digestRecord(fields, { points: marks, salt } as never, label)
  tender.do('score', { lot: tender.lot, seat: seat(tender, order), digest })
  return { seat: seat(tender, order), points: marks, salt, id }
}
const reveal = (tender: Tender, { id, points, salt }: Sheet, given: object = {}) =>
  tender.try('reveal', { sheet: id, points, salt, ...given })

/** All the way to a ranked lot, by three experts. */
function assessed(prices?: readonly bigint[], points: readonly bigint[] = [90n, 80n, 80n]) {
  const tender = drawn(prices)
  qualifyAll(tender)
  for (const sheet of [1, 2, 3].map((order) => score(tender, order, points))) reveal(tender, sheet)
  tender.do('assess', { lot: tender.lot })
  return tender
}
const rank = (tender: Tender, bid: KeptBid) => tender.row('result', [bid.id, tender.lot]).fields.rank

describe('experts', () => {
  test('are drawn by what was in the bids and decoys, as anyone draws again', () => {
    const tender = drawn()
    const seeds = tender.ledger.rows('procurement', 'opening').map(({ fields }) => fields.secret as Uint8Array)
    assert.equal(seeds.length, 4)
    const candidates = tender.ledger.rows('procurement', 'candidate').map(({ fields }) => fields.expert)
    const order = draw(seeds, 6, 6).map((at) => candidates[at])
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6].map((at) => tender.row('seat', seat(tender, at)).fields.expert),
      order,
    )
  })

  test('who has an interest leaves the seat to the next, and nobody beside them judges', () => {
    const tender = drawn()
    qualifyAll(tender)
    const sheet = (order: number) =>
      tender.try('score', { lot: tender.lot, seat: seat(tender, order), digest: subject('d') })
    assert.equal(sheet(4), 'idle')
    assert.equal(tender.try('recuse', { seat: seat(tender, 4), interest: 'kin' }), 'idle')
    assert.equal(tender.try('recuse', { seat: seat(tender, 2), interest: 'employed' }), 'ok')
    assert.equal(tender.row('seat', seat(tender, 2)).fields.interest, 'employed')
    assert.equal(sheet(2), 'row-status')
    assert.equal(sheet(4), 'ok')
    assert.equal(tender.try('recuse', { seat: seat(tender, 4), interest: 'kin' }), 'begun')
  })

  test('give points that nobody knows before all are in, and no others afterwards', () => {
    const tender = drawn()
    assert.equal(tender.try('score', { lot: tender.lot, seat: seat(tender, 1), digest: subject('d') }), 'unqualified')
    qualifyAll(tender)
    const sheets = [1, 2].map((order) => score(tender, order, [80n, 90n, 80n]))
    assert.equal(reveal(tender, sheets[0]!), 'waiting')
    const last = score(tender, 3, [101n, 0n, 0n])
    const { points } = sheets[0]!
    assert.equal(reveal(tender, sheets[0]!, { points: points.with(0, { ...points[0]!, points: 100n }) }), 'different')
    assert.equal(reveal(tender, sheets[0]!, { salt: subject('other') }), 'different')
    assert.equal(reveal(tender, sheets[0]!), 'ok')
    assert.equal(reveal(tender, last), 'excessive')
    assert.equal(tender.try('assess', { lot: tender.lot }), 'waiting')
  })

  test('judge every offer by every criterion, once', () => {
    const tender = drawn()
    qualifyAll(tender)
    const sheets = [score(tender, 1, [80n, 90n]), score(tender, 2, [80n, 90n, 80n]), score(tender, 3, [1n, 1n, 1n])]
    assert.equal(reveal(tender, sheets[0]!), 'incomplete')
  })
})

describe('the award', () => {
  test('follows from the formula, as anyone computes it again from the rows', () => {
    const tender = assessed()
    const rows = <Of>(entity: string, of: (fields: { readonly [field: string]: unknown }) => Of) =>
      tender.ledger.rows('procurement', entity).map(({ fields }) => of(fields))
    const openings = rows('opening', ({ bid, secret }) => ({ bid: String(bid), secret: secret as Uint8Array }))
    const turns = draw(
      openings.map(({ secret }) => secret),
      openings.length,
      openings.length,
    )
    const again = rankOffers(
      {
        criteria: rows('criterion', (fields) => fields as never),
        sheets: 3,
        lowShare: tenderParameters.lowShare,
      },
      rows('offer', ({ bid, price }) => ({
        bid: String(bid),
        price: (price as { minor: bigint }).minor,
        turn: turns.indexOf(openings.findIndex((opening) => opening.bid === String(bid))),
      })),
      rows('sheet', ({ points }) => points as readonly Mark[]).flatMap((points) =>
        points.map((mark) => ({ ...mark, bid: String(mark.bid) })),
      ),
    )
    for (const { bid, total, rank } of again) {
      const row = tender.ledger.rows('procurement', 'result').find(({ fields }) => String(fields.bid) === bid)!
      assert.deepEqual([row.fields.total, row.fields.rank], [total, rank])
    }
    assert.deepEqual(
      tender.bids.map((bid) => rank(tender, bid)),
      [1n, 3n, 2n],
    )
  })

  test('goes to the first, or with reasons to another; stands after the standstill; binds when both have signed', () => {
    const tender = assessed()
    const propose = (at: number, given: object = {}) =>
      tender.try('propose', { lot: tender.lot, bid: tender.bids[at]!.id, reasons: null, ...given })
    assert.equal(propose(1), 'second')
    assert.equal(propose(0), 'ok')
    assert.equal(propose(1, { reasons }), 'row-status')
    const award = [tender.lot, tender.bids[0]!.id]
    assert.equal(tender.try('sign', { award, contract: subject('contract') }), 'row-status')
    assert.equal(tender.try('complete', { procedure: tender.id }), 'unsettled')
    tender.ledger.advanceTo(tender.row('award', award).fields.standsAt as number)
    assert.equal(tender.row('award', award).status, 'standing')
    const stranger = [tender.ledger.officer('purchaser'), tender.ledger.officer('representative')]
    assert.equal(tender.try('sign', { award, contract: subject('contract') }, stranger), 'signer-organ')
    assert.equal(tender.try('sign', { award, contract: subject('contract') }), 'ok')
    assert.equal(tender.try('complete', { procedure: tender.id }), 'ok')
  })

  test('that is revoked leaves the lot to another offer, by buyer and supervisor', () => {
    const tender = assessed()
    const award = tender.do('propose', { lot: tender.lot, bid: tender.bids[0]!.id, reasons: null })
    assert.equal(tender.try('revoke', { award, clause, reasons }), 'ok')
    assert.equal(tender.try('propose', { lot: tender.lot, bid: tender.bids[0]!.id, reasons: null }), 'row-exists')
    assert.equal(tender.try('propose', { lot: tender.lot, bid: tender.bids[1]!.id, reasons }), 'ok')
  })

  test('asks for reasons where the price is abnormally low, and passes by who has too few points', () => {
    const tender = assessed([300_000n, 800_000n, 720_000n], [80n, 49n, 80n])
    assert.deepEqual(
      tender.bids.map((bid) => [rank(tender, bid), tender.row('result', [bid.id, tender.lot]).fields.low]),
      [
        [1n, true],
        [null, false],
        [2n, false],
      ],
    )
    const propose = (at: number, given: unknown) =>
      tender.try('propose', { lot: tender.lot, bid: tender.bids[at]!.id, reasons: given })
    assert.equal(propose(0, null), 'unexplained')
    assert.equal(propose(1, reasons), 'out')
    assert.equal(propose(0, reasons), 'ok')
  })

  test('there is none with too few offers that are fit', () => {
    const tender = drawn([960_000n, 800_000n, 720_000n])
    assert.deepEqual(qualifyAll(tender), ['dear', 'ok', 'ok'])
    assert.equal(tender.try('failLot', { lot: tender.lot }), 'enough')
    tender.do('disqualify', { offer: offer(tender, tender.bids[0]!), reasons })
    for (const sheet of [1, 2, 3].map((order) => score(tender, order, [80n, 90n, 80n]))) reveal(tender, sheet)
    assert.equal(tender.try('assess', { lot: tender.lot }), 'waiting')
    assert.equal(tender.try('failLot', { lot: tender.lot }), 'ok')
    assert.equal(tender.try('complete', { procedure: tender.id }), 'ok')
  })
})

test('once bids are known, a supervisor who is no party has to agree that all was for nothing', () => {
  const tender = drawn()
  assert.equal(tender.try('cancel', { procedure: tender.id, clause, reasons }), 'row-status')
  const cancel = { procedure: tender.id, clause, reasons }
  const own = [
    tender.ledger.officer('purchaser', { organ: { scheme: 'x-bench', id: 'buyer' } }),
    tender.ledger.officer('supervisor', { organ: agency }),
  ]
  assert.equal(tender.try('cancelOpened', cancel, own), 'own')
  assert.equal(tender.try('cancelOpened', cancel), 'ok')
})
