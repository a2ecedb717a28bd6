import { sql } from 'kysely'
import type { ReadDatabase } from './database/database.ts'
import { oneState } from './oneState.ts'
import type { MatchesAnswer, MatchesQuestion, RevisionsAnswer, RevisionsQuestion } from './question.ts'
import { noEntry } from './tables.ts'

/** Changes of the whole ledger that one answer looks through: it comes in bounded time, whoever else writes. */
const mostLookedAt = 2000
/** Rows of the whole ledger, the newest, that have a word and are asked whether they are meant. */
const mostMatches = 50_000

/** Along the numbers of the changes: whoever goes on from `end` meets each once, in the order in which they came. */
export function revisions(
  database: ReadDatabase,
  { affair, entities, after }: RevisionsQuestion,
): Promise<RevisionsAnswer> {
  return oneState(database, async (within, asOf) => {
    const looked = within
      .selectFrom('revision')
      .select('id')
      .where('id', '>', after ?? Number.MIN_SAFE_INTEGER)
      .orderBy('id')
      .limit(mostLookedAt)
    const { end, count } = await within
      .selectFrom(looked.as('looked'))
      .select(({ fn }) => [fn.max<number | null>('id').as('end'), fn.countAll<number>().as('count')])
      .executeTakeFirstOrThrow()
    if (end === null) return { asOf, revisions: [], end: after, isLast: true }
    const found = await within
      .selectFrom('revision')
      .selectAll()
      .where('id', '>', after ?? Number.MIN_SAFE_INTEGER)
      .where('id', '<=', end)
      .where('affair', '=', affair)
      .where('entity', 'in', [...entities])
      .where('entry', '<>', noEntry)
      .orderBy('id')
      .execute()
    return { asOf, revisions: found, end, isLast: count < mostLookedAt }
  })
}

export function matches(database: ReadDatabase, { affair, entities, words }: MatchesQuestion): Promise<MatchesAnswer> {
  return oneState(database, async (within, asOf) => {
    const hits = database.search(words, Number.MAX_SAFE_INTEGER, mostMatches)
    const { rows } = await sql<{ entity: string | null; key: Uint8Array | null; looked: number }>`
      WITH hits AS ${sql`(${hits})`}
      SELECT revision.entity, revision.key, (SELECT count(*) FROM hits) AS looked
      FROM (SELECT 1 AS one) AS always LEFT JOIN (hits JOIN revision ON revision.id = hits.id
        AND revision.affair = ${affair} AND revision.entity IN (${sql.join([...entities])})) ON TRUE`.execute(within)
    return {
      asOf,
      rows: rows.flatMap(({ entity, key }) => (entity === null || key === null ? [] : [{ entity, key }])),
      isWhole: (rows[0]?.looked ?? 0) < mostMatches,
    }
  })
}
