import { digestRecord, rowLabel, sealedFields } from '@gongshi/affair-kit'
import { affairBench, type BenchLedger, subject } from '@gongshi/affair-kit/bench'
import { identity, organisations, procurement } from '@gongshi/affairs'
import { procurementHandlers } from '@gongshi/affairs/procurement/handlers'
import type { Cbor, ProvenState } from '@gongshi/protocol'
import { type KeptBid, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { lowShareKey } from '../src/award/lotRows.ts'

const bench = affairBench(procurement, {
  imports: [affairBench(identity).installed],
  standIns: [organisations],
  params: tenderParameters as never,
  handlers: procurementHandlers,
})

export const clause = 'government-procurement/36'
export const reasons = subject('reasons')
export const benchChain = 'bench'
const company = (at: number) => ({ scheme: 'x-bench', id: `company-${at}` })

export type Played = Tender & { readonly bids: readonly KeptBid[] }
export type Play = {
  readonly prices: readonly bigint[]
  /** What expert `order` gives the offer at `at`. */
  readonly points?: (order: number, at: number) => bigint
  readonly experts?: number
  readonly qualities?: number
  readonly candidates?: number
  readonly decoys?: number
  /** Offers that the agency puts out. */
  readonly disqualified?: readonly number[]
}

/** A synthetic tender from its plan to a lot that is assessed. */
export function playTender(play: Play): Played {
  const { prices, points = (order, at) => 50n + BigInt((order * 17 + at * 7) % 50), disqualified = [] } = play
  const { experts = 3, qualities = 1, candidates = 6, decoys = 1 } = play
  const tender = new Tender(bench.ledger(), 3, { experts: BigInt(experts) })
  tender.prepare({ candidates, qualities })
  tender.makeKey()
  tender.publish()
  const bids = prices.map((price, at) => tender.bid({ bidder: company(at), price }))
  const hidden = Array.from({ length: decoys }, () => tender.bid({ bidder: null }))
  tender.openAll([...bids, ...hidden], [0, 2])
  tender.do('draw', { procedure: tender.id })
  for (const at of disqualified) tender.do('disqualify', { offer: [bids[at]!.id, tender.lot], reasons })
  const fit = bids.map((bid, at) => ({ bid, at })).filter(({ at }) => !disqualified.includes(at))
  for (const { bid } of fit) tender.do('qualify', { offer: [bid.id, tender.lot] })
  const sheets = Array.from({ length: experts }, (_, at) => {
    const marks = fit.flatMap(({ bid, at: place }) =>
      Array.from({ length: qualities }, (__, quality) => ({
        bid: bid.id,
        criterion: BigInt(quality + 2),
        points: points(at + 1, place),
      })),
    )
    return score(tender, at + 1, marks)
  })
  for (const { id, marks, salt } of sheets) tender.do('reveal', { sheet: id, points: marks, salt })
  tender.do('assess', { lot: tender.lot })
  return Object.assign(tender, { bids })
}

type Mark = { readonly bid: Cbor; readonly criterion: bigint; readonly points: bigint }

function score(tender: Tender, order: number, marks: readonly Mark[]) {
  const seat = [tender.id, BigInt(order)]
  const id = [tender.lot, seat]
  const salt = subject(`salt ${order}`)
  const fields = sealedFields(procurement, 'reveal', 'sheet')
  const digest = digestRecord(
    fields,
    { points: marks, salt } as never,
    rowLabel(benchChain, procurement.name, 'sheet', id),
  )
  tender.do('score', { lot: tender.lot, seat, digest })
  return { id, marks, salt }
}

export function propose(tender: Played, at: number, given: Uint8Array | null = null): Cbor {
  return tender.do('propose', { lot: tender.lot, bid: tender.bids[at]!.id, reasons: given })
}

/** What a node proves of the tender's lot: its rows as the state holds them, and those that it does not hold. */
export function lotValues(tender: Played): readonly ProvenState[] {
  const { ledger, lot, id } = tender
  const held = (entity: string): readonly ProvenState[] => ofTable(ledger, 'procurement', `entity/${entity}`)
  const sought = (entity: string, keys: readonly Cbor[]): readonly ProvenState[] =>
    keys.map((key) => ({
      affair: 'procurement',
      table: `entity/${entity}`,
      key,
      value: ledger.host.get('procurement', `entity/${entity}`, key),
    }))
  const bids = held('opening').map(({ key }) => (key as readonly Cbor[])[0]!)
  const seats = held('seat').map(({ key }) => key)
  return [
    ...sought('lot', [lot]),
    ...sought('procedure', [id]),
    ...ofTable(ledger, 'ledger', 'param').filter(({ key }) => String(key) === String(lowShareKey)),
    ...['criterion', 'candidate', 'seat', 'opening'].flatMap(held),
    ...sought(
      'sheet',
      seats.map((seat) => [lot, seat]),
    ),
    ...sought(
      'offer',
      bids.map((bid) => [bid, lot]),
    ),
    ...sought(
      'result',
      bids.map((bid) => [bid, lot]),
    ),
    ...sought(
      'award',
      bids.map((bid) => [lot, bid]),
    ),
  ]
}

function ofTable(ledger: BenchLedger, affair: string, table: string): readonly ProvenState[] {
  return ledger.host.rows(affair, table).map(([key, value]) => ({ affair, table, key, value }))
}
