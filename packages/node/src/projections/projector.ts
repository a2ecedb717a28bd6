import { type Cbor, decodeCbor } from '@gongshi/protocol'
import type { ControlledTransaction, Transaction } from 'kysely'
import { type EntryBatch, packRows, type RowsAsked, unpackBytes, unpackEntries } from './batch.ts'
import type { Given } from './calls.ts'
import { changesOf, type EntryBytes, type EntryChanges } from './changes.ts'
import type { WriteDatabase } from './database/database.ts'
import { type Declarations, Scopes } from './declarations.ts'
import { type ContentCalls, Documents } from './documents.ts'
import { ProjectionFault } from './fault.ts'
import { type NewRow, rowOf } from './rows.ts'
import { forgetSpelled } from './spelling.ts'
import type { FailedRow, ProgressRow, Tables } from './tables.ts'
import { lastOfEach, NotNext, type Taken, take } from './take.ts'

/** What a writer asks of the thread that has the ledger. */
export type LedgerCalls = ContentCalls & {
  /** With `wait`, once there are some, or contents that the generation should look at. */
  entries(asked: { readonly from: number; readonly wait: boolean; readonly generation: number }): Promise<EntryBatch>
  rows(asked: RowsAsked): Promise<Given>
  root(size: number): Promise<string | null>
}

type Needs = {
  readonly declarations: Declarations
  readonly ledger: LedgerCalls
  /** Told each entry that no rows could be made of. */
  readonly onFailed: (failed: FailedRow) => void
  /** Nothing is found before `index` has made it findable. */
  readonly isIndexed: boolean
}

type Fetched = { readonly entries: readonly EntryBytes[]; readonly root: string; readonly size: number }

/**
 * Entries worked on at a time, a slice of them more or less. PERF: what lives long enough to be copied costs most; with
 * somebody who reads each time is a transaction, and that costs a millisecond or more.
 */
const mostAtOnce = { inBulk: 150, served: 500 }
/** Entries in one transaction while nobody reads. PERF: pages that many entries change are written once. */
const mostInBulk = 20_000
const nothing = { rows: [], signatures: [], acts: [], texts: [], contents: [], erased: [], erasedContents: [] }
const valueLimits = { maxBytes: 1024 * 1024, maxDepth: 32 }

/** Brings one generation up to date: entry → change → row → database. */
export class Projector {
  readonly generation: number
  readonly database: WriteDatabase
  readonly #needs: Needs
  readonly #scopes: Scopes
  readonly #documentScopes: readonly number[]
  readonly #documents: Documents
  #isIndexed: boolean
  /** A transaction that goes on over many batches; never while somebody reads. */
  #bulk: ControlledTransaction<Tables> | null = null
  #bulkFrom = 0
  #mayBulk = true
  #progress: ProgressRow
  #failed: number
  #ahead: { readonly from: number; readonly fetched: Promise<Fetched> } | null = null

  private constructor(
    generation: number,
    database: WriteDatabase,
    read: { readonly progress: ProgressRow; readonly scopes: Scopes; readonly failed: number },
    needs: Needs,
  ) {
    this.generation = generation
    this.database = database
    this.#progress = read.progress
    this.#failed = read.failed
    this.#needs = needs
    this.#isIndexed = needs.isIndexed
    this.#scopes = read.scopes
    const { declarations, ledger: contents } = needs
    this.#documentScopes = declarations.documentScopes(read.scopes)
    this.#documents = new Documents({ generation, database, declarations, scopes: this.#documentScopes, contents })
  }

  /** Goes on where the generation stands. */
  static async open(
    generation: number,
    database: WriteDatabase,
    progress: ProgressRow,
    needs: Needs,
  ): Promise<Projector> {
    const scopes = new Scopes(await database.db.selectFrom('scope').selectAll().execute())
    const { failed } = await database.db
      .selectFrom('failed')
      .select(({ fn }) => fn.countAll<number>().as('failed'))
      .executeTakeFirstOrThrow()
    return new Projector(generation, database, { progress, scopes, failed }, needs)
  }

  get progress(): ProgressRow {
    return this.#progress
  }

  /** Entries of which no rows could be made. */
  get failed(): number {
    return this.#failed
  }

  /** Another number after each change that answers can tell beside `progress`. */
  get documents(): number {
    return this.#documents.changes
  }

  /** Takes in what one transaction holds; true when the generation has caught up with the log and the contents. */
  async step(wait: boolean): Promise<boolean> {
    if (this.#progress.unscrubbed) await this.#scrub()
    const { entries, root, size } = await this.#fetch(wait && (!this.#isIndexed || this.#documents.isDone))
    if (entries.length > 0) await this.#takeIn(entries, root)
    const isThere = this.#progress.entries >= size
    if (isThere || this.#progress.entries - this.#bulkFrom >= mostInBulk) await this.#endBulk()
    return (await this.#takeDocuments()) && isThere
  }

  /** What is not committed by now is taken in again by whoever goes on. */
  async close(): Promise<void> {
    await this.#dropBulk().catch(() => undefined) // the connection may be gone
    await this.database.close()
  }

  /** Makes what readers need, unless it is there. */
  async index(): Promise<void> {
    if (this.#isIndexed) return
    await this.#endBulk()
    await this.database.index()
    this.#isIndexed = true
  }

  /** PERF: which rows name a content is told by an index, and those are made when the entries are in. */
  async #takeDocuments(): Promise<boolean> {
    if (!this.#isIndexed) return true
    const { isDone, erased } = await this.#documents.step()
    if (erased) this.#progress = { ...this.#progress, unscrubbed: 1 }
    return isDone
  }

  get #mostAtOnce(): number {
    return this.#isIndexed ? mostAtOnce.served : mostAtOnce.inBulk
  }

  /** The next entries; those after them are fetched while these are worked on. */
  async #fetch(wait: boolean): Promise<Fetched> {
    const from = this.#progress.entries
    const fetched = await (this.#ahead?.from === from ? this.#ahead.fetched : this.#gather(from, wait))
    this.#ahead = null
    const end = from + fetched.entries.length
    if (fetched.entries.length >= this.#mostAtOnce && end < fetched.size) {
      this.#ahead = { from: end, fetched: this.#gather(end, false) }
      this.#ahead.fetched.catch(() => undefined) // it is met when it is asked for
    }
    return fetched
  }

  /** PERF: a slice of the other thread's time gives few entries. */
  async #gather(from: number, wait: boolean): Promise<Fetched> {
    let batch = await this.#needs.ledger.entries({ from, wait, generation: this.generation })
    const entries = unpackEntries(batch)
    for (let end = from + batch.count; end < batch.size && entries.length < this.#mostAtOnce; end += batch.count) {
      batch = await this.#needs.ledger.entries({ from: end, wait: false, generation: this.generation })
      if (batch.count === 0) break
      entries.push(...unpackEntries(batch))
    }
    return { entries, root: batch.root, size: batch.size }
  }

  /** `withContents`: what they say is written with the rows that name them. */
  async #takeIn(entries: readonly EntryBytes[], root: string, withContents = this.#isIndexed): Promise<void> {
    const taken = await this.#prepare(entries, root)
    const contents = withContents ? await this.#documents.heldOf(lastOfEach(taken.rows)) : []
    try {
      await this.#write({ ...taken, contents })
    } catch (error) {
      forgetSpelled(this.database)
      this.#documents.want(contents.map(({ hash }) => hash))
      const isBulk = this.#bulk !== null
      await this.#dropBulk()
      if (error instanceof NotNext) return this.#reload()
      if (this.database.judge(error) !== 'row') throw error
      if (contents.length > 0) return this.#takeIn(entries, root, false)
      if (!isBulk) return this.#oneByOne(entries, error)
      // Everything since the last commit went with it: again, in small steps.
      this.#mayBulk = false
      await this.#reload()
    }
  }

  /** One of them cannot be written: it is left out, by itself. */
  async #oneByOne(entries: readonly EntryBytes[], cause: unknown): Promise<void> {
    if (entries.length > 1) {
      for (const entry of entries)
        await this.#takeIn([entry], (await this.#needs.ledger.root(entry.index + 1)) ?? '', false)
      return
    }
    const { index } = entries[0]!
    const failed = [{ entry: index, code: codeOf(cause) }]
    const root = (await this.#needs.ledger.root(index + 1)) ?? ''
    const { height } = this.#progress
    await this.#write({ first: index, end: index + 1, height, root, ...nothing, failed })
  }

  async #write(taken: Taken): Promise<void> {
    const scopes = this.#isIndexed ? this.#documentScopes : null
    const write = (within: Transaction<Tables>) => take(this.database, within, this.#needs.declarations, scopes, taken)
    this.#documents.want(await this.#within(write))
    const { end, height, root, erased, erasedContents } = taken
    const unscrubbed = erased.length + erasedContents.length > 0 ? 1 : this.#progress.unscrubbed
    this.#progress = { ...this.#progress, entries: end, height, root, unscrubbed }
    for (const failed of taken.failed) this.#needs.onFailed(failed)
    this.#failed += taken.failed.length
  }

  async #within<Result>(write: (within: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    const { db } = this.database
    if (this.#isIndexed || !this.#mayBulk) return db.transaction().execute(write)
    if (this.#bulk === null) {
      this.#bulk = await db.startTransaction().execute()
      this.#bulkFrom = this.#progress.entries
    }
    return write(this.#bulk)
  }

  async #endBulk(): Promise<void> {
    const bulk = this.#bulk
    this.#bulk = null
    this.#bulkFrom = this.#progress.entries
    await bulk?.commit().execute()
  }

  async #dropBulk(): Promise<void> {
    const bulk = this.#bulk
    this.#bulk = null
    await bulk?.rollback().execute()
  }

  /** An entry that throws is left out, by its code, and the rest goes on. */
  async #prepare(entries: readonly EntryBytes[], root: string): Promise<Omit<Taken, 'contents'>> {
    const failed: FailedRow[] = []
    const attempt = <Result>(entry: number, work: () => Result): Result[] => {
      try {
        return [work()]
      } catch (error) {
        failed.push({ entry, code: codeOf(error) })
        return []
      }
    }
    const changes = entries.flatMap((entry) => attempt(entry.index, () => changesOf(entry, this.#needs.declarations)))
    const values = await this.#valuesOf(changes)
    const good = changes.flatMap((change) =>
      attempt(change.index, () => ({ change, rows: this.#rowsOf(change, values) })),
    )
    const first = entries[0]!.index
    return {
      first,
      end: first + entries.length,
      height: changes.at(-1)?.height ?? this.#progress.height,
      root,
      rows: good.flatMap(({ rows }) => rows),
      signatures: changes.flatMap(({ index: entry, signers }) => signers.map((key) => ({ entry, key }))),
      acts: changes.flatMap(({ index: entry, time, act, signers }) =>
        act === null ? [] : { entry, time, ...act, signers },
      ),
      texts: good.flatMap(({ change }) => change.texts),
      erased: good.flatMap(({ change }) => change.erased),
      erasedContents: good.flatMap(({ change }) => change.erasedContents),
      failed,
    }
  }

  #rowsOf(changes: EntryChanges, values: ReadonlyMap<object, Uint8Array | null>): NewRow[] {
    return changes.rows.map((change) => {
      const bytes = values.get(change)
      if (!bytes) throw new ProjectionFault('row-missing')
      const value: Cbor = decodeCbor(bytes, valueLimits)
      return rowOf(changes, change, value, this.#needs.declarations, this.#scopes)
    })
  }

  /** The changed rows as they were then, by the change. */
  async #valuesOf(changes: readonly EntryChanges[]): Promise<ReadonlyMap<object, Uint8Array | null>> {
    const rows = changes.flatMap((change) => change.rows)
    if (rows.length === 0) return new Map()
    const values = unpackBytes((await this.#needs.ledger.rows(packRows(rows))).bytes)
    return new Map(rows.map((row, at) => [row, values[at]!]))
  }

  async #scrub(): Promise<void> {
    await this.#endBulk()
    forgetSpelled(this.database)
    if (!(await this.database.scrub())) return // somebody still reads what was there: next time
    await this.database.db.updateTable('progress').set({ unscrubbed: 0 }).execute()
    this.#progress = { ...this.#progress, unscrubbed: 0 }
  }

  async #reload(): Promise<void> {
    this.#progress = await this.database.db.selectFrom('progress').selectAll().executeTakeFirstOrThrow()
  }
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return typeof code === 'string' ? code.slice(0, 100) : 'projection-failed'
}
