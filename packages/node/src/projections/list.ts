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
  readonly order: { readonly scope: number; readonly isDescending: boolean; readonly isByEntry: boolean }
  readonly after: Position | null
  readonly limit: number
}

/** A list's question with its fields' scopes. @throws {NodeError} view-unknown, as one that an older program made */
function askedOf(scopes: Scopes, question: ListQuestion): Asked {
  const { affair, entity, after, limit } = question
  const scopeOf = (field: string): number => {
    const scope = scopes.find(affair, entity, field)
    if (scope === undefined) throw new NodeError({ code: 'view-unknown' })
    return scope
  }
  const { field, isDescending } = question.order
  const order = { scope: scopeOf(field), isDescending, isByEntry: field === everyRow }
  const filters = question.filters.map(({ field, from, to }) => ({ scope: scopeOf(field), from, to }))
  return { filters, order, after, limit }
}

/** An index along which every row fits the question; null where others stand between them. */
function plainWalk({ filters, order }: Asked): Filter | null {
  if (order.isByEntry && filters.length === 1 && isOneValue(filters[0]!)) return filters[0]!
  return filters.every(({ scope }) => scope === order.scope) ? ownOf(filters, order) : null
}

/** The range of the order itself. */
function ownOf(filters: readonly Filter[], { scope }: Asked['order']): Filter {
  return filters.find((filter) => filter.scope === scope) ?? { scope, from: null, to: null }
}

/**
 * A list that one walk along an index answers, as the statement for its numbers: one more than fit on the page. Null where
 * it takes several (`findIds`).
 * @throws {NodeError} view-unknown when the generation has no such field
 */
export function plainPage(db: Pick<Within, 'selectFrom'>, scopes: Scopes, question: ListQuestion) {
  const asked = askedOf(scopes, question)
  const along = plainWalk(asked)
  return along === null ? null : stepAlong(db, asked, along, asked.after, asked.limit + 1)
}

/** Of one number more than fit on the page. */
export function pageOf(found: readonly Position[], limit: number): Page {
  const page = found.slice(0, limit)
  return { ids: page.map(({ id }) => id), next: found.length > limit ? positionOf(page.at(-1)!) : null }
}

/**
 * One page of a list, in bounded time however many rows there are: along the index of its order, past those that do not
 * fit; or, where a filter leaves few rows, from those.
 * @throws {NodeError} view-unknown when the generation has no such field
 */
export async function findIds(within: Within, scopes: Scopes, question: ListQuestion): Promise<Page> {
  const asked = askedOf(scopes, question)
  const { filters, order } = asked
  const others = filters.filter(({ scope }) => scope !== order.scope)
  const reaches = await reachesOf(within, others)
  const few = reaches.find(({ count }) => count <= fewRows)
  if (few !== undefined) return choose(within, asked, few.filter)
  const single = reaches.filter(({ filter }) => isOneValue(filter))
  if (order.isByEntry && single.length > 0) {
    const { filter: rarest } = single.reduce((deepest, each) => (each.depth < deepest.depth ? each : deepest))
    return walk(within, { ...asked, filters: others.filter((filter) => filter !== rarest) }, rarest)
  }
  return walk(within, { ...asked, filters: others }, ownOf(filters, order))
}

function isOneValue({ from, to }: Filter): boolean {
  return from !== null && to !== null && compareBytes(from, to) === 0
}

type Reach = { readonly filter: Filter; readonly count: number; readonly depth: number }

/** Whether filters leave few rows; otherwise how deep their newest ones go: the deeper, the rarer they are. */
async function reachesOf(within: Within, filters: readonly Filter[]): Promise<Reach[]> {
  const [first, ...rest] = filters.map((filter, at) => reachOf(within, filter, at))
  if (first === undefined) return []
  const found = await rest.reduce((all, each) => all.unionAll(each), first).execute()
  const byPlace = new Map(found.map((row) => [row.at, row]))
  return filters.map((filter, at) => {
    const { count, depth } = byPlace.get(at)!
    return { filter, count, depth: depth ?? 0 }
  })
}

function reachOf(within: Within, filter: Filter, at: number) {
  const newest = within
    .selectFrom('indexed')
    .select('id')
    .where((where) => inRange(where, filter))
    .$if(isOneValue(filter), (query) => query.orderBy('id', 'desc'))
    .limit(fewRows + 1)
  return within
    .selectFrom(newest.as('newest'))
    .select(({ fn }) => [
      sql<number>`${sql.lit(at)}`.as('at'),
      fn.countAll<number>().as('count'),
      fn.min<number | null>('id').as('depth'),
    ])
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

async function stepOn(within: Within, asked: Asked, along: Filter, at: Position | null, count: number) {
  const rows = await stepAlong(within, asked, along, at, count)
    .select((where) =>
      where
        .case()
        .when(where.and(asked.filters.map((filter) => where.exists(probe(where, filter)))))
        .then(1)
        .else(0)
        .end()
        .as('fits'),
    )
    .execute()
  return rows.map(({ value, id, fits: isFit }) => ({ value, id, fits: isFit === 1 }))
}

function stepAlong(
  within: Pick<Within, 'selectFrom'>,
  { order }: Asked,
  along: Filter,
  at: Position | null,
  count: number,
) {
  const direction = order.isDescending ? 'desc' : 'asc'
  // Where the walk is along one value, numbers alone tell the place.
  const beyond = isOneValue(along)
    ? sql<boolean>`id ${sql.raw(order.isDescending ? '<' : '>')} ${at?.id ?? 0}`
    : sql<boolean>`(value, id) ${sql.raw(order.isDescending ? '<' : '>')} (${at?.value ?? null}, ${at?.id ?? 0})`
  return within
    .selectFrom('indexed')
    .select(['value', 'id'])
    .where((where) => inRange(where, along))
    .$if(at !== null, (query) => query.where(beyond))
    .orderBy('value', direction)
    .orderBy('id', direction)
    .limit(count)
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
