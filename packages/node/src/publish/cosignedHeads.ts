import { backup, DatabaseSync } from 'node:sqlite'
import { NodeError } from '../errors.ts'
import type { Head } from './publishedFile.ts'

/** A head that came before an entry, and its checkpoint as witnesses had cosigned it. */
export type EarlierHead = Pick<Head, 'size' | 'note'>

/** So far apart at least are two heads that are kept: years of a busy log are some hundred MB then. Milliseconds. */
const keepEveryMs = 5 * 60 * 1000

/**
 * Heads that a quorum of witnesses had cosigned before the log grew beyond them: evidence of what came later says by one of them when
 * it was not there yet. Witnesses sign no former head again, so what is lost here is lost; only such bounds are.
 */
export class CosignedHeads {
  readonly #database: DatabaseSync
  readonly #path: string
  /** By the monotonic clock. */
  #keptAt = Number.NEGATIVE_INFINITY

  /** @throws {NodeError} cosigned-unreadable */
  constructor(path: string) {
    this.#path = path
    this.#database = this.#coded(() => opened(path))
  }

  /** Keeps a head from which the log has just grown, unless one was kept a moment ago. @throws {NodeError} cosigned-unreadable */
  keep({ size, note }: EarlierHead): void {
    if (performance.now() - this.#keptAt < keepEveryMs) return
    this.#coded(() => this.#database.prepare('INSERT OR REPLACE INTO head (size, note) VALUES (?, ?)').run(size, note))
    this.#keptAt = performance.now()
  }

  /** The last one in which the entry at `index` was not yet. @throws {NodeError} cosigned-unreadable */
  findBefore(index: number): EarlierHead | undefined {
    const asked = 'SELECT size, note FROM head WHERE size <= ? ORDER BY size DESC LIMIT 1'
    return this.#coded(() => this.#database.prepare(asked).get(index)) as EarlierHead | undefined
  }

  /** From the oldest on. @throws {NodeError} cosigned-unreadable */
  *all(): Generator<EarlierHead> {
    const asked = 'SELECT size, note FROM head WHERE size > ? ORDER BY size LIMIT 1'
    for (let size = -1; ; ) {
      const head = this.#coded(() => this.#database.prepare(asked).get(size)) as EarlierHead | undefined
      if (head === undefined) return
      yield head
      size = head.size
    }
  }

  close(): void {
    this.#database.close()
  }

  #coded<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (cause) {
      throw new NodeError({ code: 'cosigned-unreadable', path: this.#path }, { cause })
    }
  }
}

/** A copy as it is at one moment, also while a node keeps more. @throws {NodeError} cosigned-unreadable */
export async function copyCosignedHeads(path: string, to: string): Promise<void> {
  try {
    const database = new DatabaseSync(path, { readOnly: true })
    try {
      await backup(database, to)
    } finally {
      database.close()
    }
  } catch (cause) {
    throw new NodeError({ code: 'cosigned-unreadable', path }, { cause })
  }
}

function opened(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  database.exec('CREATE TABLE IF NOT EXISTS head (size INTEGER PRIMARY KEY, note TEXT NOT NULL)')
  return database
}
