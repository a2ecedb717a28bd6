import type { FiguresData, LotLine, Money, Partner } from '@gongshi/portal'
import { NodeError } from '../../errors.ts'
import { rowKeyText } from '../../http/rowKey.ts'
import { type OrganNames, organOf } from '../organs.ts'
import type { BookLot, BookProcedure, ProcurementBook } from './book.ts'
import { moneyOf } from './rows.ts'
import { type OrganId, type OrganText, organIdOf, organText } from './shapes.ts'

/** The ledger's own days begin in its zone (`timeZone`), which has no summer time. */
const zoneMs = 8 * 3_600_000
const mostPartners = 20
/** Of the rows behind the figures; the file has them all. */
const lotsOnPage = 50
/** Profiles that are kept at a time. */
const mostKept = 500
const inForce = new Set(['proposed', 'standing', 'signed'])

type Line = { readonly procedure: BookProcedure; readonly lot: BookLot }
export type Counted = Omit<FiguresData, 'subject' | 'filters'>

/**
 * Everything that is counted over procedures, in one pass over their lots. `supplier`: only lots for which it bid; `mostLots`: so many
 * of the rows themselves.
 * A procedure belongs to the year of its notice, a contract to that of its signature.
 */
export function countFigures(
  procedures: readonly BookProcedure[],
  names: OrganNames,
  supplier: OrganText | null = null,
  mostLots = Number.POSITIVE_INFINITY,
): Counted {
  const lines = procedures
    .flatMap((procedure) => [...procedure.lots.values()].map((lot) => ({ procedure, lot })))
    .filter(({ lot }) => supplier === null || hasBid(lot, supplier))
  const opened = lines.filter(({ lot }) => lot.offers.size > 0)
  const signed = lines.filter(({ lot }) => lot.award?.status === 'signed')
  const noticed = procedures.filter(({ publishedAt, bidUntil }) => publishedAt !== null && bidUntil !== null)
  return {
    procedures: procedures.length,
    single: { count: opened.filter(({ lot }) => lot.offers.size === 1).length, of: opened.length },
    bids: { count: sumOf(opened, ({ lot }) => lot.offers.size), of: opened.length },
    biddingMs: { count: sumOf(noticed, (each) => each.bidUntil! - each.publishedAt!), of: noticed.length },
    prices: pricesOf(signed),
    outcomes: supplier === null ? null : outcomesOf(lines, supplier),
    years: yearsOf(procedures, signed),
    months: monthsOf(signed),
    distribution: distributionOf(opened),
    suppliers: partnersOf(signed, names, ({ lot }) => lot.award!.supplier),
    buyers: partnersOf(signed, names, ({ procedure }) => procedure.buyer),
    lots: lines.slice(0, mostLots).map((line) => lineOf(line, names)),
    allLots: lines.length,
  }
}

const roles = ['buyer', 'supplier'] as const
type Role = (typeof roles)[number]
type Subject = OrganId & { readonly role: Role }

/** Figures of pages. PERF: each is counted once for a state of the book, since a count takes the node's one thread. */
export class Figures {
  readonly #book: ProcurementBook
  readonly #names: OrganNames
  readonly #counted = new Map<string, FiguresData>()
  #version = ''

  constructor(book: ProcurementBook, names: OrganNames) {
    this.#book = book
    this.#names = names
  }

  /** Null: over all procedures. @throws {NodeError} record-unknown for one that neither bought nor bid, views-… */
  async get(subject: Subject | null): Promise<FiguresData> {
    const procedures = [...(await this.#book.procedures()).values()]
    if (this.#version !== this.#book.version) this.#counted.clear()
    this.#version = this.#book.version
    const name = subject === null ? '' : `${subject.role} ${organText(subject)}`
    const known = this.#counted.get(name)
    if (known !== undefined) return known
    const data = this.#count(procedures, subject)
    const [oldest] = this.#counted.keys()
    if (this.#counted.size === mostKept) this.#counted.delete(oldest!)
    this.#counted.set(name, data)
    return data
  }

  #count(procedures: readonly BookProcedure[], subject: Subject | null): FiguresData {
    const count = (own: readonly BookProcedure[], supplier: OrganText | null) =>
      countFigures(own, this.#names, supplier, lotsOnPage)
    if (subject === null) return { subject: null, filters: {}, ...count(procedures, null) }
    const { role } = subject
    const organ = organText(subject)
    const own = procedures.filter((each) => takesPart(each, role, organ))
    if (own.length === 0) throw new NodeError({ code: 'record-unknown' })
    return {
      subject: { role, organ: organOf(this.#names, subject) },
      filters: { [role]: organ },
      ...count(own, role === 'supplier' ? organ : null),
    }
  }
}

/** As what an organ takes part in procurement. @throws {NodeError} views-… */
export async function rolesOf(book: ProcurementBook, organ: OrganId): Promise<readonly Role[]> {
  const procedures = [...(await book.procedures()).values()]
  return roles.filter((role) => procedures.some((each) => takesPart(each, role, organText(organ))))
}

function takesPart({ buyer, bidders }: BookProcedure, role: Role, organ: OrganText): boolean {
  return role === 'buyer' ? buyer === organ : bidders.has(organ)
}

function hasBid({ offers }: BookLot, supplier: OrganText): boolean {
  return [...offers.values()].some(({ bidder }) => bidder === supplier)
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0)
}

/** Only of lots whose price is in the currency of its estimate. */
function pricesOf(signed: readonly Line[]): Counted['prices'] {
  const same = signed.filter(({ lot }) => lot.award!.price.currency === lot.estimate.currency)
  return [...Map.groupBy(same, ({ lot }) => lot.estimate.currency)].map(([currency, lines]) => ({
    price: added(currency, lines, ({ lot }) => lot.award!.price.minor),
    estimate: added(currency, lines, ({ lot }) => lot.estimate.minor),
    lots: lines.length,
  }))
}

function added(currency: string, lines: readonly Line[], minor: (line: Line) => bigint): Money {
  return moneyOf({ currency, minor: lines.reduce((sum, line) => sum + minor(line), 0n) })
}

function valuesOf(signed: readonly Line[]): readonly Money[] {
  return [...Map.groupBy(signed, ({ lot }) => lot.award!.price.currency)].map(([currency, lines]) =>
    added(currency, lines, ({ lot }) => lot.award!.price.minor),
  )
}

function outcomesOf(lines: readonly Line[], supplier: OrganText): NonNullable<Counted['outcomes']> {
  const settled = lines.filter(({ lot }) => lot.award?.status === 'signed' || lot.status === 'failed')
  const won = settled.filter(({ lot }) => lot.award?.status === 'signed' && lot.award.supplier === supplier).length
  return { won, lost: settled.length - won, open: lines.length - settled.length }
}

function yearsOf(procedures: readonly BookProcedure[], signed: readonly Line[]): Counted['years'] {
  const named = (time: number, { category }: BookProcedure) => `${monthOf(time).slice(0, 4)} ${category}`
  const noticed = procedures.filter(({ publishedAt }) => publishedAt !== null)
  const begun = Map.groupBy(noticed, (each) => named(each.publishedAt!, each))
  const ended = Map.groupBy(signed, ({ lot, procedure }) => named(lot.award!.signedAt!, procedure))
  return [...new Set([...begun.keys(), ...ended.keys()])].toSorted().map((name) => {
    const [year, category] = name.split(' ') as [string, string]
    const contracts = ended.get(name) ?? []
    const values = valuesOf(contracts)
    return { year, category, procedures: begun.get(name)?.length ?? 0, contracts: contracts.length, values }
  })
}

function monthsOf(signed: readonly Line[]): Counted['months'] {
  return [...Map.groupBy(signed, ({ lot }) => lot.award!.price.currency)].map(([currency, lines]) => {
    const months = Map.groupBy(lines, ({ lot }) => monthOf(lot.award!.signedAt!))
    return {
      currency,
      months: everyMonth([...months.keys()]).map((month) => {
        const own = months.get(month) ?? []
        return { month, contracts: own.length, value: added(currency, own, ({ lot }) => lot.award!.price.minor) }
      }),
    }
  })
}

/** From the first to the last, those without a contract among them. */
function everyMonth(months: readonly string[]): readonly string[] {
  const [first = '', ...others] = months.toSorted()
  const last = others.at(-1) ?? first
  const all: string[] = []
  for (let month = first; month !== '' && month <= last; month = nextMonth(month)) all.push(month)
  return all
}

function nextMonth(month: string): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}

function monthOf(time: number): string {
  return new Date(time + zoneMs).toISOString().slice(0, 7)
}

function distributionOf(opened: readonly Line[]): Counted['distribution'] {
  const counts = Map.groupBy(opened, ({ lot }) => lot.offers.size)
  const most = Math.max(0, ...counts.keys())
  return Array.from({ length: most }, (_, at) => ({ bids: at + 1, lots: counts.get(at + 1)?.length ?? 0 }))
}

function partnersOf(
  signed: readonly Line[],
  names: OrganNames,
  partner: (line: Line) => OrganText,
): readonly Partner[] {
  return [...Map.groupBy(signed, partner)]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .slice(0, mostPartners)
    .map(([organ, lines]) => ({
      organ: organOf(names, organIdOf(organ)),
      contracts: lines.length,
      values: valuesOf(lines),
    }))
}

function lineOf({ procedure, lot }: Line, names: OrganNames): LotLine {
  const { key, number, category, buyer, publishedAt, bidUntil } = procedure
  const award = lot.award !== null && inForce.has(lot.award.status) ? lot.award : null
  return {
    procedure: rowKeyText(key),
    number,
    lot: lot.number,
    category,
    buyer: organOf(names, organIdOf(buyer)),
    status: lot.status,
    publishedAt,
    bidUntil,
    bids: lot.offers.size === 0 ? null : lot.offers.size,
    estimate: moneyOf(lot.estimate),
    supplier: award === null ? null : organOf(names, organIdOf(award.supplier)),
    price: award === null ? null : moneyOf(award.price),
    signedAt: award?.signedAt ?? null,
  }
}
