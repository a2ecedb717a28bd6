import { chmodSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** A session as it is kept. Times are Unix milliseconds. */
export type Session = {
  /** SHA-256 of the token that the browser holds: who reads the file can't come in by it. */
  readonly id: Uint8Array
  /** Its name in lists: random, and of no use to come in. */
  readonly mark: string
  readonly keyId: Uint8Array
  /** `passkey`, or the name of the provider who vouched. */
  readonly method: string
  /** The origin on which it was opened. */
  readonly site: string
  readonly openedAt: number
  readonly seenAt: number
  /** When the officer last signed for it by passkey; null: never. */
  readonly steppedUpAt: number | null
  /** SHA-256 of the token and of what the browser calls itself. */
  readonly agent: Uint8Array
}

const schema = `
  CREATE TABLE IF NOT EXISTS session (
    id BLOB PRIMARY KEY, mark TEXT NOT NULL, key_id BLOB NOT NULL, method TEXT NOT NULL, site TEXT NOT NULL,
    opened_at INTEGER NOT NULL, seen_at INTEGER NOT NULL, stepped_up_at INTEGER, agent BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS session_by_key ON session (key_id);
  CREATE TABLE IF NOT EXISTS subject (
    subject BLOB PRIMARY KEY, provider TEXT NOT NULL, key_id BLOB NOT NULL, bound_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS subject_by_key ON subject (key_id);
`

type Row = {
  readonly id: Uint8Array
  readonly mark: string
  readonly key_id: Uint8Array
  readonly method: string
  readonly site: string
  readonly opened_at: number
  readonly seen_at: number
  readonly stepped_up_at: number | null
  readonly agent: Uint8Array
}

/** Sessions on disk, so that a restart signs nobody out and a sign-out outlives a crash: each change is synced. */
export class SessionStore {
  readonly #database: DatabaseSync

  constructor(path: string) {
    this.#database = new DatabaseSync(path)
    this.#database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; ${schema}`)
    chmodSync(path, 0o600)
  }

  find(id: Uint8Array): Session | undefined {
    const row = this.#database.prepare('SELECT * FROM session WHERE id = ?').get(id) as Row | undefined
    return row && sessionOf(row)
  }

  /** Of one key, the newest first. */
  ofKey(keyId: Uint8Array): Session[] {
    const rows = this.#database
      .prepare('SELECT * FROM session WHERE key_id = ? ORDER BY opened_at DESC, mark')
      .all(keyId)
    return (rows as unknown as Row[]).map(sessionOf)
  }

  add(session: Session): void {
    const { id, mark, keyId, method, site, openedAt, seenAt, steppedUpAt, agent } = session
    this.#database
      .prepare('INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(id, mark, keyId, method, site, openedAt, seenAt, steppedUpAt, agent)
  }

  /** One takes the other's place in a single step. */
  replace(former: Uint8Array, session: Session): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      this.remove(former)
      this.add(session)
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
  }

  touch(id: Uint8Array, seenAt: number): void {
    this.#database.prepare('UPDATE session SET seen_at = ? WHERE id = ?').run(seenAt, id)
  }

  remove(id: Uint8Array): void {
    this.#database.prepare('DELETE FROM session WHERE id = ?').run(id)
  }

  removeOfKey(keyId: Uint8Array): number {
    return Number(this.#database.prepare('DELETE FROM session WHERE key_id = ?').run(keyId).changes)
  }

  /** Those that were opened, or last seen, before these moments. */
  removeEnded(openedBefore: number, seenBefore: number): void {
    this.#database.prepare('DELETE FROM session WHERE opened_at <= ? OR seen_at <= ?').run(openedBefore, seenBefore)
  }

  count(): number {
    return (this.#database.prepare('SELECT count(*) AS count FROM session').get() as { count: number }).count
  }

  /** The key that a provider's subject is bound to; `subject` is its hash. */
  keyOfSubject(subject: Uint8Array): Uint8Array | undefined {
    const row = this.#database.prepare('SELECT key_id FROM subject WHERE subject = ?').get(subject)
    return (row as { key_id: Uint8Array } | undefined)?.key_id
  }

  /** The providers whose word a key accepts. */
  providersOf(keyId: Uint8Array): string[] {
    const rows = this.#database.prepare('SELECT DISTINCT provider FROM subject WHERE key_id = ? ORDER BY 1').all(keyId)
    return (rows as unknown as { provider: string }[]).map(({ provider }) => provider)
  }

  bindSubject(subject: Uint8Array, provider: string, keyId: Uint8Array, boundAt: number): void {
    this.#database.prepare('INSERT OR REPLACE INTO subject VALUES (?, ?, ?, ?)').run(subject, provider, keyId, boundAt)
  }

  releaseSubjects(keyId: Uint8Array, provider: string): void {
    this.#database.prepare('DELETE FROM subject WHERE key_id = ? AND provider = ?').run(keyId, provider)
  }

  close(): void {
    this.#database.close()
  }
}

function sessionOf(row: Row): Session {
  const { id, mark, key_id, method, site, opened_at, seen_at, stepped_up_at, agent } = row
  const times = { openedAt: opened_at, seenAt: seen_at, steppedUpAt: stepped_up_at }
  return { id, mark, keyId: key_id, method, site, ...times, agent }
}
