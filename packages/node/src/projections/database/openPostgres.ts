import { CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import {
  columns,
  columnType,
  createTables,
  createWalks,
  type DocumentRow,
  type PlainTable,
  type Tables,
} from '../tables.ts'
import type { WordQuery } from '../words.ts'
import type { Database, Fault, ReadDatabase, WriteDatabase } from './database.ts'

const connectMs = 5000
/** A statement of a reader ends before its asker has gone. */
const readMs = 5000
const application = 'gongshi'

/** A pool of connections that gives up early and says so; the caller keeps the connection string to itself. */
export function openPool(
  connection: string,
  most: number,
  settings: Readonly<Record<string, string | number>>,
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: connection,
    max: most,
    connectionTimeoutMillis: connectMs,
    application_name: application,
    keepAlive: true,
    types: { getTypeParser: parserOf },
    options: Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  })
  pool.on('error', () => undefined) // an idle connection that broke is replaced when the next is asked for
  return pool
}

const int8 = 20

/** Numbers here never reach 2^53. */
const parserOf = ((oid: number, format?: 'text' | 'binary') =>
  oid === int8
    ? (text: string) => Number(text)
    : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser

export function openPostgresReader(connection: string, schema: string, most: number): ReadDatabase {
  const pool = openPool(connection, most, { statement_timeout: readMs })
  return {
    ...common(pool, schema),
    async search(within, query, below, limit) {
      const found = await within
        .selectFrom('document')
        .select('id')
        .where(sql<boolean>`words @@ ${queryText(query)}::tsquery`)
        .where('id', '<', below)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return found.map(({ id }) => id)
    },
  }
}

export function openPostgresWriter(connection: string, schema: string): WriteDatabase {
  // What a crash of the server takes is projected again: rows and progress go together.
  const pool = openPool(connection, 1, { synchronous_commit: 'off' })
  const base = common(pool, schema)
  const table = (name: string) => `"${schema}"."${name}"`
  const run = (within: Pick<Kysely<Tables>, 'executeQuery'>, text: string, parameters: readonly unknown[] = []) =>
    within.executeQuery(CompiledQuery.raw(text, [...parameters]))
  return {
    ...base,
    async create() {
      await run(base.db, `CREATE SCHEMA "${schema}"`)
      await createTables(base.db, 'postgres')
      await run(base.db, `CREATE TABLE ${table('document')} (id bigint PRIMARY KEY, words tsvector NOT NULL)`)
    },
    async index() {
      await createWalks(base.db)
      await run(base.db, `CREATE INDEX IF NOT EXISTS document_words ON ${table('document')} USING gin (words)`)
      for (const name of ['revision', 'indexed', 'document']) await run(base.db, `ANALYZE ${table(name)}`)
    },
    async insert<Table extends PlainTable>(within: Transaction<Tables>, name: Table, rows: readonly Tables[Table][]) {
      if (rows.length === 0) return
      const { text, fields } = insertion(name, table(name))
      await run(within, text, columnsOf(rows, fields as (keyof Tables[Table])[]))
    },
    async insertDocuments(within: Transaction<Tables>, rows: readonly DocumentRow[]) {
      if (rows.length === 0) return
      const text = `INSERT INTO ${table('document')} SELECT id, array_to_tsvector(string_to_array(words, ' '))
        FROM unnest($1::bigint[], $2::text[]) AS given (id, words)`
      await run(within, text, columnsOf(rows, ['id', 'words']))
    },
    async deleteDocuments(within, ids) {
      await within.deleteFrom('document').where('id', 'in', ids).execute()
    },
    async scrub() {
      for (const name of ['text', 'mention', 'content', 'document'])
        await run(base.db, `VACUUM (ANALYZE) ${table(name)}`)
      // A GIN index never gives up a word that it has had.
      await run(base.db, `REINDEX INDEX CONCURRENTLY ${table('document_words')}`)
      await run(base.db, 'VACUUM pg_catalog.pg_statistic')
      return true
    },
  }
}

function common(pool: pg.Pool, schema: string): Database {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(schema)
  return { kind: 'postgres', db, judge: judgePostgres, close: () => pool.end() }
}

/** One array a column: one statement, whatever the number of rows. */
function insertion(name: PlainTable, table: string): { readonly text: string; readonly fields: readonly string[] } {
  const fields = Object.keys(columns[name])
  const arrays = Object.values(columns[name]).map((type, at) => `$${at + 1}::${columnType(type, 'postgres')}[]`)
  const names = fields.map((field) => `"${field}"`).join(', ')
  return { text: `INSERT INTO ${table} (${names}) SELECT * FROM unnest(${arrays.join(', ')})`, fields }
}

function columnsOf<Row>(rows: readonly Row[], fields: readonly (keyof Row)[]): unknown[][] {
  return fields.map((field) =>
    rows.map((row) => {
      const value: unknown = row[field]
      return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
    }),
  )
}

/** Words hold only letters, marks and digits, so that nothing needs a quotation mark. */
function queryText({ words, prefix }: WordQuery): string {
  return [...words.map((word) => `'${word}'`), ...(prefix === null ? [] : [`'${prefix}':*`])].join(' & ')
}

/** https://www.postgresql.org/docs/15/errcodes-appendix.html */
function judgePostgres(error: unknown): Fault {
  const { code } = error as { readonly code?: unknown }
  if (typeof code !== 'string') return error instanceof TypeError ? 'row' : 'store'
  if (/^(21|22|23|54)/.test(code) && code.length === 5) return 'row'
  return code === '3F000' || code === '42P01' ? 'lost' : 'store'
}
