import { digestRecord, type Json, rowLabel, sealedFields, storedKind, valueToJson } from '@gongshi/affair-kit'
import { affairBench, type BenchLedger, subject } from '@gongshi/affair-kit/bench'
import { identity, organisations, procurement } from '@gongshi/affairs'
import { procurementHandlers } from '@gongshi/affairs/procurement/handlers'
import type { JsonObject } from '@gongshi/ocds'
import { encodeCbor } from '@gongshi/protocol'
import { buyer, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { defaultOcidPrefix, ocidOf } from '../src/ocds/nativeOcid.ts'
import { type ProcurementRow, releaseOf } from '../src/ocds/procurementRelease.ts'

const told = ['procedure', 'lot', 'criterion', 'enquiry', 'bid', 'offer', 'award'] as const
const number = 'CG-2026-1'
export const procedure = {
  ocid: ocidOf(defaultOcidPrefix, encodeCbor([[buyer.scheme, buyer.id], number])),
  buyer,
  number,
}

/** Without what a release says of the time at which a row came, which rows do not say. */
export function withoutBeginnings(compiled: JsonObject): JsonObject {
  const { tender, awards } = compiled as { readonly tender: JsonObject; readonly awards?: readonly JsonObject[] }
  const undated = (list: Json | undefined) => (list as readonly JsonObject[]).map(({ date: _, ...rest }) => rest)
  const enquiries = tender.enquiries === undefined ? {} : { enquiries: undated(tender.enquiries) }
  return {
    ...compiled,
    tender: { ...tender, ...enquiries },
    ...(awards === undefined ? {} : { awards: undated(awards) }),
  } as JsonObject
}

/** A ledger whose every act is told as the release that the views' rows would make of it. */
class Told {
  readonly releases: JsonObject[] = []
  readonly #rows = new Map<string, ProcurementRow>()
  #entry = 0

  watch(ledger: BenchLedger): BenchLedger {
    return new Proxy(ledger, {
      get: (target, name) => {
        const member = Reflect.get(target, name, target) as unknown
        if (typeof member !== 'function') return member
        return (...given: readonly unknown[]) => {
          const result = member.apply(target, given) as unknown
          if (name === 'do' || name === 'submit' || name === 'advanceTo')
            this.#note(target, name === 'advanceTo' ? 'close' : String(given[1]))
          return result
        }
      },
    })
  }

  /** As they are now, in the order in which they came. */
  get rows(): readonly ProcurementRow[] {
    return [...this.#rows.values()]
  }

  #note(ledger: BenchLedger, action: string): void {
    const changed = told.flatMap((entity) => this.#changed(ledger, entity))
    const entry = this.#entry++
    if (changed.length > 0) this.releases.push(releaseOf(procedure, { entry, time: ledger.time, action }, changed))
  }

  #changed(ledger: BenchLedger, entity: (typeof told)[number]): ProcurementRow[] {
    const declared = Object.entries(procurement.entities[entity]!.fields)
    return ledger.rows('procurement', entity).flatMap(({ status, fields }, at) => {
      const json = Object.fromEntries(
        declared.map(([name, kind]) => [name, valueToJson(storedKind(kind), fields[name]!)] as [string, Json]),
      )
      const before = this.#rows.get(`${entity} ${at}`)
      if (before?.status === status && JSON.stringify(before.fields) === JSON.stringify(json)) return []
      const row = { entity, status, revision: (before?.revision ?? 0) + 1, time: ledger.time, fields: json }
      this.#rows.set(`${entity} ${at}`, row)
      return [row]
    })
  }
}

/** From the plan to a signed contract, by the affair's own rules. */
export function wholeTender(): { readonly releases: readonly JsonObject[]; readonly rows: readonly ProcurementRow[] } {
  const watched = new Told()
  const imports = [affairBench(identity).installed]
  const params = tenderParameters as never
  const bench = affairBench(procurement, { imports, standIns: [organisations], params, handlers: procurementHandlers })
  const tender = new Tender(watched.watch(bench.ledger()), 3)
  tender.prepare()
  tender.makeKey()
  tender.publish()
  const bidUntil = tender.procedure.fields.bidUntil as number
  tender.do('amend', { procedure: tender.id, notice: subject('amended notice'), bidUntil })
  const bids = [700_000n, 800_000n, 720_000n].map((price, at) =>
    tender.bid({ bidder: { scheme: 'x-bench', id: `company-${at}` }, price }),
  )
  tender.openAll(bids, [0, 2])
  tender.do('draw', { procedure: tender.id })
  for (const { id } of bids) tender.do('qualify', { offer: [id, tender.lot] })
  const sheets = [1n, 2n, 3n].map((order) => {
    const seat = [tender.id, order]
    const points = bids.map(({ id }) => ({ bid: id, criterion: 2n, points: 80n }))
    const salt = subject(`salt ${order}`)
    const label = rowLabel('bench', 'procurement', 'sheet', [tender.lot, seat])
    const digest = digestRecord(sealedFields(procurement, 'reveal', 'sheet'), { points, salt } as never, label)
    tender.do('score', { lot: tender.lot, seat, digest })
    return { sheet: [tender.lot, seat], points, salt }
  })
  for (const sheet of sheets) tender.do('reveal', sheet)
  tender.do('assess', { lot: tender.lot })
  const award = tender.do('propose', { lot: tender.lot, bid: bids[0]!.id, reasons: null })
  tender.ledger.advanceTo(tender.row('award', award).fields.standsAt as number)
  tender.do('sign', { award, contract: subject('contract') })
  tender.do('complete', { procedure: tender.id })
  return watched
}
