import { t } from '@gongshi/affair-kit'
import { minorUnitDigits } from '@gongshi/ocds'
import type { LotData, OfferData, ProcedureData, ProcedureRow, ProceduresData } from '@gongshi/portal'
import { fromHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { NodeError } from '../errors.ts'
import type { Cursors } from '../http/cursor.ts'
import { parseRowKey, rowKeyText } from '../http/rowKey.ts'
import { ocidOf } from '../ocds/nativeReleases.ts'
import { isOfEntry, type Position, type ViewRow } from '../projections/question.ts'
import { parseFilter } from '../projections/sortValue.ts'
import { organOf } from './organs.ts'
import { pageOf } from './pageOf.ts'
import { bodyOf, evidenceLinks, type RecordNeeds } from './records.ts'

const affair = 'procurement'
/** On a page. */
const proceduresPerPage = 50
const rowsAtOnce = 200
/** Of each entity: as many bids as a procedure takes, for as many lots as it has. */
const mostRows = 4_000

type OrganId = { readonly scheme: string; readonly id: string }
type Money = { readonly currency: string; readonly minor: number | string }
type Fields = {
  readonly buyer: OrganId
  readonly agency: OrganId
  readonly number: string
  readonly category: string
  readonly estimate: Money
  readonly notice: string | null
  readonly edition: number
  readonly askUntil: string | null
  readonly bidUntil: string | null
  readonly experts: number
  readonly threshold: number | null
}
type Needs = RecordNeeds & { readonly cursors: Cursors }

/** A page of them, the newest first. @throws {NodeError} cursor-invalid */
export async function listProcedures(needs: Needs, cursor: string | undefined, lang: Lang): Promise<ProceduresData> {
  const order = { field: '', isDescending: true }
  const question = { affair, entity: 'procedure', filters: [], order }
  const { rows, place } = await pageOf(needs, ['procedures'], question, proceduresPerPage, cursor)
  return { rows: await Promise.all(rows.map((row) => rowOf(needs, row, lang))), place }
}

/** @throws {NodeError} record-unknown, state-key-malformed */
export async function getProcedure(needs: Needs, key: string, lang: Lang): Promise<ProcedureData> {
  const { bytes } = parseRowKey(key)
  const history = (await needs.views.history({ affair, entity: 'procedure', key: bytes })).rows.filter(isOfEntry)
  const last = history.at(-1)
  if (last === undefined) throw new NodeError({ code: 'record-unknown' })
  const fields = last.fields as unknown as Fields
  const of = (entity: string) => rowsOf(needs, entity, bytes)
  const [trustees, criteria, enquiries, bids] = await Promise.all([
    of('trustee'),
    of('criterion'),
    of('enquiry'),
    of('bid'),
  ])
  const read = async (content: string) => bodyOf(await needs.documents.read(fromHex(content)), content, lang)
  return {
    ...(await rowOf(needs, last, lang)),
    agency: organOf(needs.names, fields.agency),
    edition: fields.edition,
    askUntil: timeOf(fields.askUntil),
    experts: fields.experts,
    threshold: fields.threshold,
    notice: fields.notice === null ? null : await read(fields.notice),
    trustees: trustees.map(({ status, fields: { organ } }) => ({
      organ: organOf(needs.names, organ as unknown as OrganId),
      status,
    })),
    criteria: criteria.map(({ fields: each }) => each as unknown as ProcedureData['criteria'][number]),
    bids: countsOf(bids),
    lots: await lotsOf(needs, of),
    enquiries: await Promise.all(
      enquiries.map(async ({ fields: { question, answer } }) => ({
        question: await read(question as string),
        answer: answer === null ? null : await read(answer as string),
      })),
    ),
    steps: history.map(({ action, entry, time }) => ({ action, entry, at: time })),
    ocid: ocidOf(bytes),
    evidence: evidenceLinks(last.entry),
  }
}

async function rowOf(needs: RecordNeeds, { key, status, fields: json }: ViewRow, lang: Lang): Promise<ProcedureRow> {
  const fields = json as unknown as Fields
  const document = fields.notice === null ? null : await needs.documents.read(fromHex(fields.notice))
  const isHeld = document?.state === 'held'
  return {
    key: rowKeyText(key),
    buyer: organOf(needs.names, fields.buyer),
    number: fields.number,
    status,
    title: isHeld && document.title.length > 0 ? document.title : [{ lang, text: fields.number }],
    synthetic: isHeld && document.synthetic,
    category: fields.category,
    estimate: moneyOf(fields.estimate),
    bidUntil: timeOf(fields.bidUntil),
  }
}

/** Each lot with the offers for it, what the formula made of them, and the award that stands last. */
async function lotsOf(
  needs: RecordNeeds,
  of: (entity: string) => Promise<readonly ViewRow[]>,
): Promise<readonly LotData[]> {
  const [lots, offers, awards] = await Promise.all([of('lot'), of('offer'), of('award')])
  const results = (await Promise.all(lots.map(({ key }) => rowsOf(needs, 'result', key, 'lot')))).flat()
  const organ = (id: unknown) => organOf(needs.names, id as OrganId)
  return lots.map(({ status, fields }) => {
    const isOfLot = ({ fields: each }: ViewRow) => (each.lot as unknown as readonly unknown[])[1] === fields.number
    const award = awards.filter(isOfLot).at(-1)
    return {
      number: fields.number as number,
      title: fields.title as string | null,
      estimate: moneyOf(fields.estimate as unknown as Money),
      ceiling: moneyOf(fields.ceiling as unknown as Money),
      status,
      offers: offers.filter(isOfLot).map((offer): OfferData => {
        const isOfOffer = (each: ViewRow) => same(each.fields.bid, offer.fields.bid) && isOfLot(each)
        const result = results.find(isOfOffer)
        return {
          bidder: organ(offer.fields.bidder),
          price: moneyOf(offer.fields.price as unknown as Money),
          status: offer.status,
          ...(result === undefined ? {} : { result: resultOf(result) }),
        }
      }),
      award:
        award === undefined
          ? null
          : {
              supplier: organ(award.fields.supplier),
              price: moneyOf(award.fields.price as unknown as Money),
              status: award.status,
              standsAt: timeOf(award.fields.standsAt as string | null),
            },
    }
  })
}

function resultOf({ fields: { total, rank, low } }: ViewRow): NonNullable<OfferData['result']> {
  const { numerator, denominator } = total as unknown as { readonly numerator: number; readonly denominator: number }
  const exact = { numerator: BigInt(numerator), denominator: BigInt(denominator) }
  return { total: exact, rank: rank as number | null, low: low as boolean }
}

/** Every row of an entity whose field `by` names this row. */
async function rowsOf(
  { views }: Pick<RecordNeeds, 'views'>,
  entity: string,
  key: Uint8Array,
  by: 'procedure' | 'lot' = 'procedure',
): Promise<readonly ViewRow[]> {
  const filters = [{ field: by, ...parseFilter(t.ref(by), rowKeyText(key))! }]
  const order = { field: '', isDescending: false }
  const rows: ViewRow[] = []
  let after: Position | null = null
  do {
    const question = { affair, entity, filters, order, after, limit: rowsAtOnce }
    const page: Awaited<ReturnType<RecordNeeds['views']['list']>> = await views.list(question)
    rows.push(...page.rows)
    after = page.next
  } while (after !== null && rows.length < mostRows)
  return rows
}

function countsOf(rows: readonly ViewRow[]): { readonly [status: string]: number } {
  const counts = new Map<string, number>()
  for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1)
  return Object.fromEntries(counts)
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function moneyOf({ currency, minor }: Money) {
  return { currency, minor: BigInt(minor), digits: minorUnitDigits(currency) ?? 0 }
}

function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text)
}
