import type { Kysely, RawBuilder, Transaction } from 'kysely'
import type { DatabaseKind, DocumentRow, PlainTable, Tables } from '../tables.ts'
import type { WordQuery } from '../words.ts'

/** A generation of the projections in a database, as its writer and its readers use it alike on each. */
export interface Database {
  readonly kind: DatabaseKind
  readonly db: Kysely<Tables>
  /** What the failure of a statement means. */
  judge(error: unknown): Fault
  close(): Promise<void>
}

/** `row`: what was written cannot be written. `lost`: the generation is damaged or gone. `store`: later it may work. */
export type Fault = 'row' | 'lost' | 'store'

export type WordUse = { readonly word: string; readonly count: number }

export interface ReadDatabase extends Database {
  /** A statement for the numbers (`id`) of the newest rows that have all the words, from below `below`; for just then. */
  search(query: WordQuery, below: number, limit: number): RawBuilder<{ id: number }>
  /** A statement for how many of the newest `among` rows have each of the words. */
  uses(words: readonly string[], among: number): RawBuilder<WordUse>
}

export interface WriteDatabase extends Database {
  /** Makes the tables of a new generation, without what only readers need. */
  create(): Promise<void>
  /** Makes what readers need, if it is not there: faster once, after the rows, than with each of them. */
  index(): Promise<void>
  /** Many rows at once, inside a transaction. */
  insert<Table extends PlainTable>(
    within: Transaction<Tables>,
    table: Table,
    rows: readonly Tables[Table][],
  ): Promise<void>
  insertDocuments(within: Transaction<Tables>, rows: readonly DocumentRow[]): Promise<void>
  deleteDocuments(within: Transaction<Tables>, ids: readonly number[]): Promise<void>
  /** Makes the disk forget what was deleted, as far as this database can; false when it has to be tried again. */
  scrub(): Promise<boolean>
}
