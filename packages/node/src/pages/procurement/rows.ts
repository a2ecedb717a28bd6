import { t } from '@gongshi/affair-kit'
import { minorUnitDigits } from '@gongshi/ocds'
import type { ProcedureRow } from '@gongshi/portal'
import { fromHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { rowKeyText } from '../../http/rowKey.ts'
import type { Position, ViewRow } from '../../projections/question.ts'
import { parseFilter } from '../../projections/sortValue.ts'
import { organOf } from '../organs.ts'
import type { RecordNeeds } from '../records.ts'
import type { BookProcedure } from './book.ts'
import { affair, type Fields, organIdOf, organText } from './shapes.ts'

const rowsAtOnce = 200
/** Of each entity: as many bids as a procedure takes, for as many lots as it has. */
const mostRows = 4_000

type Short = Pick<
  BookProcedure,
  'key' | 'buyer' | 'number' | 'status' | 'category' | 'estimate' | 'bidUntil' | 'notice'
>

/** As `procedureRow`, of a row of the views. */
export function rowOf(
  needs: Pick<RecordNeeds, 'documents' | 'names'>,
  { key, status, fields: json }: ViewRow,
  lang: Lang,
): Promise<ProcedureRow> {
  const { buyer, number, category, estimate, bidUntil, notice } = json as unknown as Fields
  const plain = { buyer: organText(buyer), estimate: moneyOf(estimate), bidUntil: timeOf(bidUntil) }
  return procedureRow(needs, { key, status, number, category, notice, ...plain }, lang)
}

/** A procedure as lists show it; its title stands in its notice, beside the ledger. */
export async function procedureRow(
  { documents, names }: Pick<RecordNeeds, 'documents' | 'names'>,
  { key, buyer, number, status, category, estimate, bidUntil, notice }: Short,
  lang: Lang,
): Promise<ProcedureRow> {
  const document = notice === null ? null : await documents.read(fromHex(notice))
  const isHeld = document?.state === 'held'
  return {
    key: rowKeyText(key),
    buyer: organOf(names, organIdOf(buyer)),
    number,
    status,
    title: isHeld && document.title.length > 0 ? document.title : [{ lang, text: number }],
    synthetic: isHeld && document.synthetic,
    category,
    estimate: moneyOf(estimate),
    bidUntil,
  }
}

/** Every row of an entity whose field `by` names this row. */
export async function rowsOf(
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

export function moneyOf({ currency, minor }: { readonly currency: string; readonly minor: bigint | number | string }) {
  return { currency, minor: BigInt(minor), digits: minorUnitDigits(currency) ?? 0 }
}

export function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text)
}
