import { CompiledQuery, Kysely, PostgresDialect, type PostgresPool, sql, type Transaction } from 'kysely'
import pg from 'pg'
import {
  type ColumnType,
  columns,
  createTables,
  createWalks,
  type DocumentRow,
  type PlainTable,
  type Tables,
} from '../tables.ts'
import type { WordQuery } from '../words.ts'
import { copyRows } from './copyRows.ts'
import type { Database, Fault, ReadDatabase, WriteDatabase } from './database.ts'

type ColumnsOf<Row> = { readonly [Column in keyof Row & string]: ColumnType }

const connectMs = 5000
/** A statement of a reader ends before its asker has gone. */
const readMs = 5000
const application = 'gongshi'
const newestLookedAt = 3000
/** Of those, so many that fit make it likely that the others are near, too. */
const fewestFound = 5

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
  const pool = openPool(connection, most, { statement_timeout: readMs, search_path: schema })
  return {
    ...common(pool, schema),
    search: (query, below, limit) => searchStatement(queryText(query), below, limit),
    uses: (words, among) => sql`
      WITH newest AS MATERIALIZED (SELECT words FROM document ORDER BY id DESC LIMIT ${among}),
        asked AS MATERIALIZED (SELECT word, quote_literal(word)::tsquery AS query FROM unnest(${words}::text[]) AS word)
      SELECT word, (SELECT count(*) FROM newest WHERE words @@ query) AS count FROM asked`,
  }
}

/**
 * Among the newest rows first, where frequent words are found without an index. Where they are too few but some, among as many
 * more as should do by those; only then, or for rare words, are all rows asked by the index of words. `OFFSET 0` keeps
 * PostgreSQL from walking along the numbers there, past rows that it takes for more frequent than they are.
 */
function searchStatement(words: string, below: number, limit: number) {
  const fit = sql<boolean>`words @@ ${words}::tsquery`
  return sql<{ id: number }>`
    WITH newest AS MATERIALIZED (SELECT id, words FROM document WHERE id < ${below} ORDER BY id DESC LIMIT ${newestLookedAt}),
      near AS MATERIALIZED (SELECT id FROM newest WHERE ${fit} ORDER BY id DESC LIMIT ${limit}),
      more AS MATERIALIZED (SELECT id, words FROM document
        WHERE id < (SELECT min(id) FROM newest) AND (SELECT count(*) FROM near) BETWEEN ${fewestFound} AND ${limit - 1}
        ORDER BY id DESC LIMIT (SELECT ${2 * newestLookedAt * limit} / greatest(count(*), 1) FROM near)),
      middle AS MATERIALIZED (SELECT id FROM more WHERE ${fit} ORDER BY id DESC LIMIT ${limit}),
      seen AS (SELECT min(id) AS id FROM (SELECT id FROM newest UNION ALL SELECT id FROM more) AS looked_at),
      far AS (SELECT id FROM document WHERE ${fit} AND id < (SELECT id FROM seen) OFFSET 0)
    SELECT id FROM near UNION ALL SELECT id FROM middle
    UNION ALL (SELECT id FROM far WHERE (SELECT count(*) FROM near) + (SELECT count(*) FROM middle) < ${limit}
      ORDER BY id DESC LIMIT ${limit})
    ORDER BY id DESC LIMIT ${limit}`
}

export function openPostgresWriter(connection: string, schema: string): WriteDatabase {
  // What a crash of the server takes is projected again: rows and progress go together.
  const pool = openPool(connection, 1, { synchronous_commit: 'off', search_path: schema })
  // The one connection of this pool: what is copied on it while a transaction is open is part of it.
  let client: pg.PoolClient
  const connect = async () => {
    client = await pool.connect()
    return client
  }
  const base = common({ connect, end: () => pool.end(), options: pool.options }, schema)
  const table = (name: string) => `"${schema}"."${name}"`
  const run = (text: string) => base.db.executeQuery(CompiledQuery.raw(text))
  return {
    ...base,
    async create() {
      await run(`CREATE SCHEMA "${schema}"`)
      await createTables(base.db, 'postgres')
      await run(`CREATE TABLE ${table('document')} (id bigint PRIMARY KEY, words tsvector NOT NULL)`)
    },
    async index() {
      await createWalks(base.db)
      await run(`CREATE INDEX IF NOT EXISTS document_words ON ${table('document')} USING gin (words)`)
      for (const name of ['revision', 'indexed', 'signature', 'transition', 'document'])
        await run(`ANALYZE ${table(name)}`)
    },
    async insert<Table extends PlainTable>(_within: Transaction<Tables>, name: Table, rows: readonly Tables[Table][]) {
      if (rows.length > 0) await copyRows(client, table(name), columns[name] as ColumnsOf<Tables[Table]>, rows)
    },
    async insertDocuments(_within: Transaction<Tables>, rows: readonly DocumentRow[]) {
      if (rows.length > 0) await copyRows(client, table('document'), { id: 'integer', words: 'words' }, rows)
    },
    async deleteDocuments(within, ids) {
      await within.deleteFrom('document').where('id', 'in', ids).execute()
    },
    async scrub() {
      await run(`DELETE FROM ${table('spelling')} WHERE word NOT IN
        (SELECT convert_to(word, 'UTF8') FROM ts_stat('SELECT words FROM ${table('document')}'))`)
      for (const name of ['text', 'mention', 'content', 'document', 'spelling'])
        await run(`VACUUM (ANALYZE) ${table(name)}`)
      // A GIN index never gives up a word that it has had.
      await run(`REINDEX INDEX CONCURRENTLY ${table('document_words')}`)
      await run('VACUUM pg_catalog.pg_statistic')
      return true
    },
  }
}

function common(pool: PostgresPool, schema: string): Database {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(schema)
  return { kind: 'postgres', db, judge: judgePostgres, close: () => pool.end() }
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
