import type { Cursor } from '@gongshi/portal'
import type { ViewRow, Views } from '../views/views.ts'
import type { RecordEntity } from './recordKey.ts'

/** Which part of the list: from below an entry, from above one, or without either its top. */
export type NoticeQuery = {
  readonly before?: number | undefined
  readonly after?: number | undefined
  /** "scheme/id"; all organs without it. */
  readonly organ?: string | undefined
  readonly limit: number
}

export type EntityRow = { readonly entity: RecordEntity; readonly row: ViewRow }

type RowPage = {
  readonly rows: readonly EntityRow[]
  readonly newer: Cursor | null
  readonly older: Cursor | null
}

type Lists = Pick<Views, 'list'>

const entities = ['publication', 'release'] as const

/** One page of publications and releases together, the newest first. One that would reach the top is the first page. */
export function noticeRows(views: Lists, { organ, limit, before, after }: NoticeQuery): RowPage {
  const below = (entry: number | undefined, count: number) => nearest(views, { organ, before: entry, limit: count })
  const above = (entry: number, count: number) => nearest(views, { organ, after: entry, limit: count })
  let rows = after === undefined ? below(before, limit) : above(after, limit).reverse()
  if (after !== undefined && (rows.length < limit || above(rows[0]!.row.entry, 1).length === 0))
    rows = below(undefined, limit)
  const [first, last] = [rows[0]?.row.entry, rows.at(-1)?.row.entry]
  if (first === undefined || last === undefined) return { rows, newer: null, older: null }
  return {
    rows,
    newer: above(first, 1).length > 0 ? { after: first } : null,
    older: below(last, 1).length > 0 ? { before: last } : null,
  }
}

/** The rows nearest to the cursor, the nearest first. */
function nearest(views: Lists, query: NoticeQuery): EntityRow[] {
  const rows = entities.flatMap((entity) =>
    views.list({ affair: 'disclosure', entity, ...query }).map((row): EntityRow => ({ entity, row })),
  )
  const direction = query.after === undefined ? -1 : 1
  rows.sort((left, right) => direction * (left.row.entry - right.row.entry))
  return rows.slice(0, query.limit)
}
