import { compareBytes } from '@gongshi/protocol'
import { type ExpressionBuilder, type Kysely, type RawBuilder, sql } from 'kysely'
import { NodeError } from '../errors.ts'
import type { Scopes } from './declarations.ts'
import type { ListQuestion, Position } from './question.ts'
import type { Tables } from './tables.ts'
import { everyRow } from './viewFields.ts'

/** Rows that one filter may leave for all of them to be looked at and sorted. */
const fewRows = 1000
/** Steps along an index that one page may take, looking for rows that fit; then it ends early. */
const mostSteps = 2500

/** What a page asks of the database. */
export type ListStatement = {
  /** For the places (`value`, `id`) of the rows on the page, and of one more. */
  readonly places: RawBuilder<Position>
  /** For the place where looking has ended, if it has ended early; null where it never does. */
  readonly end: RawBuilder<Position> | null
}

type Database = Kysely<Tables>
type Filter = { readonly scope: number; readonly from: Uint8Array | null; readonly to: Uint8Array | null }
type Asked = {
  readonly filters: readonly Filter[]
  readonly order: { readonly scope: number; readonly isDescending: boolean; readonly isByEntry: boolean }
  /** Where the page before ended. */
  readonly after: Position | null
  readonly limit: number
}

/**
 * One page of a list, in bounded time however many rows there are: along the index of its order, past those that do not
 * fit; or, where a filter leaves few rows, from those.
 * @throws {NodeError} view-unknown when the generation has no such field, as one that an older program made
 */
export async function listStatement(db: Database, scopes: Scopes, question: ListQuestion): Promise<ListStatement> {
  const asked = askedOf(scopes, question)
  const { filters, order } = asked
  const plain = plainWalk(asked)
  if (plain !== null) return { places: sql`${stepsAlong(db, asked, plain).limit(asked.limit + 1)}`, end: null }
  const others = filters.filter(({ scope }) => scope !== order.scope)
  const reaches = await reachesOf(db, others)
  const few = reaches.find(({ count }) => count <= fewRows)
  if (few !== undefined) return { places: chosen(db, asked, few.filter), end: null }
  const single = reaches.filter(({ filter }) => isOneValue(filter))
  if (!order.isByEntry || single.length === 0) return walk(db, asked, ownOf(asked), others)
  const { filter: rarest } = single.reduce((deepest, each) => (each.depth < deepest.depth ? each : deepest))
  return walk(
    db,
    asked,
    rarest,
    filters.filter((filter) => filter !== rarest),
  )
}

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
function plainWalk(asked: Asked): Filter | null {
  const { filters, order } = asked
  if (order.isByEntry && filters.length === 1 && isOneValue(filters[0]!)) return filters[0]!
  return filters.every(({ scope }) => scope === order.scope) ? ownOf(asked) : null
}

/** The range of the order itself. */
function ownOf({ filters, order: { scope } }: Asked): Filter {
  return filters.find((filter) => filter.scope === scope) ?? { scope, from: null, to: null }
}

function isOneValue({ from, to }: Filter): boolean {
  return from !== null && to !== null && compareBytes(from, to) === 0
}

type Reach = { readonly filter: Filter; readonly count: number; readonly depth: number }

/** Whether filters leave few rows; otherwise how deep their newest ones go: the deeper, the rarer they are. */
async function reachesOf(db: Database, filters: readonly Filter[]): Promise<Reach[]> {
  const [first, ...rest] = filters.map((filter, at) => reachOf(db, filter, at))
  if (first === undefined) return []
  const found = await rest.reduce((all, each) => all.unionAll(each), first).execute()
  const byPlace = new Map(found.map((row) => [row.at, row]))
  return filters.map((filter, at) => {
    const { count, depth } = byPlace.get(at)!
    return { filter, count, depth: depth ?? 0 }
  })
}

function reachOf(db: Database, filter: Filter, at: number) {
  const newest = db
    .selectFrom('indexed')
    .select('id')
    .where((where) => inRange(where, filter))
    .$if(isOneValue(filter), (query) => query.orderBy('id', 'desc'))
    .limit(fewRows + 1)
  return db
    .selectFrom(newest.as('newest'))
    .select(({ fn }) => [
      sql<number>`${sql.lit(at)}`.as('at'),
      fn.countAll<number>().as('count'),
      fn.min<number | null>('id').as('depth'),
    ])
}

type Where = ExpressionBuilder<Tables, 'indexed'>

function inRange(where: Where, filter: Filter) {
  const { scope, from, to } = filter
  // PERF: rows of one value lie in the order of their numbers, which no database knows of a range from it to itself.
  if (isOneValue(filter)) return where.and({ scope, value: from! })
  return where.and([
    where('scope', '=', scope),
    ...(from === null ? [] : [where('value', '>=', from)]),
    ...(to === null ? [] : [where('value', '<=', to)]),
  ])
}

/** Places along an index, from where the last page ended. */
function stepsAlong(db: Database, { order, after }: Asked, along: Filter) {
  const direction = order.isDescending ? 'desc' : 'asc'
  return db
    .selectFrom('indexed')
    .select(['value', 'id'])
    .where((where) => inRange(where, along))
    .$if(after !== null, (query) => query.where(beyond(order, along, after!)))
    .orderBy('value', direction)
    .orderBy('id', direction)
}

function beyond({ isDescending }: Asked['order'], along: Filter, { value, id }: Position) {
  const further = sql.raw(isDescending ? '<' : '>')
  // Where the walk is along one value, numbers alone tell the place.
  return isOneValue(along) ? sql<boolean>`id ${further} ${id}` : sql<boolean>`(value, id) ${further} (${value}, ${id})`
}

/**
 * Steps along an index, and keeps the rows that fit. The steps come in their order, and nothing here changes it: a filter
 * is asked of each by a count, which no database turns into a join, so that it stops where the page is full.
 */
function walk(db: Database, asked: Asked, along: Filter, filters: readonly Filter[]): ListStatement {
  const steps = stepsAlong(db, asked, along)
  const fit = sql.join(filters.map(probe), sql` AND `)
  return {
    places: sql`(SELECT value, id FROM ${steps.limit(mostSteps)} AS step WHERE ${fit} LIMIT ${asked.limit + 1})`,
    end: sql`${steps.limit(1).offset(mostSteps - 1)}`,
  }
}

/** Whether the row that the walk has come to fits a filter. */
function probe({ scope, from, to }: Filter): RawBuilder<boolean> {
  const conditions = [
    sql`other.id = step.id AND other.scope = ${scope}`,
    ...(from === null ? [] : [sql`other.value >= ${from}`]),
    ...(to === null ? [] : [sql`other.value <= ${to}`]),
  ]
  return sql`(SELECT count(*) FROM "indexed" AS other WHERE ${sql.join(conditions, sql` AND `)}) > 0`
}

/** Sorts the few rows that a filter has left, without those that do not fit the others. */
function chosen(db: Database, { filters, order, after, limit }: Asked, few: Filter): RawBuilder<Position> {
  const ids = db
    .selectFrom('indexed')
    .select('id')
    .where((where) => inRange(where, few))
    .limit(fewRows)
  const conditions = [sql`step.scope = ${order.scope}`, ...filters.filter((filter) => filter !== few).map(probe)]
  const further = sql.raw(order.isDescending ? '<' : '>')
  if (after !== null && order.isByEntry) conditions.push(sql`step.id ${further} ${after.id}`)
  else if (after !== null) conditions.push(sql`(step.value, step.id) ${further} (${after.value}, ${after.id})`)
  const direction = sql.raw(order.isDescending ? 'DESC' : 'ASC')
  return sql`(SELECT step.value, step.id FROM ${ids} AS few JOIN "indexed" AS step ON step.id = few.id
    WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY step.value ${direction}, step.id ${direction} LIMIT ${limit + 1})`
}
