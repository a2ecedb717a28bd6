import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, sql, type Transaction } from 'kysely'
import { columns, createTables, createWalks, type DocumentRow, type PlainTable, type Tables } from '../tables.ts'
import type { WordQuery } from '../words.ts'
import type { Database, Fault, ReadDatabase, WriteDatabase } from './database.ts'
import { Statements, sqliteDialect } from './sqliteDialect.ts'

/** Pages of 4 KiB in the write-ahead log before it is moved into the file, which is synced then. */
const checkpointPages = 8000
/** KiB of pages in memory while a generation is made, and afterwards, when each block changes few of them. */
const cacheKiB = { making: 16_384, following: 8192 }
const busyMs = 5000
const rowsInStatement = 50
const newestLookedAt = 10_000

/**
 * Words are cut already: the tokenizer `ascii` takes every character but ASCII's own signs as part of a word and
 * changes nothing in lower case. Not with `secure-delete`, which has left an index that misses words of other rows (SQLite
 * 3.53, "fts5: checksum mismatch"): words that must go are merged away by `scrub`.
 */
const documentTable = `CREATE VIRTUAL TABLE document USING fts5(words, tokenize = 'ascii', detail = 'none', columnsize = 0)`

export function openSqliteReader(path: string): ReadDatabase {
  const database = new DatabaseSync(path, { readOnly: true, timeout: busyMs })
  const statements = new Statements(database)
  return {
    ...common(database),
    search(query, below, limit) {
      const near = query.prefix === null ? null : nearest(statements, query, below, limit)
      if (near !== null) return sql`SELECT value AS id FROM json_each(${JSON.stringify(near)})`
      return sql`SELECT rowid AS id FROM document
        WHERE document MATCH ${matchText(query)} AND rowid < ${below} ORDER BY rowid DESC LIMIT ${limit}`
    },
    uses: (words, among) => sql`
      WITH newest AS MATERIALIZED (
        SELECT ' ' || c0 || ' ' AS words FROM document_content ORDER BY id DESC LIMIT ${among})
      SELECT asked.value AS word,
        (SELECT count(*) FROM newest WHERE instr(newest.words, ' ' || asked.value || ' ') > 0) AS count
      FROM json_each(${JSON.stringify(words)}) AS asked`,
  }
}

/**
 * The newest rows that have the words, from the newest that have all but the last: null where too few of those do. PERF: where
 * a word may be the beginning of one, FTS5 puts together all rows that any such word has before it gives the first, which
 * takes 100 ms for a frequent one in a million rows. Here it takes as long as the rows that are looked at.
 */
function nearest(statements: Statements, { words, prefix }: WordQuery, below: number, limit: number): number[] | null {
  const [from, given] =
    words.length === 0
      ? ['SELECT id, c0 AS words FROM document_content WHERE id < ? ORDER BY id DESC LIMIT ?', []]
      : [
          'SELECT rowid AS id, words FROM document WHERE document MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?',
          [matchText({ words, prefix: null })],
        ]
  const looked = [...given, below, newestLookedAt]
  const found = statements
    .get(`SELECT id FROM (${from}) WHERE instr(' ' || words, ?) > 0 LIMIT ?`)
    .all(...looked, ` ${prefix}`, limit)
    .map(({ id }) => id as number)
  if (found.length === limit) return found
  const { count } = statements.get(`SELECT count(*) AS count FROM (${from})`).get(...looked) as {
    readonly count: number
  }
  return count < newestLookedAt ? found : null
}

export function openSqliteWriter(path: string): WriteDatabase {
  const database = new DatabaseSync(path, { timeout: busyMs })
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;
    PRAGMA wal_autocheckpoint = ${checkpointPages}; PRAGMA cache_size = -${cacheKiB.following}`)
  const base = common(database)
  const statements = new Statements(database)
  // The one connection of this file: what runs on it while a transaction is open is part of it.
  const runAll = (text: (rows: number) => string, rows: readonly (readonly unknown[])[]): void => {
    let at = 0
    // PERF: a statement for many rows takes half the time of as many statements.
    for (const count of [rowsInStatement, 1]) {
      if (at + count > rows.length) continue
      const statement = statements.get(text(count))
      for (; at + count <= rows.length; at += count)
        statement.run(...(rows.slice(at, at + count).flat() as SQLInputValue[]))
    }
  }
  return {
    ...base,
    async create() {
      database.exec(`PRAGMA cache_size = -${cacheKiB.making}`)
      await createTables(base.db, 'sqlite')
      database.exec(documentTable)
    },
    async index() {
      await createWalks(base.db)
      database.exec(`PRAGMA cache_size = -${cacheKiB.following}; PRAGMA shrink_memory`)
    },
    async insert<Table extends PlainTable>(_within: Transaction<Tables>, table: Table, rows: readonly Tables[Table][]) {
      const names = Object.keys(columns[table]) as (keyof Tables[Table])[]
      runAll(
        insertion(table, names as string[]),
        rows.map((row) => names.map((name) => row[name])),
      )
    },
    async insertDocuments(_within: Transaction<Tables>, rows: readonly DocumentRow[]) {
      runAll(
        insertion('document', ['rowid', 'words']),
        rows.map(({ id, words }) => [id, words]),
      )
    },
    async deleteDocuments(_within, ids) {
      runAll(
        (count) => `DELETE FROM document WHERE rowid IN (${Array(count).fill('?').join(', ')})`,
        ids.map((id) => [id]),
      )
    },
    async scrub() {
      // PERF: writes the whole index anew, some seconds for a million rows; erasures are rare, and readers go on meanwhile.
      database.exec(`INSERT INTO document (document) VALUES ('optimize');
        CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, document, row);
        DELETE FROM spelling WHERE word NOT IN (SELECT CAST(term AS BLOB) FROM temp.vocabulary)`)
      const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { readonly busy: number }
      return busy === 0
    },
  }
}

function common(database: DatabaseSync): Database {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(database) })
  return { kind: 'sqlite', db, judge, close: () => db.destroy() }
}

function insertion(table: string, names: readonly string[]): (rows: number) => string {
  const row = `(${names.map(() => '?').join(', ')})`
  return (rows) => `INSERT INTO ${table} (${names.join(', ')}) VALUES ${Array(rows).fill(row).join(', ')}`
}

/** Words hold no quotation marks, and between them nothing is read but what stands here. */
function matchText({ words, prefix }: WordQuery): string {
  return [...words.map((word) => `"${word}"`), ...(prefix === null ? [] : [`"${prefix}"*`])].join(' AND ')
}

/** https://www.sqlite.org/rescode.html */
const ofRow = new Set([18, 19, 20, 25])
const ofLostFile = new Set([1, 11, 26])

function judge(error: unknown): Fault {
  const { errcode } = error as { readonly errcode?: number }
  if (errcode === undefined || ofRow.has(errcode & 0xff)) return 'row'
  return ofLostFile.has(errcode & 0xff) ? 'lost' : 'store'
}
