import { appHash, equalBytes, type Leaf, LeafError, lastResultsHash, leafHash, parseLeaf } from '@gongshi/protocol'
import { CommittedIds } from '../admit/committedIds.ts'
import { LedgerError } from '../errors.ts'
import { LogStore } from '../log/logStore.ts'
import { CommittedState, storedValue } from '../state/committedState.ts'
import { nativeSha256 } from '../state/nativeHash.ts'
import { StateTree } from '../state/stateTree.ts'
import { encodeBlockRecord, encodeHead, encodeHistory, headKey, historyKey, restoringKey } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { u64, u64Pair } from '../store/storeKeys.ts'
import { WriteBehind } from '../store/writeBehind.ts'
import { type ChunkContent, decodeChunk, type SnapshotHead } from './snapshot.ts'

/**
 * Takes a snapshot in, chunk by chunk, into a store that `wipe` has emptied. Each chunk is what the metadata named, or it is
 * refused; the whole is what the app hash says, or nothing of it stays.
 */
export class SnapshotImport {
  readonly #store: WriteBehind
  readonly #head: SnapshotHead
  readonly #genesisTime: number
  readonly #tree: StateTree
  readonly #log: LogStore
  #taken = 0
  #lastPath: Uint8Array | null = null
  #nextVersion = 1

  constructor(store: Store, head: SnapshotHead, genesisTime: number) {
    this.#store = new WriteBehind(store)
    this.#head = head
    this.#genesisTime = genesisTime
    this.#tree = StateTree.open(this.#store)
    this.#log = new LogStore(this.#store, 0)
  }

  get isComplete(): boolean {
    return this.#taken === this.#head.chunks.length
  }

  /**
   * @throws {LedgerError} snapshot-chunk for bytes that the metadata does not name here: whoever sent them lied;
   * snapshot-malformed, snapshot-differs for a snapshot that was never sound
   */
  async take(index: number, chunk: Uint8Array): Promise<void> {
    const expected = this.#head.chunks[index]
    if (index !== this.#taken || expected === undefined || !equalBytes(nativeSha256(chunk), expected))
      throw new LedgerError({ code: 'snapshot-chunk', chunk: index })
    this.#apply(decodeChunk(chunk))
    await this.#store.flush()
    this.#taken += 1
  }

  /** Makes it the ledger of this store. @throws {LedgerError} snapshot-differs */
  async finish(): Promise<void> {
    const { height, stateRoot, logSize, logRoot } = this.#head
    const isSame =
      equalBytes(this.#tree.root, stateRoot) && this.#log.size === logSize && equalBytes(this.#log.root(), logRoot)
    if (!this.isComplete || !isSame) throw new LedgerError({ code: 'snapshot-differs' })
    const last = this.#lastBlock()
    const time = last?.time ?? this.#genesisTime
    this.#assertIds(time)
    const app = { stateRoot, logSize, logRoot }
    const results = lastResultsHash([])
    const nextVersion = this.#nextVersion
    const head = { ...app, height, time, appHash: appHash(app), lastResultsHash: results, nextVersion }
    if (last !== null)
      // Where the block begins is known once its entries are here.
      this.#store.putAt('block', last.height, encodeBlockRecord({ ...app, ...last, firstIndex: logSize - 1 }))
    this.#store.put('meta', headKey, encodeHead(head))
    this.#store.put('meta', historyKey, encodeHistory({ next: 0, until: logSize, restoredAt: height }))
    this.#store.put('meta', restoringKey, null)
    await this.#store.flush()
  }

  #apply(content: ChunkContent): void {
    if (content.kind === 'state') this.#applyState(content.rows)
    else if (content.kind === 'log') this.#applyLog(content.hashes)
    else this.#applyIds(content.rows)
  }

  #applyLog(joined: Uint8Array): void {
    const hashes = Array.from({ length: joined.length / 32 }, (_, at) => joined.slice(at * 32, at * 32 + 32))
    if (this.#log.size + hashes.length > this.#head.logSize) throw new LedgerError({ code: 'snapshot-differs' })
    this.#log.apply(this.#log.stageHashes(hashes))
  }

  /** A block to come would write over ids that stand at its height, and find the minute's chain broken. */
  #applyIds(rows: readonly (readonly [minute: number, height: number, ids: Uint8Array])[]): void {
    for (const [minute, height, ids] of rows) {
      if (height > this.#head.height) throw new LedgerError({ code: 'snapshot-differs' })
      this.#store.put('replay', u64Pair(minute, height), ids)
    }
  }

  #applyState(rows: readonly (readonly [Uint8Array, Uint8Array])[]): void {
    const changes = rows.map(([path, value]) => {
      if (this.#lastPath !== null && Buffer.compare(this.#lastPath, path) >= 0)
        throw new LedgerError({ code: 'snapshot-differs' })
      this.#lastPath = path
      const version = this.#nextVersion++
      this.#store.putAt('value', version, storedValue(path, value))
      return { path, valueHash: nativeSha256(value), version }
    })
    this.#tree.apply(this.#tree.stage(changes))
  }

  #assertIds(time: number): void {
    try {
      new CommittedIds(this.#store, new CommittedState(this.#store, this.#nextVersion)).assertWhole(time)
    } catch (cause) {
      if (!(cause instanceof LedgerError && cause.code === 'replay-damaged')) throw cause
      throw new LedgerError({ code: 'snapshot-differs' }, { cause })
    }
  }

  /** The block leaf at the end of the log, which its root vouches for; null where there is none. */
  #lastBlock(): Extract<Leaf, { kind: 'block' }> | null {
    const { lastLeaf, logSize, height, stateRoot } = this.#head
    if (logSize === 0) return null
    const leaf = findLeaf(lastLeaf)
    const isLast = equalBytes(leafHash(lastLeaf), this.#log.get(0, logSize - 1))
    if (!isLast || leaf?.kind !== 'block' || leaf.height > height || !equalBytes(leaf.stateRoot, stateRoot))
      throw new LedgerError({ code: 'snapshot-differs' })
    return leaf
  }
}

function findLeaf(bytes: Uint8Array): Leaf | null {
  try {
    return parseLeaf(bytes)
  } catch (error) {
    if (error instanceof LeafError) return null
    throw error
  }
}

const emptied = [
  'block',
  'leaf',
  'signed',
  'body',
  'erased',
  'tile',
  'transaction',
  'root',
  'bucket',
  'value',
  'replay',
] as const
const keysAtOnce = 5000

/** Empties a store for a snapshot; what a crash leaves behind is no ledger, and is begun anew. The genesis's record stays. */
export async function wipe(store: Store): Promise<void> {
  await store.write([{ table: 'meta', key: restoringKey, value: Uint8Array.of(1) }])
  for (const table of emptied) {
    for (;;) {
      const from = table === 'block' ? { from: u64(1) } : {}
      const keys = [...store.range(table, { ...from, limit: keysAtOnce })].map(([key]) => key)
      if (keys.length === 0) break
      await store.write(keys.map((key) => ({ table, key, value: null })))
    }
  }
}
