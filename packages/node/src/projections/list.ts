import { compareBytes } from '@gongshi/protocol'
import { type ExpressionBuilder, sql, type Transaction } from 'kysely'
import { NodeError } from '../errors.ts'
import type { Scopes } from './declarations.ts'
import type { ListQuestion, Position } from './question.ts'
import type { IndexedRow, Tables } from './tables.ts'
import { everyRow } from './viewFields.ts'

export type Page = { readonly ids: readonly number[]; readonly next: Position | null }

/** Rows that one filter may leave for all of them to be looked at and sorted. */
const fewRows = 1000
/** Steps along an index that one page may take, looking for rows that fit; then it ends early. */
const mostSteps = 10_000
/** Asked for at once: few at first, since most lists fit soon. */
const [leastSteps, mostAtOnce] = [250, 2000]

type Within = Transaction<Tables>
type Filter = { readonly scope: number; readonly from: Uint8Array | null; readonly to: Uint8Array | null }
type Asked = {
  readonly filters: readonly Filter[]
  readonly order: { readonly scope: number; readonly isDescending: boolean }
  readonly after: Position | null
  readonly limit: number
}

/**
 * One page of a list, in bounded time however many rows there are: along the index of its order, past those that do not
 * fit; or, where a filter leaves few rows, from those.
 * @throws {NodeError} view-unknown when the generation has no such field, as one that an older program made
 */
export async function findIds(within: Within, scopes: Scopes, question: ListQuestion): Promise<Page> {
  const { affair, entity, after, limit } = question
  const scopeOf = (field: string): number => {
    const scope = scopes.find(affair, entity, field)
    if (scope === undefined) throw new NodeError({ code: 'view-unknown' })
    return scope
  }
  const order = { scope: scopeOf(question.order.field), isDescending: question.order.isDescending }
  const filters = question.filters.map(({ field, from, to }) => ({ scope: scopeOf(field), from, to }))
  const asked = { filters, order, after, limit }
  const isByEntry = question.order.field === everyRow
  if (isByEntry && filters.length === 1 && isOneValue(filters[0]!))
    return walk(within, { ...asked, filters: [] }, filters[0]!)
  const others = filters.filter(({ scope }) => scope !== order.scope)
  const depths: { readonly filter: Filter; readonly depth: number }[] = []
  for (const filter of others) {
    const { count, depth } = await reachOf(within, filter)
    if (count <= fewRows) return choose(within, asked, filter)
    if (isOneValue(filter)) depths.push({ filter, depth })
  }
  if (isByEntry && depths.length > 0) {
    const { filter: rarest } = depths.reduce((deepest, each) => (each.depth < deepest.depth ? each : deepest))
    return walk(within, { ...asked, filters: others.filter((filter) => filter !== rarest) }, rarest)
  }
  const own = filters.find(({ scope }) => scope === order.scope) ?? { scope: order.scope, from: null, to: null }
  return walk(within, { ...asked, filters: others }, own)
}

function isOneValue({ from, to }: Filter): boolean {
  return from !== null && to !== null && compareBytes(from, to) === 0
}

/** Whether a filter leaves few rows; otherwise how deep its newest ones go: the deeper, the rarer they are. */
async function reachOf(within: Within, filter: Filter): Promise<{ readonly count: number; readonly depth: number }> {
  const newest = within
    .selectFrom('indexed')
    .select('id')
    .where((where) => inRange(where, filter))
    .$if(isOneValue(filter), (query) => query.orderBy('id', 'desc'))
    .limit(fewRows + 1)
  const { count, depth } = await within
    .selectFrom(newest.as('newest'))
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min<number | null>('id').as('depth')])
    .executeTakeFirstOrThrow()
  return { count, depth: depth ?? 0 }
}

type Where = ExpressionBuilder<Tables, 'indexed'>

function inRange(where: Where, { scope, from, to }: Filter) {
  return where.and([
    where('scope', '=', scope),
    ...(from === null ? [] : [where('value', '>=', from)]),
    ...(to === null ? [] : [where('value', '<=', to)]),
  ])
}

/** Sorts the few rows that a filter has left, without those that do not fit the others. */
async function choose(within: Within, { filters, order, after, limit }: Asked, few: Filter): Promise<Page> {
  const ids = within
    .selectFrom('indexed')
    .select('id')
    .where((where) => inRange(where, few))
  const values = await within
    .selectFrom('indexed')
    .selectAll()
    .where('id', 'in', ids)
    .where('scope', 'in', [order.scope, ...filters.map(({ scope }) => scope)])
    .execute()
  const misfits = new Set(
    values.flatMap((row) =>
      filters.some((filter) => filter.scope === row.scope && !fits(row, filter)) ? [row.id] : [],
    ),
  )
  const sign = order.isDescending ? -1 : 1
  const rows = values
    .filter((row) => row.scope === order.scope && !misfits.has(row.id))
    .filter((row) => after === null || sign * compare(row, after) > 0)
    .sort((left, right) => sign * compare(left, right))
  const page = rows.slice(0, limit)
  return { ids: page.map(({ id }) => id), next: rows.length > limit ? positionOf(page.at(-1)!) : null }
}

function fits({ value }: IndexedRow, { from, to }: Filter): boolean {
  return (from === null || compareBytes(value, from) >= 0) && (to === null || compareBytes(value, to) <= 0)
}

function compare(left: Position, right: Position): number {
  return compareBytes(left.value, right.value) || left.id - right.id
}

function positionOf({ value, id }: Position): Position {
  return { value: new Uint8Array(value), id }
}

/** Steps along an index from where the last page ended, and keeps the rows that fit. */
async function walk(within: Within, asked: Asked, along: Filter): Promise<Page> {
  const { filters, limit } = asked
  const found: Position[] = []
  let at = asked.after
  for (let steps = 0, count = leastSteps; steps < mostSteps; steps += count, count = Math.min(2 * count, mostAtOnce)) {
    if (filters.length === 0) count = limit + 1
    const rows = await stepOn(within, asked, along, at, count)
    for (const row of rows) {
      if (found.length === limit && row.fits) return { ids: found.map(({ id }) => id), next: positionOf(found.at(-1)!) }
      if (row.fits) found.push(row)
    }
    if (rows.length < count) return { ids: found.map(({ id }) => id), next: null }
    at = positionOf(rows.at(-1)!)
  }
  const last = found.length === limit ? positionOf(found.at(-1)!) : at
  return { ids: found.map(({ id }) => id), next: last }
}

async function stepOn(within: Within, { filters, order }: Asked, along: Filter, at: Position | null, count: number) {
  const direction = order.isDescending ? 'desc' : 'asc'
  // Where the walk is along one value, numbers alone tell the place.
  const beyond = isOneValue(along)
    ? sql<boolean>`id ${sql.raw(order.isDescending ? '<' : '>')} ${at?.id ?? 0}`
    : sql<boolean>`(value, id) ${sql.raw(order.isDescending ? '<' : '>')} (${at?.value ?? null}, ${at?.id ?? 0})`
  const rows = await within
    .selectFrom('indexed')
    .select((where) => [
      'value',
      'id',
      where
        .case()
        .when(where.and(filters.map((filter) => where.exists(probe(where, filter)))))
        .then(1)
        .else(0)
        .end()
        .as('fits'),
    ])
    .where((where) => inRange(where, along))
    .$if(at !== null, (query) => query.where(beyond))
    .orderBy('value', direction)
    .orderBy('id', direction)
    .limit(count)
    .execute()
  return rows.map(({ value, id, fits: isFit }) => ({ value, id, fits: isFit === 1 }))
}

/** Whether the row that the walk has come to fits a filter. */
function probe(where: Where, { scope, from, to }: Filter) {
  return where
    .selectFrom('indexed as other')
    .select(sql`1`.as('one'))
    .whereRef('other.id', '=', 'indexed.id')
    .where('other.scope', '=', scope)
    .$if(from !== null, (query) => query.where('other.value', '>=', from!))
    .$if(to !== null, (query) => query.where('other.value', '<=', to!))
}
