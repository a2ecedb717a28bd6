import { type RawBuilder, sql } from 'kysely'
import type { ReadDatabase } from './database/database.ts'
import type { Within } from './describe.ts'
import type { SearchFilter } from './question.ts'
import type { WordQuery } from './words.ts'

type Db = Pick<Within, 'selectFrom'>

/** A filter as numbers of rows: those that came in a time stand together, since the numbers of later rows are greater. */
export type Bounds = Pick<SearchFilter, 'marks'> & { readonly first: number | null; readonly end: number | null }

const everything: SearchFilter = { marks: [], from: null, until: null }

export async function boundsOf(db: Db, { marks, from, until }: SearchFilter = everything): Promise<Bounds> {
  return {
    marks,
    first: from === null ? null : await firstFrom(db, from),
    end: until === null ? null : await firstFrom(db, until),
  }
}

/** Number of the first row that came at `time` or later: a search by halves along the numbers; above all where there is none. */
async function firstFrom(db: Db, time: number): Promise<number> {
  const ends = await db
    .selectFrom('revision')
    .select(({ fn }) => [fn.min<number | null>('id').as('least'), fn.max<number | null>('id').as('most')])
    .executeTakeFirstOrThrow()
  let [low, high] = [ends.least ?? 0, (ends.most ?? -1) + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await db
      .selectFrom('revision')
      .select(['id', 'time'])
      .where('id', '>=', middle)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst()
    if (row === undefined || row.time >= time) high = middle
    else low = row.id + 1
  }
  return low === (ends.most ?? -1) + 1 ? Number.MAX_SAFE_INTEGER : low
}

/** A statement for the numbers of the newest rows that have the words and fit. */
export function hitsWithin(
  database: ReadDatabase,
  { words, prefix }: WordQuery,
  { marks, first, end }: Bounds,
  below: number | null,
  limit: number,
): RawBuilder<{ id: number }> {
  const above = Math.min(below ?? Number.MAX_SAFE_INTEGER, end ?? Number.MAX_SAFE_INTEGER)
  const hits = database.search({ words: [...words, ...marks], prefix }, above, limit)
  return first === null ? hits : sql`SELECT id FROM (${hits}) AS hits WHERE id >= ${first}`
}
