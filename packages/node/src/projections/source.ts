import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LedgerReads } from '@gongshi/ledger'
import { type Cbor, decodeCbor, encodeCbor, logRoot, toHex } from '@gongshi/protocol'
import { type EntryBatch, packBytes, type RowsAsked, unpackBytes } from './batch.ts'
import type { Given } from './calls.ts'
import { DocumentSource, type SourceContents } from './documentSource.ts'
import type { LedgerCalls } from './projector.ts'

export type SourceLedger = Pick<LedgerReads, 'findEntry' | 'logSize' | 'logHashes' | 'findApp' | 'info' | 'state'>

const keyLimits = { maxBytes: 1024, maxDepth: 32 }
const mostEntries = 1000
const mostBytes = 2 ** 20
/** This thread commits blocks: what it does for the projections at one go must not be felt there. */
const sliceMs = 3
/** Between two batches of what comes in one by one, since each costs a commit of the database. */
const pauseMs = 50
/** After a rest. */
const shortPauseMs = 5
/** Between two batches while much comes in: a batch of many costs hardly more than one of a few. */
const longPauseMs = 200
/** Entries of a batch from which on much comes in. */
const much = 16

/** What the writer's thread is handed of the ledger, when it asks: bytes as they lie there, and nothing worked out. */
export class Source {
  readonly #ledger: SourceLedger
  readonly #withBodies: boolean
  #waiting: (() => void) | null = null
  #timer: NodeJS.Timeout | null = null
  #handedAt = Number.NEGATIVE_INFINITY
  #handed = 0
  #released = false
  readonly documents: DocumentSource

  /** `withBodies`: some action takes public texts, which stand in its body. `contents`: what is held beside the ledger. */
  constructor(ledger: SourceLedger, withBodies: boolean, contents: SourceContents | null = null) {
    this.#ledger = ledger
    this.#withBodies = withBodies
    this.documents = new DocumentSource(contents)
  }

  /** Something was committed, or a content came or is gone. */
  wake(): void {
    if (this.#waiting === null || this.#timer !== null) return
    const pause = this.#handed < much ? pauseMs : longPauseMs
    const left = this.#handedAt + pause - performance.now()
    this.#timer = setTimeout(() => this.#go(), Math.max(shortPauseMs, left))
  }

  /** Answers whoever waits with what there is, even if it is nothing. */
  release(): void {
    this.#released = true
    this.#go()
  }

  #go(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.()
  }

  /**
   * The next entries, as many as one slice of time allows; with `wait`, once there are some, or news of contents, and no
   * sooner after the last ones than a pause. PERF: without it a writer under load takes in what came during its last step, a
   * few entries, and half of its time goes into what each step costs.
   */
  async entries({ from, wait, generation }: Parameters<LedgerCalls['entries']>[0]): Promise<EntryBatch> {
    const isBehind = this.#ledger.logSize() - from >= mostEntries
    if (wait && !isBehind && !this.#released) {
      const waited = new Promise<void>((resolve) => {
        this.#waiting = resolve
      })
      if (from < this.#ledger.logSize() || this.documents.hasNews(generation)) this.wake()
      await waited
    }
    this.#released = false
    return this.#gather(from)
  }

  /** PERF: in one go, so that an erasure can't come between reading a body and handing it over. */
  #gather(first: number): EntryBatch {
    const size = this.#ledger.logSize()
    const parts: (Uint8Array | null)[] = []
    const began = performance.now()
    this.#handedAt = began
    let at = first
    for (let bytes = 0; at < size && at - first < mostEntries && bytes < mostBytes; at++) {
      if (at % 16 === 0 && performance.now() - began > sliceMs) break
      const { leaf, signed, body } = this.#ledger.findEntry(at)!
      parts.push(leaf, this.#withBodies ? signed : null, this.#withBodies ? body : null)
      bytes += leaf.length + (this.#withBodies ? (body?.length ?? 0) : 0)
    }
    this.#handed = at - first
    return { first, count: at - first, root: this.root(at) ?? '', size, bytes: packBytes(parts) }
  }

  /** Rows as the state or their history has them, as canonical CBOR; null where there is none. */
  async rows({ tables, tableOf, revisions, bytes }: RowsAsked): Promise<Given> {
    const values: (Uint8Array | null)[] = []
    let began = performance.now()
    for (const [at, key] of unpackBytes(bytes).entries()) {
      const [affair, entity] = tables[tableOf[at]!]!
      const value = this.#row(affair, entity, decodeCbor(key!, keyLimits), revisions[at]!)
      values.push(value === undefined ? null : encodeCbor(value))
      if (at % 16 !== 15 || performance.now() - began < sliceMs) continue
      await nextTurn()
      began = performance.now()
    }
    return { bytes: packBytes(values) }
  }

  #row(affair: string, entity: string, key: Cbor, revision: number): Cbor | undefined {
    const current = this.#ledger.state(affair, `entity/${entity}`, key)
    if (current !== undefined && revisionOf(current) === revision) return current
    const past = this.#ledger.state(affair, `history/${entity}`, [key, revision])
    return (past as readonly Cbor[] | undefined)?.[3]
  }

  /** In hex; null for a log that is not that long. */
  root(size: number): string | null {
    const { height } = this.#ledger.info()
    const now = this.#ledger.findApp(height)
    // PERF: where the log ends its root is at hand; anywhere else it takes up to 255 hashes.
    if (now?.logSize === size) return toHex(now.logRoot)
    return size > this.#ledger.logSize() ? null : toHex(logRoot(this.#ledger.logHashes(), size))
  }
}

function revisionOf(row: Cbor): number {
  const [head] = row as readonly Cbor[]
  return (Array.isArray(head) ? head[0] : head) as number
}
