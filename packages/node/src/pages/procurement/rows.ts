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

export const affair = 'procurement'
const rowsAtOnce = 200
/** Of each entity: as many bids as a procedure takes, for as many lots as it has. */
const mostRows = 4_000

export type OrganId = { readonly scheme: string; readonly id: string }
export type Money = { readonly currency: string; readonly minor: number | string }
export type Fields = {
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

export async function rowOf(
  needs: RecordNeeds,
  { key, status, fields: json }: ViewRow,
  lang: Lang,
): Promise<ProcedureRow> {
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

export function moneyOf({ currency, minor }: Money) {
  return { currency, minor: BigInt(minor), digits: minorUnitDigits(currency) ?? 0 }
}

export function timeOf(text: string | null): number | null {
  return text === null ? null : Date.parse(text)
}
