import { type Scope, t, valueToJson } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { LedgerReads } from '@gongshi/ledger'
import type { DeskData, DeskRow, ExaminedOffer, ProcedureDeskData } from '@gongshi/portal'
import { fromHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import type { AffairBook } from '../../../affairBook.ts'
import { NodeError } from '../../../errors.ts'
import { parseRowKey } from '../../../http/rowKey.ts'
import type { ViewRow } from '../../../projections/question.ts'
import { sortValue } from '../../../projections/sortValue.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { organOf } from '../../organs.ts'
import { moneyOf, rowOf, rowsOf } from '../../procurement/rows.ts'
import { type RecordNeeds, wordsOf } from '../../records.ts'
import { askedOfBuyer } from './asked.ts'
import { affair, getStanding, keyOf, parametersInForce, type Standing, scopeOf } from './tender.ts'
import { Way } from './way.ts'

export type DeskNeeds = RecordNeeds & {
  readonly affairs: Pick<AffairBook, 'program'>
  readonly ledger: Pick<LedgerReads, 'row' | 'state' | 'info' | 'explain'>
  readonly now: () => number
}
type OrganId = { readonly scheme: string; readonly id: string }
type Reader = Pick<Officer, 'offices'>
/** The roles of those who buy. */
const roles = ['purchaser', 'agent']
/** Of one organ, as buyer and as agency. */
const mostRows = 30
/** Of a question, beside the act that answers it. */
const mostLetters = 80

/** The procedures of the organs for which the reader buys, the newest first, with the steps whose turn it is. */
export async function deskOf(needs: DeskNeeds, reader: Reader, lang: Lang): Promise<DeskData> {
  const own = reader.offices.filter((office) => office.roles.some((role) => roles.includes(String(role))))
  const organs = distinct(own.flatMap(({ organ }) => (organ === null ? [] : [organ])))
  const pages = await Promise.all(
    organs.flatMap((organ) => (['buyer', 'agency'] as const).map((field) => proceduresOf(needs, field, organ))),
  )
  const found = new Map(pages.flatMap(({ rows }) => rows.map((row) => [keyOf(row), row])))
  const newest = [...found.values()].toSorted((one, other) => (other.entry ?? 0) - (one.entry ?? 0))
  return {
    organs: organs.map((organ) => organOf(needs.names, organ)),
    rows: await Promise.all(newest.map((row) => deskRow(needs, reader, row, lang))),
    isCut: pages.some(({ next }) => next !== null),
  }
}

/** One procedure with every step of its way, and the offers that its agent examines. @throws {NodeError} record-unknown, state-key-malformed */
export async function procedureDesk(
  needs: DeskNeeds,
  reader: Reader,
  key: string,
  lang: Lang,
): Promise<ProcedureDeskData> {
  const procedure = await getStanding(needs, 'procedure', key)
  const { way, lots, offers } = await wayOf(needs, reader, procedure, lang)
  const bytes = new Map(lots.map((lot) => [String(lot.state.fields.number), lot]))
  const examined = (number: string, lot: Standing): readonly ExaminedOffer[] =>
    offers
      .filter(({ fields }) => lotNumber(fields.lot) === number)
      .map((offer) => examinedOffer(needs, way, offer, lot))
  return {
    row: await rowOf(needs, procedure.row, lang),
    agency: organOf(needs.names, procedure.row.fields.agency as unknown as OrganId),
    steps: way.steps,
    ends: way.ends,
    asked: await askedOfBuyer(needs, reader, procedure.row, lang),
    lots: [...bytes].map(([number, lot]) => ({
      number: Number(number),
      title: lot.row.fields.title as string | null,
      status: lot.state.status,
      ceiling: moneyOf(lot.row.fields.ceiling as never),
      offers: examined(number, lot),
    })),
  }
}

function examinedOffer(needs: DeskNeeds, way: Way, offer: ViewRow, lot: Standing): ExaminedOffer {
  const id = parseRowKey(keyOf(offer)).key
  const state = needs.ledger.row(affair, 'offer', id)
  const scope: Scope = { lot: scopeOf(lot), ...(state && { offer: scopeOf({ id, state }) }) }
  const isOpen = lot.state.status === 'open'
  const key = keyOf(offer)
  return {
    key,
    bidder: organOf(needs.names, offer.fields.bidder as unknown as OrganId),
    price: moneyOf(offer.fields.price as never),
    status: offer.status,
    reasons: offer.status === 'offered' ? way.reasons('qualify', scope) : [],
    acts: [
      ...(isOpen && offer.status === 'offered' && way.reasons('qualify', scope).length === 0
        ? [way.act('qualify', key)]
        : []),
      ...(isOpen && offer.status !== 'disqualified' && way.reasons('disqualify', scope).length === 0
        ? [way.act('disqualify', key)]
        : []),
    ],
  }
}

async function deskRow(needs: DeskNeeds, reader: Reader, row: ViewRow, lang: Lang): Promise<DeskRow> {
  const procedure = await getStanding(needs, 'procedure', keyOf(row))
  const { way } = await wayOf(needs, reader, procedure)
  return {
    row: await rowOf(needs, row, lang),
    agency: organOf(needs.names, row.fields.agency as unknown as OrganId),
    now: way.steps.filter(({ state }) => state === 'todo' || state === 'waiting'),
    unanswered: Number(procedure.state.tallies.unanswered),
  }
}

/** PERF: rows are asked for only where the status has them; a plan on a list costs three questions, and a tender under evaluation six. */
async function wayOf(needs: DeskNeeds, { offices }: Reader, procedure: Standing, lang?: Lang) {
  const program = needs.affairs.program(affair)
  if (program === undefined) throw new NodeError({ code: 'affair-not-found' })
  const { bytes } = parseRowKey(procedure.key)
  const under = (entity: string) => rowsOf(needs, entity, bytes)
  const { status } = procedure.state
  const isOpened = status === 'assessing'
  const none = Promise.resolve<readonly ViewRow[]>([])
  const [trustees, enquiries, lotRows, offers, awardRows, bidRows] = await Promise.all([
    under('trustee'),
    under('enquiry'),
    under('lot'),
    isOpened ? under('offer') : none,
    isOpened ? under('award') : none,
    status === 'closed' ? under('bid') : none,
  ])
  const lots = standingOf(needs, 'lot', lotRows)
  const awards = standingOf(needs, 'award', awardRows)
  const bids = standingOf(needs, 'bid', bidRows)
  const results = isOpened
    ? (await Promise.all(lotRows.map(({ key }) => rowsOf(needs, 'result', key, 'lot')))).flat()
    : []
  const now = Math.max(needs.now(), needs.ledger.info().time)
  const named = (organ: OrganId) => organOf(needs.names, organ)
  const params = parametersInForce(needs.ledger, now)
  const way = new Way({
    procedure,
    program,
    params,
    offices,
    now,
    named,
    lots,
    issuer: needs.ledger.row(affair, 'issuer', [procedure.id]),
    awards,
    bids,
    offers,
    results,
    trustees,
    enquiries,
    questions: lang === undefined ? new Map() : await questionsIn(needs, enquiries, lang),
  })
  return { way, lots, offers }
}

/** The words of the questions without answer, by key. */
async function questionsIn(needs: DeskNeeds, enquiries: readonly ViewRow[], lang: Lang) {
  const open = enquiries.filter(({ status }) => status === 'asked')
  const read = async (row: ViewRow): Promise<[string, string][]> => {
    const content = row.fields.question as string
    const body = wordsOf(await needs.documents.read(fromHex(content)), content, lang)
    if (body.kind !== 'document') return []
    const words = body.paragraphs.map(({ text }) => text).join(' ')
    return [[keyOf(row), words.length > mostLetters ? `${words.slice(0, mostLetters)}…` : words]]
  }
  return new Map((await Promise.all(open.map(read))).flat())
}

/** Views follow the ledger by a moment, so that each row that they have is there. */
function standingOf(
  { ledger }: DeskNeeds,
  entity: 'lot' | 'award' | 'bid',
  rows: readonly ViewRow[],
): readonly Standing[] {
  return rows.flatMap((row) => {
    const key = keyOf(row)
    const id = parseRowKey(key).key
    const state = ledger.row(affair, entity, id)
    return state === undefined ? [] : [{ key, id, state, row }]
  })
}

function proceduresOf({ views }: DeskNeeds, field: 'buyer' | 'agency', organ: OrganId) {
  const value = sortValue(procurement.entities.procedure!.fields[field]!, valueToJson(t.organ(), organ))
  const filters = [{ field, from: value, to: value }]
  const order = { field: '', isDescending: true }
  return views.list({ affair, entity: 'procedure', filters, order, after: null, limit: mostRows })
}

function distinct(organs: readonly OrganId[]): readonly OrganId[] {
  return [...new Map(organs.map(({ scheme, id }) => [`${scheme}/${id}`, { scheme, id }])).values()]
}

/** Of a lot's id as a view has it: [procedure, number]. */
function lotNumber(lot: unknown): string {
  return Array.isArray(lot) ? String(lot[1]) : ''
}
