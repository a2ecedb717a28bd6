import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Engine } from '@gongshi/ledger'
import { NodeError } from '../../errors.ts'

type Source = Pick<Engine, 'latestHeight' | 'findBundleHashes'>

/** Blocks taken in at one go: the loop is shared with the commit path. */
const chunk = 128
/** Between two takings-in. Nobody waits for it: who asks for a bundle takes in what is missing. */
const pauseMs = 250
/** Blocks that one question may take in. While an old ledger is being indexed, what lies above is not found yet. */
const maxTakenInByQuestion = 512

const schema = `
  CREATE TABLE IF NOT EXISTS indexed (id INTEGER PRIMARY KEY CHECK (id = 0), height INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS bundle (prefix INTEGER NOT NULL, height INTEGER NOT NULL, PRIMARY KEY (prefix, height)) WITHOUT ROWID;
`

/**
 * In which block a bundle stands, by its hash: what CometBFT calls a transaction's hash. Only the first 8 bytes are kept;
 * the block itself decides. Rebuildable from the blocks, so it is not synced. What its file refuses is `bundles-unreadable`.
 */
export class BundleIndex {
  readonly #database: DatabaseSync
  readonly #add: StatementSync
  readonly #find: StatementSync
  readonly #path: string
  readonly #source: Source
  readonly #onFault: (error: unknown) => void
  #height: number
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> = Promise.resolve()
  #closed = false

  /** @throws {NodeError} bundles-unreadable */
  constructor(path: string, source: Source, onFault: (error: unknown) => void) {
    this.#path = path
    this.#source = source
    this.#onFault = onFault
    this.#database = this.#coded(() => opened(path))
    this.#add = this.#database.prepare('INSERT OR IGNORE INTO bundle (prefix, height) VALUES (?, ?)')
    this.#find = this.#database.prepare('SELECT height FROM bundle WHERE prefix = ? ORDER BY height')
    this.#height = this.#coded(() => this.#readHeight())
    this.wake()
  }

  /** Takes in what was committed, in a while. */
  wake(): void {
    if (this.#closed) return
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      this.#takeIn(chunk)
        .then(() => {
          if (this.#height < this.#source.latestHeight()) this.wake()
        })
        .catch(this.#onFault)
    }, pauseMs)
  }

  /** The block that holds the bundle with this hash, and its place there. @throws {NodeError} bundles-unreadable */
  async find(hash: Uint8Array): Promise<{ readonly height: number; readonly position: number } | undefined> {
    for (let taken = 0; taken < maxTakenInByQuestion && this.#height < this.#source.latestHeight(); taken += chunk)
      await this.#takeIn(chunk)
    for (const { height } of this.#coded(() => this.#find.all(prefixOf(hash))) as { height: number }[]) {
      const hashes = (await this.#source.findBundleHashes(height)) ?? []
      const position = hashes.findIndex((each) => Buffer.compare(each, hash) === 0)
      if (position >= 0) return { height, position }
    }
    return undefined
  }

  async close(): Promise<void> {
    this.#closed = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#working
    this.#database.close()
  }

  /** One at a time, in order. */
  #takeIn(blocks: number): Promise<void> {
    const run = this.#working.then(() => this.#read(blocks))
    this.#working = run.catch(() => undefined)
    return run
  }

  async #read(blocks: number): Promise<void> {
    if (this.#closed) return
    const to = Math.min(this.#source.latestHeight(), this.#height + blocks)
    const rows: [bigint, number][] = []
    for (let height = this.#height + 1; height <= to; height++)
      for (const hash of (await this.#source.findBundleHashes(height)) ?? []) rows.push([prefixOf(hash), height])
    if (to > this.#height) this.#coded(() => this.#write(rows, to))
  }

  #write(rows: readonly (readonly [bigint, number])[], height: number): void {
    this.#database.exec('BEGIN')
    try {
      for (const [prefix, at] of rows) this.#add.run(prefix, at)
      this.#database.prepare('INSERT OR REPLACE INTO indexed (id, height) VALUES (0, ?)').run(height)
      this.#database.exec('COMMIT')
      this.#height = height
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK') // a full disk has rolled back already
      throw error
    }
  }

  /** A ledger that is not the one that was indexed, or was rolled back, is indexed anew. */
  #readHeight(): number {
    const row = this.#database.prepare('SELECT height FROM indexed').get() as { height: number } | undefined
    const height = row?.height ?? 0
    if (height <= this.#source.latestHeight()) return height
    this.#database.exec('DELETE FROM indexed; DELETE FROM bundle')
    return 0
  }

  #coded<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (cause) {
      throw new NodeError({ code: 'bundles-unreadable', path: this.#path }, { cause })
    }
  }
}

function opened(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${schema}`)
  return database
}

/** As SQLite's signed integers have it. */
function prefixOf(hash: Uint8Array): bigint {
  return Buffer.from(hash).readBigInt64BE(0)
}
