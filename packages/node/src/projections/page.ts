import { type Kysely, sql } from 'kysely'
import type { ListStatement } from './list.ts'
import type { Answer, Position } from './question.ts'
import type { RevisionRow, Tables } from './tables.ts'

export type Read = Pick<Answer, 'asOf' | 'next'> & { readonly rows: readonly RevisionRow[] }

type Joined = RevisionRow &
  Position & {
    readonly asOfEntries: number
    readonly asOfHeight: number
    readonly endValue: Uint8Array | null
    readonly endId: number | null
  }

/** The rows of a page, with how far the generation has come, in one statement. */
export async function readPage(
  db: Kysely<Tables>,
  { places, end }: ListStatement,
  limit: number,
  isDescending: boolean,
): Promise<Read> {
  const direction = sql.raw(isDescending ? 'DESC' : 'ASC')
  const ended = (column: string) =>
    end === null
      ? sql`NULL`
      : sql`CASE WHEN (SELECT count(*) FROM page) <= ${limit} THEN (SELECT ${sql.raw(column)} FROM ${end} AS last) END`
  const { rows } = await sql<Joined>`
    WITH page AS ${places}
    SELECT progress.entries AS "asOfEntries", progress.height AS "asOfHeight", page.value, revision.*,
      ${ended('value')} AS "endValue", ${ended('id')} AS "endId"
    FROM progress LEFT JOIN page ON TRUE LEFT JOIN revision ON revision.id = page.id
    ORDER BY page.value ${direction}, page.id ${direction}`.execute(db)
  const { asOfEntries: entries, asOfHeight: height, endValue, endId } = rows[0]!
  const found = rows.filter(({ id }) => id !== null)
  const last = found.length > limit ? found[limit - 1]! : endId === null ? null : { value: endValue, id: endId }
  return {
    asOf: { entries, height },
    rows: found.slice(0, limit).map(revisionOf),
    // A search has no value, only a number.
    next: last && { value: new Uint8Array(last.value ?? []), id: last.id },
  }
}

function revisionOf(row: Joined): RevisionRow {
  const { asOfEntries: _entries, asOfHeight: _height, value: _value, endValue: _endValue, endId: _endId, ...rest } = row
  return rest
}
