import type { Explained, Mandates, RowState } from '@gongshi/affair-kit'
import { appHash, type Cbor, encodeLeaf, equalBytes, type LogHashes, lastResultsHash } from '@gongshi/protocol'
import { type AdmissionView, admissible, checkSignaturesAhead, EarlierMembers, judgeRead } from '../admit/admissible.ts'
import { CommittedIds } from '../admit/committedIds.ts'
import type { RegisteredKey } from '../admit/signerKeys.ts'
import type {
  Admission,
  AppPreimage,
  AskedAct,
  BlockPlace,
  BlockRecord,
  CommittedBlock,
  CommittedLeaf,
  EntryParts,
  Finalized,
  Ledger,
  LedgerInfo,
  LedgerSnapshots,
  MemberOutcome,
  OrderedBlock,
  Processed,
  RelyingParty,
  StateAnswer,
  UnixMs,
  VersionState,
} from '../engine.ts'
import { LedgerError, type LedgerFailure } from '../errors.ts'
import { prepareBundles, processBundles } from '../execute/bundles.ts'
import { firstDue } from '../execute/dueQueue.ts'
import { type Executed, type ExecutionTools, executeBlock } from '../execute/executeBlock.ts'
import { explainAct } from '../execute/explainAct.ts'
import { holderMandates } from '../execute/holderMandates.ts'
import type { InstalledVersions } from '../execute/installedVersions.ts'
import { readRow } from '../execute/readRow.ts'
import { readRelyingParties } from '../execute/relyingParties.ts'
import { tryOut } from '../execute/tryOut.ts'
import { BlockRegistry, listVersions, waitsUnder } from '../execute/versions.ts'
import { ordersErasure } from '../log/erasureOrder.ts'
import type { LogStore, StagedLog } from '../log/logStore.ts'
import type { SignatureThreads } from '../signatures/signatureThreads.ts'
import type { CommittedState, StagedState } from '../state/committedState.ts'
import { encodeHead, type Head, headKey } from '../store/records.ts'
import type { Store } from '../store/store.ts'
import { readU64, u64 } from '../store/storeKeys.ts'
import type { WriteBehind } from '../store/writeBehind.ts'
import { findStoredApp, findStoredBlock, findStoredEntry, findStoredLeaf, storeBlock } from './storedEntries.ts'
import { StoredSnapshots } from './storedSnapshots.ts'

/** When the store is handed what was committed: after each block, or when either bound is reached. */
export type FlushPolicy = 'each-block' | { readonly blocks: number; readonly ms: number }

/** Writes that may wait for the store before `commit` holds its caller back: some hundred megabytes. */
const backlogLimit = 400_000

export type Opened = {
  readonly store: WriteBehind
  readonly state: CommittedState
  readonly log: LogStore
  readonly head: Head
  readonly tools: ExecutionTools & { readonly installed: InstalledVersions }
}

export type Needs = {
  readonly first: Opened
  open(): Promise<Opened>
  readonly raw: Store
  readonly chainId: string
  readonly genesisHash: Uint8Array
  readonly genesisTime: UnixMs
  readonly signatureThreads: SignatureThreads | null
  readonly now: () => UnixMs
  readonly flush: FlushPolicy
}

type Parts = Opened & Needs

/** A block that has been executed and not yet committed. */
type Staged = {
  readonly block: OrderedBlock
  readonly executed: Executed
  readonly head: Head
  readonly record: BlockRecord | null
  readonly state: StagedState | null
  readonly log: StagedLog | null
  readonly leaves: readonly CommittedLeaf[]
}

/** Mistakes of the caller: the ledger is as sound as before. */
const harmless: ReadonlySet<LedgerFailure['code']> = new Set([
  'ledger-halted',
  'block-out-of-order',
  'block-not-finalized',
  'entry-not-erasable',
])

export class StateMachine implements Ledger {
  #parts: Parts
  #ids: CommittedIds
  readonly snapshots: LedgerSnapshots
  readonly #listeners = new Set<(block: CommittedBlock) => void>()
  #head: Head
  #registry: BlockRegistry
  #staged: Staged | null = null
  #halted: { readonly cause: unknown } | null = null
  #durableHeight: number
  #flushedAt: { height: number; time: UnixMs }

  constructor(needs: Needs) {
    this.snapshots = new StoredSnapshots({
      ...needs,
      parts: () => this.#parts,
      height: () => this.#head.height,
      flush: () => this.flush(),
      reopen: async () => this.#takeOver(await needs.open()),
    })
    const { head, store, state } = needs.first
    this.#parts = { ...needs, ...needs.first }
    this.#head = head
    this.#ids = new CommittedIds(store, state)
    this.#registry = this.#registryAt(head.height + 1)
    this.#durableHeight = head.height
    this.#flushedAt = { height: head.height, time: needs.now() }
  }

  info(): LedgerInfo {
    const { height, appHash: hash, lastResultsHash: results, time } = this.#head
    const { chainId, genesisHash } = this.#parts
    const durableHeight = this.#durableHeight
    return { chainId, genesisHash, height, appHash: hash, lastResultsHash: results, time, durableHeight }
  }

  check(transaction: Uint8Array, now: UnixMs): Admission {
    return this.#guarded(() => admissible(this.#parts.tools, this.#viewNow(now), new EarlierMembers(), transaction))
  }

  async admit(transaction: Uint8Array, now: UnixMs): Promise<Admission> {
    const { signatureThreads, tools } = this.#parts
    if (signatureThreads === null) return this.check(transaction, now)
    const read = this.#guarded(() => tools.reader.read(transaction))
    if ('ok' in read) return read
    await this.#guarded(() => checkSignaturesAhead(tools, this.#viewNow(now), read, signatureThreads))
    return this.#guarded(() => judgeRead(tools, this.#viewNow(now), new EarlierMembers(), read))
  }

  prepare(bundles: readonly Uint8Array[], block: BlockPlace, maxBytes: number): Uint8Array[] {
    return this.#guarded(() => prepareBundles(this.#parts.tools, this.#view(block), bundles, maxBytes))
  }

  process(bundles: readonly Uint8Array[], block: BlockPlace): Processed {
    return this.#guarded(() => processBundles(this.#parts.tools, this.#view(block), bundles))
  }

  finalize(block: OrderedBlock): Finalized {
    return this.#guarded(() => {
      this.#assertFollows(block)
      this.#parts.tools.installed.assertAll(this.#parts.state, block.height)
      const base = {
        chainId: this.#parts.chainId,
        state: this.#parts.state,
        used: this.#ids,
        logSize: this.#head.logSize,
        moment: this.#registry,
      }
      const executed = executeBlock(this.#parts.tools, base, block)
      this.#staged = this.#stage(block, executed)
      return {
        height: block.height,
        appHash: this.#staged.head.appHash,
        results: executed.results,
        validatorUpdates: executed.validatorUpdates,
        leaves: this.#staged.leaves,
        faults: executed.faults,
        empty: this.#staged.record === null,
      }
    })
  }

  async commit(): Promise<void> {
    const listened = this.#guarded(() => {
      const staged = this.#staged
      if (staged === null) throw new LedgerError({ code: 'block-not-finalized' })
      this.#staged = null
      this.#apply(staged)
      return staged
    })
    if (listened.record !== null)
      for (const listener of this.#listeners) listener({ ...listened.record, leaves: listened.leaves })
    if (this.#parts.flush === 'each-block') return this.flush()
    if (!this.#flushIsDue(this.#parts.flush)) return
    const flushed = this.flush()
    if (this.#parts.store.backlog > backlogLimit) return flushed
    // Nobody awaits this one; its failure has halted the ledger, which the next call says.
    flushed.catch(() => undefined)
  }

  async flush(): Promise<void> {
    this.#assertRunning()
    const { height } = this.#head
    this.#flushedAt = { height, time: this.#parts.now() }
    try {
      await this.#parts.store.flush()
      this.#durableHeight = Math.max(this.#durableHeight, height)
    } catch (cause) {
      this.#halted ??= { cause }
      throw cause
    }
  }

  nextDue(): UnixMs | null {
    const { state } = this.#parts
    return firstDue(state, waitsUnder(this.#registry, state))
  }

  follow(listener: (block: CommittedBlock) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async eraseBody(index: number, erasedBy: number): Promise<void> {
    this.#guarded(() => {
      const order = this.findEntry(erasedBy)
      const entry = this.findEntry(index)
      if (order === undefined || entry?.signed == null || !ordersErasure(order.leaf, index))
        throw new LedgerError({ code: 'entry-not-erasable', index })
      if (entry.erasedBy !== null) return
      this.#parts.store.putAt('body', index, null)
      this.#parts.store.putAt('erased', index, u64(erasedBy))
    })
    await this.flush()
  }

  async close(): Promise<void> {
    if (this.#halted === null) await this.flush()
    await this.#parts.signatureThreads?.close()
    this.#listeners.clear()
    this.#halted ??= { cause: 'closed' }
  }

  logSize(): number {
    return this.#head.logSize
  }

  logHashes(): LogHashes {
    return this.#parts.log
  }

  findTile(level: number, index: number, width: number): Uint8Array | undefined {
    return this.#parts.log.findTile(level, index, width)
  }

  findEntry(index: number): EntryParts | undefined {
    return findStoredEntry(this.#parts.store, this.#head, index)
  }

  findLeaf(index: number): Uint8Array | undefined {
    return findStoredLeaf(this.#parts.store, this.#head, index)
  }

  findTransaction(txId: Uint8Array): { readonly height: number; readonly index: number } | undefined {
    const place = this.#parts.store.get('transaction', txId)
    return place && { height: readU64(place), index: readU64(place, 8) }
  }

  findBlock(height: number): BlockRecord | undefined {
    return findStoredBlock(this.#parts.store, this.#head, height)
  }

  findApp(height: number): AppPreimage | undefined {
    return findStoredApp(this.#parts.store, this.#head, height)
  }

  state(affair: string, table: string, key: Cbor): Cbor | undefined {
    return this.#parts.state.get(affair, table, key)
  }

  row(affair: string, entity: string, id: Cbor): RowState | undefined {
    return readRow(this.#parts.state, this.#registry, affair, entity, id)
  }

  proveState(affair: string, table: string, key: Cbor): StateAnswer {
    const { height, stateRoot } = this.#head
    return { height, stateRoot, ...this.#parts.state.prove(affair, table, key) }
  }

  findKey(keyId: Uint8Array): RegisteredKey | undefined {
    return this.#parts.tools.keys.find(this.#parts.state, this.#registry, keyId)
  }

  versions(): readonly VersionState[] {
    return listVersions(this.#parts.state)
  }

  tryOut(transaction: Uint8Array, now: UnixMs): MemberOutcome {
    return this.#guarded(() => tryOut(this.#parts.tools, this.#viewNow(now), this.#parts.state, transaction))
  }

  explain(asked: AskedAct, now: UnixMs): Explained | undefined {
    return this.#guarded(() => explainAct(this.#viewNow(now), this.#parts.state, asked))
  }

  findMandates(keyId: Uint8Array, now: UnixMs): Mandates | undefined {
    return this.#guarded(() => holderMandates(this.#viewNow(now), this.#parts.state, keyId))
  }

  relyingParties(): readonly RelyingParty[] {
    return readRelyingParties(this.#parts.state)
  }

  #stage(block: OrderedBlock, executed: Executed): Staged {
    const { height, time, blockHash } = block
    const results = executed.results.map(({ code, data }) => ({ code, data, gasWanted: 0, gasUsed: 0 }))
    const place = { height, time, lastResultsHash: lastResultsHash(results) }
    if (executed.leaves.length === 0) {
      const head = { ...this.#head, ...place }
      return { block, executed, head, record: null, state: null, log: null, leaves: [] }
    }
    const state = this.#parts.state.stage(executed.writes)
    const last = encodeLeaf({ kind: 'block', height, time, blockHash, stateRoot: state.root })
    const bytes = [...executed.leaves.map((leaf) => leaf.bytes), last]
    const log = this.#parts.log.stage(bytes)
    const firstIndex = this.#head.logSize
    const app = { stateRoot: state.root, logSize: log.accumulator.size, logRoot: log.accumulator.root() }
    const head = { ...app, ...place, appHash: appHash(app), nextVersion: state.nextVersion }
    const record = { ...app, height, time, blockHash, firstIndex }
    const leaves = bytes.map((leaf, at) => ({ index: firstIndex + at, bytes: leaf }))
    return { block, executed, head, record, state, log, leaves }
  }

  /** Everything of the block into one batch of writes, which no flush divides: it runs in one go. */
  #apply({ executed, head, record, state, log }: Staged): void {
    const { store, tools } = this.#parts
    if (record !== null && state !== null && log !== null) {
      this.#parts.state.apply(state)
      this.#parts.log.apply(log)
      storeBlock(store, record, executed.leaves)
      for (const { transaction } of executed.leaves) if (transaction) tools.reader.forget(transaction.name)
      this.#ids.add(record.height, record.time, executed.usedIds)
      this.#ids.prune(executed.prunedMinutes)
      if (!equalBytes(this.#parts.state.root, head.stateRoot)) throw new LedgerError({ code: 'state-damaged' })
    }
    store.put('meta', headKey, encodeHead(head))
    this.#head = head
    const before = this.#registry
    this.#registry = this.#registryAt(head.height + 1)
    tools.authority?.follow(before, this.#registry, executed.writes)
    tools.installed.follow(executed.writes)
  }

  #takeOver(opened: Opened): void {
    this.#parts = { ...this.#parts, ...opened }
    this.#head = opened.head
    this.#ids = new CommittedIds(opened.store, opened.state)
    this.#registry = this.#registryAt(opened.head.height + 1)
    this.#durableHeight = opened.head.height
  }

  #registryAt(height: number): BlockRegistry {
    const { state, tools } = this.#parts
    return new BlockRegistry(tools.affairs, state, state, height)
  }

  #viewNow(now: UnixMs): AdmissionView {
    return this.#view({ height: this.#head.height + 1, time: Math.max(this.#head.time, now) })
  }

  #view({ height, time }: BlockPlace): AdmissionView {
    const { chainId, state } = this.#parts
    const registry = height === this.#head.height + 1 ? this.#registry : this.#registryAt(height)
    return { chainId, height, time, state, used: this.#ids, registry, moment: registry }
  }

  #assertFollows({ height, time }: BlockPlace): void {
    const expected = this.#head.height + 1
    if (height !== expected || time < this.#head.time)
      throw new LedgerError({ code: 'block-out-of-order', height, expected })
  }

  #flushIsDue({ blocks, ms }: { readonly blocks: number; readonly ms: number }): boolean {
    const { height, time } = this.#flushedAt
    return this.#head.height - height >= blocks || this.#parts.now() - time >= ms
  }

  #assertRunning(): void {
    if (this.#halted !== null) throw new LedgerError({ code: 'ledger-halted' }, { cause: this.#halted.cause })
  }

  /** Runs what may meet a fault of this node. After one nothing is written any more: only a fresh start may judge it. */
  #guarded<Result>(work: () => Result): Result {
    this.#assertRunning()
    try {
      return work()
    } catch (cause) {
      if (!(cause instanceof LedgerError && harmless.has(cause.code))) this.#halted = { cause }
      throw cause
    }
  }
}
