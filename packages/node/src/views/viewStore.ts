import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { viewsSchema, viewsVersion } from './schema.ts'

/** One revision of one row, as the views keep it. */
export type Revision = {
  readonly affair: string
  readonly entity: string
  /** Canonical CBOR of the row's id. */
  readonly key: Uint8Array
  readonly revision: number
  readonly status: string
  /** JSON text of the fields' JSON forms. */
  readonly fields: string
  readonly action: string
  readonly entry: number
  readonly height: number
  readonly time: number
  /** "scheme/id" of the row's field `organ`; null where it has none. */
  readonly organ: string | null
  readonly latest: number
}

/** How far the views have come: entries taken in, and the height of the last one. */
export type Progress = { readonly entries: number; readonly height: number }

const none: Progress = { entries: 0, height: 0 }

/**
 * Rows of an entity by the entry that made them what they are: the newest first, from below `before`; or, with `after`,
 * the oldest first, from above it.
 */
export type ListQuery = {
  readonly affair: string
  readonly entity: string
  /** Only the rows of this organ: "scheme/id". */
  readonly organ?: string | undefined
  readonly limit: number
  readonly before?: number | undefined
  readonly after?: number | undefined
}

/** The views' database: always rebuildable from the ledger, so it is not synced. */
export class ViewStore {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  /** This process is the only writer, so what it wrote last is what stands there. */
  #progress: Progress | null = null

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON')
    const { user_version: version } = this.#database.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version !== viewsVersion)
      this.#database.exec('DROP TABLE IF EXISTS progress; DROP TABLE IF EXISTS revision; DROP TABLE IF EXISTS text')
    this.#database.exec(`${viewsSchema}; PRAGMA user_version = ${viewsVersion}`)
  }

  progress(): Progress {
    this.#progress ??= (this.#get('SELECT entries, height FROM progress', []) as Progress | undefined) ?? none
    return this.#progress
  }

  /** Everything that `work` writes and the progress are there together or not at all. */
  take(progress: Progress, work: () => void): void {
    this.#database.exec('BEGIN')
    try {
      work()
      this.#run('INSERT OR REPLACE INTO progress (id, entries, height) VALUES (0, ?, ?)', [
        progress.entries,
        progress.height,
      ])
      this.#database.exec('COMMIT')
      this.#progress = progress
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK') // a full disk has rolled back already
      throw error
    }
  }

  addRevision(row: Revision): void {
    const { affair, entity, key } = row
    // PERF: a first revision has none before it.
    if (row.latest && row.revision > 1)
      this.#run('UPDATE revision SET latest = 0 WHERE affair = ? AND entity = ? AND key = ? AND latest = 1', [
        affair,
        entity,
        key,
      ])
    this.#run(
      `INSERT OR REPLACE INTO revision (affair, entity, key, revision, status, fields, action, entry, height, time, organ, latest)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        affair,
        entity,
        key,
        row.revision,
        row.status,
        row.fields,
        row.action,
        row.entry,
        row.height,
        row.time,
        row.organ,
        row.latest,
      ],
    )
  }

  addText(hash: Uint8Array, text: string, entry: number): void {
    this.#run('INSERT OR REPLACE INTO text (hash, text, entry) VALUES (?, ?, ?)', [hash, text, entry])
  }

  /** The texts of an entry whose body was erased: overwritten (secure_delete), also in the write-ahead log. */
  eraseTexts(entry: number): void {
    this.#run('DELETE FROM text WHERE entry = ?', [entry])
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  findText(hash: Uint8Array): string | undefined {
    return (this.#get('SELECT text FROM text WHERE hash = ?', [hash]) as { text: string } | undefined)?.text
  }

  list(query: ListQuery): Revision[] {
    const { sql, values } = listStatement(query)
    return this.#all(sql, values)
  }

  /** Every revision of a row, the first one first. */
  history(affair: string, entity: string, key: Uint8Array): Revision[] {
    return this.#all('SELECT * FROM revision WHERE affair = ? AND entity = ? AND key = ? ORDER BY revision', [
      affair,
      entity,
      key,
    ])
  }

  /** What an entry changed. */
  changes(entry: number): Revision[] {
    return this.#all('SELECT * FROM revision WHERE entry = ?', [entry])
  }

  /** For a ledger that is not the one that was projected, or was rolled back. */
  clear(): void {
    this.#progress = null
    this.#database.exec('DELETE FROM progress; DELETE FROM revision; DELETE FROM text')
  }

  close(): void {
    this.#database.close()
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #run(sql: string, values: SQLInputValue[]): void {
    this.#prepared(sql).run(...values)
  }

  #get(sql: string, values: SQLInputValue[]): unknown {
    return this.#prepared(sql).get(...values)
  }

  #all(sql: string, values: SQLInputValue[]): Revision[] {
    return this.#prepared(sql).all(...values) as unknown as Revision[]
  }
}

/** The statement of a list: always a walk along an index, however many rows there are. */
export function listStatement(query: ListQuery): { readonly sql: string; readonly values: SQLInputValue[] } {
  const { affair, entity, organ, limit, before, after } = query
  const [compare, order, from] =
    after === undefined ? ['<', 'DESC', before ?? Number.MAX_SAFE_INTEGER] : ['>', 'ASC', after]
  const ofOrgan = organ === undefined ? '' : 'AND organ = ?'
  return {
    sql: `SELECT * FROM revision WHERE affair = ? AND entity = ? ${ofOrgan} AND latest = 1 AND entry ${compare} ? ORDER BY entry ${order} LIMIT ?`,
    values: [affair, entity, ...(organ === undefined ? [] : [organ]), from, limit],
  }
}
