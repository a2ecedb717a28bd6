import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Cbor, decodeCbor, encodeCbor, toHex } from '@gongshi/protocol'
import type { Projections } from '../../projections/projections.ts'
import type { RevisionRow } from '../../projections/tables.ts'
import { affair, type Fields, type Money, type OrganId, type OrganText, organText } from './shapes.ts'

const bookEntities = ['procedure', 'lot', 'offer', 'award'] as const

/** In minor units. */
export type Amount = { readonly currency: string; readonly minor: bigint }

/** What is known of an offer once its bid is open. */
export type BookOffer = { readonly bidder: OrganText; readonly price: Amount; readonly status: string }

/** The award that stands last. Times are Unix milliseconds. */
export type BookAward = {
  readonly supplier: OrganText
  readonly price: Amount
  readonly status: string
  readonly proposedAt: number
  /** Until when it stood still. */
  readonly standsAt: number | null
  readonly signedAt: number | null
}

export type BookLot = {
  readonly number: number
  estimate: Amount
  status: string
  assessedAt: number | null
  readonly offers: Map<string, BookOffer>
  award: (BookAward & { readonly bid: string }) | null
}

export type BookProcedure = {
  /** Canonical CBOR of the row's id. */
  readonly key: Uint8Array
  readonly buyer: OrganText
  readonly number: string
  readonly category: string
  /** `scheme/code` */
  readonly division: string
  readonly lots: Map<number, BookLot>
  /** Whose bid is open. */
  readonly bidders: Set<OrganText>
  agency: OrganText
  status: string
  estimate: Amount
  notice: string | null
  bidUntil: number | null
  publishedAt: number | null
  /** The number of its last change. */
  changed: number
}

/** Changes taken in without a break: some milliseconds. */
const mostAtOnce = 250
const keyLimits = { maxBytes: 1024, maxDepth: 32 }
type Views = Pick<Projections, 'revisions' | 'progress'>

/**
 * Every procedure in short, with its lots, offers and awards: what lists, profiles and statistics are counted from. It holds no text.
 * PERF: it follows the views change by change, so that a request costs what has changed since the last one; a procedure takes
 * a few KB of memory, and the first reading some seconds per 10,000 (bench/procurement.ts).
 */
export class ProcurementBook {
  readonly #views: Views
  #procedures = new Map<string, BookProcedure>()
  #generation = 0
  #entries = 0
  #after: number | null = null
  #following: Promise<void> | null = null

  constructor(views: Views) {
    this.#views = views
  }

  /** As the views have them now. @throws {NodeError} views-… */
  async procedures(): Promise<ReadonlyMap<string, BookProcedure>> {
    while (this.#isBehind()) {
      this.#following ??= this.#follow(this.#views.progress().generation).finally(() => {
        this.#following = null
      })
      await this.#following
    }
    return this.#procedures
  }

  /** Null where there is none. */
  async find(key: Uint8Array): Promise<BookProcedure | null> {
    return (await this.procedures()).get(toHex(key)) ?? null
  }

  /** Grows with each change that was taken in. */
  get version(): string {
    return `${this.#generation}/${this.#after}`
  }

  #isBehind(): boolean {
    const { generation, entries } = this.#views.progress()
    return generation !== this.#generation || entries > this.#entries
  }

  async #follow(generation: number): Promise<void> {
    if (generation !== this.#generation) {
      this.#procedures = new Map()
      this.#after = null
    }
    for (let isLast = false; !isLast; ) {
      const answer = await this.#views.revisions({ affair, entities: bookEntities, after: this.#after })
      for (const [at, revision] of answer.revisions.entries()) {
        if (at % mostAtOnce === 0) await nextTurn()
        takeIn(this.#procedures, revision)
      }
      this.#after = answer.end
      this.#entries = answer.asOf.entries
      isLast = answer.isLast
    }
    this.#generation = generation
  }
}

/** Takes one change in. Those of a procedure come in their order. */
function takeIn(procedures: Map<string, BookProcedure>, revision: RevisionRow): void {
  const id = decodeCbor(revision.key, keyLimits) as readonly Cbor[]
  const fields = JSON.parse(revision.fields) as Fields
  if (revision.entity === 'procedure') {
    const name = toHex(revision.key)
    procedures.set(name, procedureOf(procedures.get(name), revision, fields))
    return
  }
  const [lotId, bidId] = revision.entity === 'lot' ? [id, null] : revision.entity === 'offer' ? [id[1], id[0]] : id
  const [procedureId, number] = lotId as readonly [Cbor, number]
  const procedure = procedures.get(toHex(encodeCbor(procedureId)))
  if (procedure === undefined) return
  procedure.changed = revision.id
  const lot = procedure.lots.get(Number(number))
  if (revision.entity === 'lot') procedure.lots.set(Number(number), lotOf(lot, revision, fields))
  else if (lot !== undefined) takeBid(procedure, lot, toHex(encodeCbor(bidId!)), revision)
}

function procedureOf(before: BookProcedure | undefined, revision: RevisionRow, fields: Fields): BookProcedure {
  const { id, status, action, time, key } = revision
  const news = {
    agency: organText(fields.agency),
    status,
    estimate: amountOf(fields.estimate),
    notice: fields.notice,
    bidUntil: fields.bidUntil === null ? null : Date.parse(fields.bidUntil),
    publishedAt: action === 'publish' ? time : (before?.publishedAt ?? null),
    changed: id,
  }
  if (before !== undefined) return Object.assign(before, news)
  const { scheme, code } = fields.division
  const { number, category } = fields
  const constant = { key, buyer: organText(fields.buyer), number, category, division: `${scheme}/${code}` }
  return { ...constant, lots: new Map(), bidders: new Set(), ...news }
}

function lotOf(before: BookLot | undefined, { status, action, time }: RevisionRow, fields: object): BookLot {
  const { number, estimate } = fields as { readonly number: number; readonly estimate: Money }
  const assessedAt = action === 'assess' ? time : (before?.assessedAt ?? null)
  if (before !== undefined) return Object.assign(before, { status, assessedAt, estimate: amountOf(estimate) })
  return { number, estimate: amountOf(estimate), status, assessedAt, offers: new Map(), award: null }
}

type BidFields = {
  readonly bidder: OrganId
  readonly supplier: OrganId
  readonly price: Money
  readonly standsAt: string | null
}

function takeBid(procedure: BookProcedure, lot: BookLot, bid: string, revision: RevisionRow): void {
  const { entity, status, action, time, fields: json } = revision
  const fields = JSON.parse(json) as BidFields
  const price = amountOf(fields.price)
  if (entity === 'offer') {
    const bidder = organText(fields.bidder)
    lot.offers.set(bid, { bidder, price, status })
    procedure.bidders.add(bidder)
    return
  }
  const before = lot.award?.bid === bid ? lot.award : null
  lot.award = {
    bid,
    supplier: organText(fields.supplier),
    price,
    status,
    proposedAt: action === 'propose' ? time : (before?.proposedAt ?? time),
    standsAt: fields.standsAt === null ? (before?.standsAt ?? null) : Date.parse(fields.standsAt),
    signedAt: action === 'sign' ? time : (before?.signedAt ?? null),
  }
}

function amountOf({ currency, minor }: Money): Amount {
  return { currency, minor: BigInt(minor) }
}
