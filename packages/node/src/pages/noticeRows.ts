import type { Cursor } from '@gongshi/portal'
import type { Projections } from '../projections/projections.ts'
import { type EntryRow, isOfEntry, type ListQuestion } from '../projections/question.ts'
import { changeIds } from '../projections/rows.ts'
import { sortValue } from '../projections/sortValue.ts'
import type { RecordEntity } from './recordKey.ts'

/** Which part of the list: from below an entry, from above one, or without either its top. */
export type NoticeQuery = {
  readonly before?: number | undefined
  readonly after?: number | undefined
  /** "scheme/id"; all organs without it. */
  readonly organ?: string | undefined
  readonly limit: number
}

export type EntityRow = { readonly entity: RecordEntity; readonly row: EntryRow }

type RowPage = {
  readonly rows: readonly EntityRow[]
  readonly newer: Cursor | null
  readonly older: Cursor | null
}

type Lists = Pick<Projections, 'list'>

const entities = ['publication', 'release'] as const

/** One page of publications and releases together, the newest first. One that would reach the top is the first page. */
export async function noticeRows(views: Lists, { organ, limit, before, after }: NoticeQuery): Promise<RowPage> {
  const below = (entry: number | undefined, count: number) => nearest(views, { organ, before: entry, limit: count })
  const above = (entry: number, count: number) => nearest(views, { organ, after: entry, limit: count })
  let rows = after === undefined ? await below(before, limit) : (await above(after, limit)).reverse()
  if (after !== undefined && (rows.length < limit || (await above(rows[0]!.row.entry, 1)).length === 0))
    rows = await below(undefined, limit)
  const [first, last] = [rows[0]?.row.entry, rows.at(-1)?.row.entry]
  if (first === undefined || last === undefined) return { rows, newer: null, older: null }
  const [newer, older] = await Promise.all([above(first, 1), below(last, 1)])
  return {
    rows,
    newer: newer.length > 0 ? { after: first } : null,
    older: older.length > 0 ? { before: last } : null,
  }
}

/** The rows nearest to the cursor, the nearest first. */
async function nearest(views: Lists, query: NoticeQuery): Promise<EntityRow[]> {
  const lists = entities.map(async (entity) => {
    const { rows } = await views.list(questionOf(entity, query))
    return rows.filter(isOfEntry).map((row) => ({ entity, row }))
  })
  const rows = (await Promise.all(lists)).flat()
  const direction = query.after === undefined ? -1 : 1
  rows.sort((left, right) => direction * (left.row.entry - right.row.entry))
  return rows.slice(0, query.limit)
}

function questionOf(entity: RecordEntity, { organ, limit, before, after }: NoticeQuery): ListQuestion {
  const isDescending = after === undefined
  const id = after === undefined ? before && changeIds(before).first : changeIds(after).end - 1
  const value = organ === undefined ? null : organValue(organ)
  return {
    affair: 'disclosure',
    entity,
    filters: value === null ? [] : [{ field: 'organ', from: value, to: value }],
    order: { field: '', isDescending },
    after: id === undefined ? null : { value: value ?? new Uint8Array(0), id },
    limit,
  }
}

/** "scheme/id", as rows of an organ are found by it. */
function organValue(organ: string): Uint8Array {
  const at = organ.indexOf('/')
  return sortValue({ kind: 'organ' }, { scheme: organ.slice(0, at), id: organ.slice(at + 1) })
}
