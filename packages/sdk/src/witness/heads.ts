import { DatabaseSync } from 'node:sqlite'

/** The largest tree that a witness has cosigned of an origin. `note` is its checkpoint as the log had signed it. */
export type Head = { readonly size: number; readonly note: string }

/**
 * What a witness remembers of each log: what it has cosigned must never be forgotten, and two processes must never keep the
 * same memory apart. SQLite gives both: a commit is on the disk, and the file is one process's alone.
 */
export class Heads {
  readonly #database: DatabaseSync

  /** @throws where another process has the file open */
  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA')
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS head (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, note TEXT NOT NULL)',
    )
    this.#database.exec('BEGIN EXCLUSIVE; COMMIT') // from here on the lock is held
  }

  find(origin: string): Head | undefined {
    const row = this.#database.prepare('SELECT size, note FROM head WHERE origin = ?').get(origin)
    return row as Head | undefined
  }

  /** On the disk when it returns. */
  replace(origin: string, { size, note }: Head): void {
    this.#database
      .prepare(
        'INSERT INTO head (origin, size, note) VALUES (?, ?, ?) ON CONFLICT (origin) DO UPDATE SET size = excluded.size, note = excluded.note',
      )
      .run(origin, size, note)
  }

  close(): void {
    this.#database.close()
  }
}
