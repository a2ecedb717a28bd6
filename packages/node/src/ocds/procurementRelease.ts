import type { Json, JsonObject } from '@gongshi/ocds'
import { masked, maskText, minorUnitDigits, personalNumber } from '@gongshi/ocds'
import type { ViewRow } from '../projections/question.ts'

/** A row of the affair `procurement` as an entry left it, in the views' JSON forms. */
export type ProcurementRow = Pick<ViewRow, 'entity' | 'status' | 'revision' | 'time' | 'fields'>
/** A procedure's name in the standard, and its own parts. */
export type Procedure = { readonly ocid: string; readonly buyer: Organ; readonly number: string }
export type Organ = { readonly scheme: string; readonly id: string }
/** An entry that changed rows of a procedure. `time`: Unix milliseconds. */
export type Transition = { readonly entry: number; readonly time: number; readonly action: string }

/** What a release says beside the rows that it tells of. */
export type Surroundings = {
  /** How an organ was called then; null: the ledger has no name of it. */
  nameOf(organ: Organ): OrganName | null
  /** What everybody may read of a content, by its commitment; null: it is erased, or not here. */
  textOf(content: string): string | null
  /** Where a content stands. */
  urlOf(content: string): string
}
export type OrganName = { readonly zh: string | null; readonly en: string | null }

/** As where nothing is known but the ledger's rows. */
const nothingBeside: Surroundings = {
  nameOf: () => null,
  textOf: () => null,
  urlOf: (content) => `urn:gongshi:content:${content}`,
}

/** The extensions whose fields native releases use, in the versions that their documentation describes. */
export const nativeExtensions = ['bid', 'lots', 'enquiry'].map(
  (name) =>
    `https://raw.githubusercontent.com/open-contracting-extensions/ocds_${name}_extension/v1.1.5/extension.json`,
)

/**
 * The one release of a transition: what its rows say now, and nothing of the rows that it left alone, so that merging all
 * of a procedure's releases gives what all of its rows say (`stateOf`). Each value stands in exactly one row. Sealed bids are
 * told of only when they are open.
 */
export function releaseOf(
  procedure: Procedure,
  transition: Transition,
  rows: readonly ProcurementRow[],
  beside: Surroundings = nothingBeside,
): JsonObject {
  const { entry, time, action } = transition
  return together([
    {
      ocid: procedure.ocid,
      id: releaseId(entry),
      date: new Date(time).toISOString(),
      tag: [tagOf(action)],
      initiationType: 'tender',
      tender: { id: procedure.number },
    },
    ...rows.flatMap((row) => (row.revision === 1 ? [partiesOf(row, beside), beginningOf(row)] : [])),
    ...rows.map((row) => statementOf(row, beside)),
    ...(action === 'amend' ? rows.flatMap((row) => amendmentOf(row, transition)) : []),
  ])
}

/** All that a procedure's rows say now; without what belongs to a single release, as an amendment of the notice or when a row came. */
export function stateOf(
  { ocid, number }: Procedure,
  rows: readonly ProcurementRow[],
  beside: Surroundings = nothingBeside,
): JsonObject {
  const head = { ocid, initiationType: 'tender', tender: { id: number } }
  return together([head, ...rows.map((row) => partiesOf(row, beside)), ...rows.map((row) => statementOf(row, beside))])
}

const planning = ['addLot', 'addCriterion', 'nominate', 'strike', 'convene', 'enrol', 'begin', 'contribute', 'accept']
const tags: ReadonlyMap<string, string> = new Map([
  ['plan', 'planning'],
  ...[...planning, 'dispute', 'makeKey'].map((action) => [action, 'planningUpdate'] as const),
  ['publish', 'tender'],
  ['amend', 'tenderAmendment'],
  ['cancel', 'tenderCancellation'],
  ['cancelOpened', 'tenderCancellation'],
  ['propose', 'award'],
  ['stand', 'awardUpdate'],
  ['revoke', 'awardCancellation'],
  ['sign', 'contract'],
])

/** What kind of release an act makes (OCDS, codelist `releaseTag`). */
export function tagOf(action: string): string {
  return tags.get(action) ?? 'tenderUpdate'
}

/** Of the entry from which a release follows. */
export function releaseId(entry: number): string {
  return `entry-${entry}`
}

/** Who comes in with a row; the winner of a lot has bidden for it. */
function partiesOf({ entity, fields }: ProcurementRow, { nameOf }: Surroundings): JsonObject {
  const party = (organ: Json | undefined, ...roles: readonly string[]) => {
    const { scheme, id } = organ as unknown as Organ
    const name = namesIn(nameOf({ scheme, id }))
    return { id: idOf(organ), ...name, identifier: { scheme: scheme.toUpperCase(), id }, roles }
  }
  const bidder = (organ: Json | undefined, ...roles: readonly string[]) =>
    isPerson(organ) ? { id: bidderId(organ, fields.bid), name: masked, roles } : party(organ, ...roles)
  if (entity === 'offer') return { parties: [bidder(fields.bidder, 'tenderer')] }
  if (entity === 'award') return { parties: [bidder(fields.supplier, 'tenderer', 'supplier')] }
  if (entity !== 'procedure') return {}
  const { buyer, agency } = fields
  const own = idOf(buyer) === idOf(agency)
  return {
    buyer: { id: idOf(buyer), ...namesIn(nameOf(buyer as unknown as Organ)) },
    parties: own
      ? [party(buyer, 'buyer', 'procuringEntity')]
      : [party(buyer, 'buyer'), party(agency, 'procuringEntity')],
  }
}

/** Another edition of the notice, which this release tells of; why, the ledger does not know. */
function amendmentOf({ entity, fields }: ProcurementRow, { entry, time }: Transition): JsonObject[] {
  if (entity !== 'procedure') return []
  const date = new Date(time).toISOString()
  return [{ tender: { amendments: [{ id: `edition-${fields.edition}`, date, releaseID: releaseId(entry) }] } }]
}

/** When what a row tells of began. */
function beginningOf({ entity, fields, time }: ProcurementRow): JsonObject {
  const date = new Date(time).toISOString()
  if (entity === 'enquiry') return { tender: { enquiries: [{ id: String(fields.question), date }] } }
  return entity === 'award' ? { awards: [{ id: offerId(fields.bid, fields.lot), date }] } : {}
}

function statementOf(row: ProcurementRow, beside: Surroundings): JsonObject {
  return statements[row.entity]?.(row, beside) ?? {}
}

const tenderStatus: Readonly<Record<string, string>> = {
  planned: 'planned',
  convened: 'planned',
  keying: 'planned',
  keyed: 'planned',
  completed: 'complete',
  cancelled: 'cancelled',
}
const lotStatus: Readonly<Record<string, string>> = { signed: 'complete', failed: 'unsuccessful' }
const bidStatus: Readonly<Record<string, string>> = { offered: 'pending', qualified: 'valid' }
const awardStatus: Readonly<Record<string, string>> = { proposed: 'pending', revoked: 'cancelled' }

const statements: Readonly<Record<string, (row: ProcurementRow, beside: Surroundings) => JsonObject>> = {
  procedure: ({ status, fields }, beside) => ({
    planning: {
      budget: { amount: moneyIn(fields.estimate) },
      documents: documents(fields.plan, 'procurementPlan', beside),
    },
    tender: {
      status: tenderStatus[status] ?? 'active',
      procuringEntity: { id: idOf(fields.agency) },
      value: moneyIn(fields.estimate),
      procurementMethod: 'open',
      mainProcurementCategory: fields.category ?? null,
      awardCriteria: 'ratedCriteria',
      enquiryPeriod: { endDate: fields.askUntil ?? null },
      tenderPeriod: { endDate: fields.bidUntil ?? null },
      documents: [
        ...documents(fields.notice, 'tenderNotice', beside),
        ...documents(fields.reasons, 'cancellationDetails', beside),
      ],
    },
  }),
  lot: ({ status, fields }) => ({
    tender: {
      lots: [
        {
          id: lotId(fields.number),
          ...(fields.title === null ? {} : { title: fields.title! }),
          status: lotStatus[status] ?? 'active',
          value: moneyIn(fields.estimate),
        },
      ],
    },
  }),
  // What was asked and answered lies beside the ledger, for everybody to read.
  enquiry: ({ status, fields, time }, { textOf }) => ({
    tender: {
      enquiries: [
        {
          id: String(fields.question),
          ...wordsOf('description', fields.question, textOf),
          ...wordsOf('answer', fields.answer, textOf),
          ...(status === 'answered' ? { dateAnswered: new Date(time).toISOString() } : {}),
        },
      ],
    },
  }),
  offer: ({ status, fields }) => ({
    bids: {
      details: [
        {
          id: offerId(fields.bid, fields.lot),
          status: bidStatus[status] ?? status,
          tenderers: [{ id: bidderId(fields.bidder, fields.bid) }],
          value: moneyIn(fields.price),
          relatedLots: [lotOf(fields.lot)],
        },
      ],
    },
  }),
  award: ({ status, fields, time }, beside) => {
    const id = offerId(fields.bid, fields.lot)
    const value = moneyIn(fields.price)
    const award = {
      id,
      status: awardStatus[status] ?? 'active',
      suppliers: [{ id: bidderId(fields.supplier, fields.bid) }],
      value,
      relatedBid: id,
      relatedLots: [lotOf(fields.lot)],
    }
    if (status !== 'signed') return { awards: [award] }
    const signed = { status: 'active', dateSigned: new Date(time).toISOString(), value }
    return {
      awards: [award],
      contracts: [{ id, awardID: id, ...signed, documents: documents(fields.contract, 'contractSigned', beside) }],
    }
  },
}

/** Exact, or not at all: what a double does not hold stands in the row. */
function moneyIn(money: Json | undefined): JsonObject {
  const { currency, minor } = money as unknown as { readonly currency: string; readonly minor: number | string }
  const amount = Number(minor) / 10 ** (minorUnitDigits(currency) ?? 0)
  return Number.isSafeInteger(Number(minor)) ? { amount, currency } : { amount: null, currency }
}

/** The document of a kind that stands beside the ledger now, by its commitment. */
function documents(content: Json | undefined, documentType: string, { urlOf }: Surroundings): JsonObject[] {
  return typeof content === 'string' ? [{ id: documentType, documentType, url: urlOf(content) }] : []
}

/** A text that strangers wrote may hold what names a person. */
function wordsOf(name: string, content: Json | undefined, textOf: Surroundings['textOf']): JsonObject {
  const text = typeof content === 'string' ? textOf(content) : null
  return text === null ? {} : { [name]: maskText(text, []) }
}

/** In both languages, where the ledger has both (OCDS, "Language"). */
function namesIn(name: OrganName | null): JsonObject {
  if (name === null) return {}
  const { zh, en } = name
  if (zh === null) return en === null ? {} : { name: en }
  return { name: zh, ...(en === null ? {} : { name_en: en }) }
}

/** Known by a number in a register of persons. */
function isPerson(organ: Json | undefined): boolean {
  return personalNumber({ identifier: organ! }) !== undefined
}

/** Of a natural person the pseudonym under which the bid was made. */
function bidderId(organ: Json | undefined, bid: Json | undefined): string {
  return isPerson(organ) ? `bidder-${pseudonymOf(bid)}` : idOf(organ)
}

function idOf(organ: Json | undefined): string {
  const { scheme, id } = organ as unknown as Organ
  return `${scheme.toUpperCase()}-${id}`
}

function lotId(number: Json | undefined): string {
  return `lot-${number}`
}

/** References name a row by its key: the last part of a lot's is its number, of a bid's the pseudonym of its author. */
function lotOf(lot: Json | undefined): string {
  const number = (lot as readonly Json[]).at(-1) as Json
  return lotId(isObject(number) ? number.int : number)
}

function offerId(bid: Json | undefined, lot: Json | undefined): string {
  return `bid-${pseudonymOf(bid)}-${lotOf(lot)}`
}

function pseudonymOf(bid: Json | undefined): string {
  const author = (bid as readonly Json[]).at(-1) as { readonly hex: string }
  return author.hex.slice(0, 32)
}

/** Objects one into the other, lists one behind the other; the same id in one list is the same thing. */
function together(parts: readonly JsonObject[]): JsonObject {
  return parts.reduce(union, {})
}

function union(left: JsonObject, right: JsonObject): JsonObject {
  const merged: { [name: string]: Json } = { ...left }
  for (const [name, value] of Object.entries(right)) {
    const known = merged[name]
    if (isObject(known) && isObject(value)) merged[name] = union(known, value)
    else if (isItems(known) && isItems(value)) merged[name] = unionOfItems(known, value)
    else merged[name] = value
  }
  return merged
}

function unionOfItems(left: readonly JsonObject[], right: readonly JsonObject[]): JsonObject[] {
  const byId = new Map(left.map((item) => [item.id, item]))
  for (const item of right) byId.set(item.id, union(byId.get(item.id) ?? {}, item))
  return [...byId.values()]
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isItems(value: Json | undefined): value is readonly JsonObject[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => isObject(item) && item.id !== undefined)
}
