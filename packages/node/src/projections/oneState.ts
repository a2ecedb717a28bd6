import type { Transaction } from 'kysely'
import type { ReadDatabase } from './database/database.ts'
import type { Answer } from './question.ts'
import type { Tables } from './tables.ts'

/** What several statements find at one moment, and how far the projections had come then. */
export async function oneState<Result>(
  { kind, db }: ReadDatabase,
  find: (within: Transaction<Tables>, asOf: Answer['asOf']) => Promise<Result>,
): Promise<Result> {
  const reads = db.transaction()
  const isolated = kind === 'postgres' ? reads.setIsolationLevel('repeatable read').setAccessMode('read only') : reads
  return isolated.execute(async (within) =>
    find(within, await within.selectFrom('progress').select(['entries', 'height']).executeTakeFirstOrThrow()),
  )
}
