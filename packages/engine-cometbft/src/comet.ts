import {
  type Admission,
  type BlockPlace,
  type Engine,
  EngineError,
  type Finalized,
  type Ledger,
  LedgerError,
  type QueueLimits,
  type Submission,
} from '@gongshi/ledger'
import { type Commit, GongshiError, type Header, type Validator } from '@gongshi/protocol'
import type { AbciCalls } from './abci/calls.ts'
import { type AbciServer, serveAbci } from './abci/serve.ts'
import { createApplication } from './application.ts'
import type { Beginning } from './beginning.ts'
import { broadcast } from './comet/broadcast.ts'
import { CommittedBlocks } from './comet/committedBlocks.ts'
import { mendFirstBlock } from './comet/firstBlock.ts'
import {
  type NetworkOptions,
  type RawKey,
  type SignerKey,
  type StateSync,
  signerSocket,
  socketsIn,
  writeHome,
} from './comet/home.ts'
import { connectRpc, type RpcClient } from './comet/rpc.ts'
import { signsWith } from './comet/signer.ts'
import { readStanding, type Standing } from './comet/standing.ts'
import { type CometLine, Supervisor } from './comet/supervise.ts'
import { CometError } from './errors.ts'
import { Gateway } from './gateway.ts'
import type { RefusedProposal } from './proposals.ts'
import { beginFromFile } from './snapshots/beginFromFile.ts'
import { Snapshots } from './snapshots/snapshotCalls.ts'
import { SnapshotFolder } from './snapshots/snapshotFolder.ts'

/** @returns what CometBFT is answered by in place of the application */
export type Between = (application: AbciCalls, ledger: Ledger) => AbciCalls

export type CometOptions = {
  /** CometBFT's own folder, for this node alone. */
  readonly folder: string
  /** CometBFT's program, as `findCometBft` gives it. */
  readonly program: string
  readonly ledger: Ledger
  readonly beginning: Beginning
  readonly validator: RawKey | SignerKey
  readonly peer: RawKey
  readonly network: NetworkOptions
  /** Where a ledger without blocks begins; null: from the first block. */
  readonly stateSync: StateSync | null
  /** How long it waits for a member that has a snapshot, and for the whole of it. Milliseconds. */
  readonly stateSyncMs: number
  readonly snapshots: {
    readonly folder: string
    /** One at each multiple of so many blocks; 0: none. */
    readonly everyBlocks: number
    /** The newest ones that stay. */
    readonly keep: number
  }
  /** Blocks below the last one that CometBFT keeps at least; null: all of them. */
  readonly keepBlocks: number | null
  readonly clock: { now(): number; monotonic(): number }
  /** What may wait for a block. */
  readonly queue: QueueLimits
  /** Version of the program, for CometBFT's log. */
  readonly version: string
  /** Answers ABCI queries. */
  readonly query: AbciCalls['query']
  /** Stands between CometBFT and the application: tests put faults there. */
  readonly between?: Between
  /** A block was committed whose proposer brought evidence against a validator; its height. */
  onMisbehaviour(height: number): void
  /** Another's proposal was voted against, and why. */
  onRefused(reason: RefusedProposal): void
  onLine(line: CometLine): void
  /** Called once, when a fault has stopped the writing; reads of the ledger go on. */
  onHalt(error: unknown): void
}

export type Committed = { readonly height: number; readonly at: number }

/** Empty blocks come every 2 s; a header older than this doesn't answer "as of now". Milliseconds. */
const freshMs = 3000
/** Without a block for so long, too few validators are in touch. Milliseconds. */
const waitingMs = 10_000
/** The longest wait for a header that proves. Milliseconds. */
const proveMs = 10_000
const retryEveryMs = 500
const healthEveryMs = 50

/**
 * Writes CometBFT's configuration, serves it the application, starts it, and waits until it has handed over what the ledger
 * lacks of the blocks that it stores.
 * @throws {CometError} cometbft-folder-foreign, snapshot-absent, bootstrap-…, socket-…, cometbft-stopped, cometbft-genesis; what the
 * ledger throws
 */
export async function startCometBft(options: CometOptions): Promise<CometEngine> {
  const { ledger, folder, stateSync } = options
  const { chainId, height } = ledger.info()
  await writeHome({ ...options, chainId })
  if (height === 0 && stateSync?.file) {
    await beginFromFile(folder, ledger, stateSync.file)
    const fields = { height: ledger.info().height }
    options.onLine({ level: 'info', message: 'the ledger begins with a snapshot from a folder', fields })
  }
  const engine = new CometEngine(options, await SnapshotFolder.open(options.snapshots.folder, options.snapshots.keep))
  try {
    await engine.start()
    return engine
  } catch (error) {
    await engine.stop()
    throw error
  }
}

export class CometEngine implements Engine {
  readonly #options: CometOptions
  readonly #rpc: RpcClient
  readonly #blocks: CommittedBlocks
  readonly #gateway: Gateway
  readonly #supervisor: Supervisor
  readonly #snapshots: Snapshots
  #server: AbciServer | null = null
  #retrying: NodeJS.Timeout | null = null
  /** When the last block was committed here, on the monotonic clock. */
  #committedAt: number
  #committed: Committed | null = null
  #waiters = new Set<() => void>()
  #ended: GongshiError<{ readonly code: string }> | null = null

  constructor(options: CometOptions, snapshotFolder: SnapshotFolder) {
    this.#options = options
    const { ledger, clock, queue, program, folder, onLine } = options
    this.#snapshots = new Snapshots({
      ledger,
      folder: snapshotFolder,
      everyBlocks: options.snapshots.everyBlocks,
      now: clock.now,
      onLine,
      onRestored: () => this.#restored(),
    })
    const socket = socketsIn(folder).rpc
    const rpc = connectRpc(socket)
    this.#rpc = rpc
    this.#blocks = new CommittedBlocks(ledger, rpc, clock)
    this.#gateway = new Gateway({ ledger, clock, queue, broadcast: (bundle) => broadcast(rpc, bundle) })
    this.#supervisor = new Supervisor({
      program,
      folder,
      sockets: [socket, ...signerSocket(options.validator)],
      onLine,
      onGivenUp: (error) => this.#halt(error),
      mendOf: (said) => mendFirstBlock(said, folder, options.beginning.height + 1),
      isHalted: () => this.#ended !== null,
    })
    this.#committedAt = clock.monotonic()
  }

  async start(): Promise<void> {
    const options = this.#options
    const { ledger, beginning, version, query, clock, folder, onRefused, onMisbehaviour, between } = options
    const onCommit = (block: Finalized & BlockPlace, bundles: readonly Uint8Array[]) => this.#onCommit(block, bundles)
    const retainHeight = () => this.#retainHeight()
    const needs = {
      ledger,
      beginning,
      version,
      query,
      now: clock.now,
      onCommit,
      onRefused,
      onMisbehaviour,
      snapshots: this.#snapshots,
      retainHeight,
    }
    const own = createApplication(needs)
    const application = between?.(own, ledger) ?? own
    this.#server = await serveAbci(socketsIn(folder).abci, application, (error) => this.#broken(error))
    this.#supervisor.start()
    this.#retrying = setInterval(() => this.#retry(), retryEveryMs)
    const isEmpty = () => options.stateSync !== null && this.latestHeight() === 0
    while (!(await signsWith(this.#rpc, options.validator.publicKey)) || isEmpty()) {
      // Who starts it must see why: a version that is missing, say.
      if (this.#ended !== null) throw this.#ended.cause instanceof LedgerError ? this.#ended.cause : this.#ended
      if (clock.monotonic() - this.#committedAt > options.stateSyncMs)
        throw new CometError({ code: 'state-sync-stalled' })
      await new Promise((resolve) => setTimeout(resolve, healthEveryMs))
    }
  }

  async submit(transaction: Uint8Array): Promise<Submission> {
    this.#assertRunning()
    const received = this.#options.clock.now()
    return this.#gateway.room.during(transaction.length, async () => {
      const admission = await this.#admit(transaction, received)
      this.#assertRunning()
      if (!admission.ok) throw new GongshiError({ code: admission.code, detail: admission.detail })
      const { transaction: admitted } = admission
      return this.#gateway.find(admitted.txId) ?? this.#gateway.add(admitted, received)
    })
  }

  /** Why no blocks are made here, or for now; null while all is well. */
  get fault(): { readonly code: string } | null {
    if (this.#ended !== null) return this.#ended
    return this.#options.clock.monotonic() - this.#committedAt > waitingMs ? this.#consensusWaiting() : null
  }

  /** CometBFT's process; null while it is down. */
  get cometPid(): number | null {
    return this.#supervisor.pid
  }

  /** The last block that was committed here since the start, and when by this machine's clock. */
  get committed(): Committed | null {
    return this.#committed
  }

  /** @throws {CometError} cometbft-unreachable, cometbft-answer */
  async standing(): Promise<Standing> {
    return readStanding(this.#rpc)
  }

  isPending(txId: Uint8Array): boolean {
    return this.#gateway.find(txId) !== undefined
  }

  /** The bytes of everything that was taken in and whose fate is not known yet. */
  pending(): Iterable<Uint8Array> {
    return this.#gateway.transactions()
  }

  latestHeight(): number {
    return this.#options.ledger.info().height
  }

  earliestHeight(): Promise<number> {
    return this.#blocks.earliestHeight()
  }

  findHeader(height: number): Promise<Header | undefined> {
    return this.#blocks.findHeader(height)
  }

  findCommit(height: number): Promise<Commit | undefined> {
    return this.#blocks.findCommit(height)
  }

  findValidators(height: number): Promise<readonly Validator[] | undefined> {
    return this.#blocks.findValidators(height)
  }

  findBundles(height: number): Promise<readonly (Uint8Array | null)[] | undefined> {
    return this.#blocks.findBundles(height)
  }

  findBundleHashes(height: number): Promise<readonly Uint8Array[] | undefined> {
    return this.#blocks.findBundleHashes(height)
  }

  /**
   * A block of CometBFT's can't lose a part: what was erased is not served from here any more (`findBundles`), and leaves the
   * disk when CometBFT prunes the block.
   */
  async eraseBody(): Promise<void> {}

  async prove(): Promise<number> {
    this.#assertRunning()
    const { ledger, clock } = this.#options
    const { height } = ledger.info()
    const isStale = height === 0 || clock.monotonic() - this.#committedAt > freshMs
    if (!isStale && ledger.findBlock(height) === undefined) return height
    await this.#nextBlock()
    this.#assertRunning()
    return this.latestHeight()
  }

  async stop(): Promise<void> {
    this.#ended ??= new EngineError({ code: 'engine-stopped' })
    this.#release()
    await this.#supervisor.stop()
    await this.#server?.close()
    await this.#snapshots.settled()
    this.#rpc.close()
    await this.#options.ledger.flush().catch(() => undefined) // a halted ledger has said so
  }

  async #admit(transaction: Uint8Array, received: number): Promise<Admission> {
    try {
      return await this.#options.ledger.admit(transaction, received)
    } catch (error) {
      this.#halt(error)
      throw this.#ended ?? error // who asked hears the same as those who ask next
    }
  }

  #onCommit(block: Finalized & BlockPlace, bundles: readonly Uint8Array[]): void {
    const { clock } = this.#options
    this.#committedAt = clock.monotonic()
    this.#committed = { height: block.height, at: clock.now() }
    this.#supervisor.progressed()
    this.#blocks.committed(block.height, bundles)
    this.#gateway.settle(block)
    for (const wake of this.#waiters) wake()
    this.#waiters.clear()
  }

  /** The ledger begins at the snapshot's height; nothing is older here. */
  #restored(): void {
    this.#committedAt = this.#options.clock.monotonic()
    const fields = { height: this.latestHeight() }
    this.#options.onLine({ level: 'info', message: 'the ledger begins with a snapshot', fields })
  }

  /** Below it CometBFT drops blocks; it keeps by itself what evidence of misbehaviour needs. */
  #retainHeight(): number {
    const { keepBlocks } = this.#options
    return keepBlocks === null ? 0 : Math.max(0, this.latestHeight() - keepBlocks)
  }

  #retry(): void {
    try {
      this.#gateway.retry()
    } catch (error) {
      this.#halt(error)
    }
  }

  /** @throws {CometError} consensus-waiting */
  async #nextBlock(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const wake = () => resolve(true)
    this.#waiters.add(wake)
    const timer = setTimeout(resolve, proveMs, false)
    const came = await promise
    clearTimeout(timer)
    this.#waiters.delete(wake)
    if (!came) throw this.#consensusWaiting()
  }

  #consensusWaiting(): CometError {
    return new CometError({ code: 'consensus-waiting', height: this.latestHeight() })
  }

  #assertRunning(): void {
    if (this.#ended) throw this.#ended
  }

  /** A stranger's bytes at the socket end its connection and nothing else. */
  #broken(error: unknown): void {
    if (!(error instanceof CometError && error.code === 'abci-malformed')) this.#halt(error)
    else this.#options.onLine({ level: 'error', message: error.code, fields: error.failure })
  }

  #halt(error: unknown): void {
    if (this.#ended) return
    this.#ended = error instanceof CometError ? error : new EngineError({ code: 'engine-halted' }, { cause: error })
    this.#options.onHalt(error)
    this.#release()
  }

  #release(): void {
    if (this.#retrying) clearInterval(this.#retrying)
    this.#gateway.rejectAll(this.#ended)
    for (const wake of this.#waiters) wake()
    this.#waiters.clear()
  }
}
