import {
  type Admission,
  type Engine,
  EngineError,
  type Finalized,
  findHandover,
  type Handover,
  type Inclusion,
  type Ledger,
  type MemberResult,
  type QueueLimits,
  type Submission,
} from '@gongshi/ledger'
import { type Commit, GongshiError, type Header, sha256, type Validator } from '@gongshi/protocol'
import { BlockLog, type BlockLogLimits, clearUnfinished, defaultBlockLogLimits } from './blocks/blockLog.ts'
import { encodeSoloBlock, type SoloBlock } from './blocks/soloBlock.ts'
import { StoredBlocks } from './blocks/storedBlocks.ts'
import { bundlesOf } from './bundles.ts'
import { BlockTime, type SoloClock } from './clock.ts'
import { SoloError } from './errors.ts'
import type { Folder } from './files/files.ts'
import { Gathering } from './gathering.ts'
import { Pace } from './pace.ts'
import { idName, PendingTransactions, type Waiting } from './pending.ts'
import { blockParameters, type Previous, produceBlock, type SoloValidator, soloValidators } from './produce.ts'
import { type Floor, previousOf, recover } from './recover.ts'
import { systemTimers, type Timers } from './timers.ts'

export type SoloOptions = {
  readonly folder: Folder
  readonly ledger: Ledger
  readonly validator: SoloValidator
  readonly clock: SoloClock
  readonly floor: Floor
  /** What may wait for a block. */
  readonly queue: QueueLimits
  readonly clockJumpMs: number
  readonly limits?: BlockLogLimits
  /** Those of the process unless given. */
  readonly timers?: Timers
  /** Called once, when a fault has stopped the writing; reads go on. */
  readonly onHalt: (error: unknown) => void
}

/**
 * Blocks whose bundle hashes are kept, since who indexes them follows at some distance: 4 MB at most under full load.
 * PERF: reading a block back to hash its bundles again cost a twentieth of everything.
 */
const rememberedBlocks = 4096
/** A header older than this doesn't answer "as of now". Milliseconds. */
const freshMs = 2000
/**
 * How long a block's app hash waits for transactions whose block carries it as well, before a block of its own does.
 * PERF: clients who send the next as soon as the last is acknowledged would otherwise meet an empty block each time. Milliseconds.
 */
const proofDelayMs = 5
/**
 * How long the execution of a block may hold everybody else up, by the pace of those before. PERF: beyond some fifty transactions a
 * block costs next to nothing of its own, and reads and new connections wait for its end. Milliseconds.
 */
const executionMs = 100
/** The longest wait for one timer; a later due act is looked at again then. Milliseconds. */
const longestWaitMs = 60_000

/**
 * Opens the block file, recovers, and starts making blocks.
 *
 * One loop makes one block at a time: what waits is bundled, the block is signed and written, and while the disk syncs
 * it is executed; both done, it is committed and acknowledged. So a lone transaction waits for nobody, and under load
 * one sync serves everything that came in during the one before (group commit). The header that proves a block is the
 * next block's; when nothing comes in, an empty block carries it a few milliseconds later, or at once if somebody waits.
 * @throws {SoloError} as `recover`, and disk-failed
 */
export async function startSolo(options: SoloOptions): Promise<SoloEngine> {
  await clearUnfinished(options.folder)
  const log = await BlockLog.open(options.folder, options.limits ?? defaultBlockLogLimits)
  try {
    const previous = await recover(log, options.ledger, options.floor)
    const engine = new SoloEngine(options, log, previous)
    await engine.start()
    return engine
  } catch (error) {
    await log.close().catch(() => undefined) // why it may not start is what the caller must hear
    throw error
  }
}

export class SoloEngine implements Engine {
  readonly #options: SoloOptions
  readonly #log: BlockLog
  readonly #blocks: StoredBlocks
  readonly #time: BlockTime
  readonly #timers: Timers
  readonly #pending: PendingTransactions
  readonly #gathering: Gathering
  readonly #pace: Pace
  #previous: Previous
  readonly #bundleHashes = new Map<number, readonly Uint8Array[]>()
  /** The house has decided that others go on: the block at its height is the last one here. */
  #handover: Handover | null
  /** Waiting for the header that proves them: the submissions of the last block that had leaves. */
  #unproven: Waiting[] = []
  /** The last block has leaves, and no header carries its app hash yet. */
  #needsProof: boolean
  #proofWaiters: (() => void)[] = []
  #freshWanted = false
  #wake: (() => void) | null = null
  #loop: Promise<void> = Promise.resolve()
  #ended: SoloError | EngineError | null = null
  #stopping = false

  constructor(options: SoloOptions, log: BlockLog, previous: Previous) {
    this.#options = options
    this.#log = log
    this.#time = new BlockTime(options.clock, options.clockJumpMs)
    this.#pending = new PendingTransactions(options.queue)
    this.#timers = options.timers ?? systemTimers
    this.#gathering = new Gathering(options.clock, this.#timers, () => this.#pending.size)
    this.#pace = new Pace(options.clock)
    this.#previous = previous
    this.#blocks = new StoredBlocks(log, () => this.#previous.height)
    this.#handover = findHandover(options.ledger)
    this.#needsProof = options.ledger.findBlock(previous.height) !== undefined
  }

  /** The first block of a ledger is empty, and proves the genesis state. */
  async start(): Promise<void> {
    if (this.#isHandedOver) return this.#endAsHandedOver()
    this.#needsProof ||= this.#previous.height === 0
    this.#loop = this.#run()
    if (this.#needsProof) await this.prove()
  }

  async submit(transaction: Uint8Array): Promise<Submission> {
    this.#assertRunning()
    const takeIn = () => this.#takeIn(transaction, this.#options.clock.now())
    return this.#pending.room.during(transaction.length, () => this.#gathering.admit(takeIn))
  }

  async #takeIn(transaction: Uint8Array, received: number): Promise<Submission> {
    const admission = await this.#admit(transaction, received)
    this.#assertRunning()
    if (!admission.ok) throw new GongshiError({ code: admission.code, detail: admission.detail })
    // PERF: the ledger's own copy waits; the request's bytes, which may be a megabyte of many, are let go.
    const admitted = admission.transaction
    const submission = this.#pending.find(admitted.txId) ?? this.#pending.add(admitted, received)
    this.#wakeUp()
    return submission
  }

  /** A ledger that has stopped (its store failed behind our back) stops the engine, too: readiness asks the engine. */
  async #admit(transaction: Uint8Array, received: number): Promise<Admission> {
    try {
      return await this.#options.ledger.admit(transaction, received)
    } catch (error) {
      this.#halt(error)
      this.#wakeUp()
      throw error
    }
  }

  /** Why no more blocks are made; null while all is well. */
  get fault(): { readonly code: string } | null {
    return this.#ended
  }

  isPending(txId: Uint8Array): boolean {
    return this.#pending.find(txId) !== undefined
  }

  /** The bytes of everything that was taken in and whose fate is not known yet. */
  pending(): Iterable<Uint8Array> {
    return this.#pending.transactions()
  }

  async earliestHeight(): Promise<number> {
    return 1
  }

  latestHeight(): number {
    return this.#previous.height
  }

  async findHeader(height: number): Promise<Header | undefined> {
    return this.#blocks.findHeader(height)
  }

  async findCommit(height: number): Promise<Commit | undefined> {
    return this.#blocks.findCommit(height)
  }

  async findValidators(height: number): Promise<readonly Validator[] | undefined> {
    return height >= 1 && height <= this.#previous.height + 1 ? soloValidators(this.#options.validator) : undefined
  }

  async findBundles(height: number): Promise<readonly (Uint8Array | null)[] | undefined> {
    return this.#blocks.findBundles(height)
  }

  async findBundleHashes(height: number): Promise<readonly Uint8Array[] | undefined> {
    return this.#bundleHashes.get(height) ?? this.#blocks.findBundleHashes(height)
  }

  /** @throws {SoloError} blocks-missing when the block holds no such transaction */
  async eraseBody(height: number, txId: Uint8Array): Promise<void> {
    await this.#blocks.eraseBody(height, txId)
  }

  async prove(): Promise<number> {
    if (this.#isHandedOver) return this.#previous.height
    this.#assertRunning()
    const stale = this.#options.clock.now() - this.#previous.time > freshMs
    if (!this.#needsProof && !stale) return this.#previous.height
    this.#freshWanted = true
    const made = new Promise<void>((resolve) => this.#proofWaiters.push(resolve))
    this.#wakeUp()
    await made
    if (!this.#isHandedOver) this.#assertRunning()
    return this.#previous.height
  }

  /** Makes the blocks of what was taken in, then lets go of the files. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#wakeUp()
    await this.#loop
    this.#ended ??= new EngineError({ code: 'engine-stopped' })
    this.#release()
    await this.#options.ledger.flush().catch(() => undefined)
    await this.#log.close()
  }

  get #isHandedOver(): boolean {
    return this.#handover !== null && this.#previous.height >= this.#handover.height
  }

  #endAsHandedOver(): void {
    this.#halt(new SoloError({ code: 'handed-over', height: this.#previous.height }))
  }

  #assertRunning(): void {
    if (this.#ended) throw this.#ended
    if (this.#stopping) throw new EngineError({ code: 'engine-stopped' })
  }

  async #run(): Promise<void> {
    try {
      while (!this.#ended && (!this.#stopping || !this.#pending.isEmpty || this.#needsProof)) {
        if (!this.#hasWork()) await this.#sleep(longestWaitMs)
        else {
          if (this.#needsOnlyProof()) await this.#sleep(proofDelayMs)
          await this.#gathering.gather()
          await this.#blocks.exclusively(() => this.#makeBlock())
        }
      }
    } catch (error) {
      this.#halt(error)
    }
  }

  #halt(error: unknown): void {
    if (this.#ended) return
    this.#ended = error instanceof SoloError ? error : new EngineError({ code: 'engine-halted' }, { cause: error })
    this.#options.onHalt(error)
    this.#release()
  }

  /** The next block would say no more than what the last one led to, and nobody waits for that. */
  #needsOnlyProof(): boolean {
    return this.#needsProof && this.#pending.isEmpty && !this.#freshWanted && !this.#stopping && !this.#isDue()
  }

  #hasWork(): boolean {
    return !this.#pending.isEmpty || this.#needsProof || this.#freshWanted || this.#isDue()
  }

  #isDue(): boolean {
    const due = this.#options.ledger.nextDue()
    return due !== null && due <= this.#options.clock.now()
  }

  async #makeBlock(): Promise<void> {
    const { ledger } = this.#options
    const place = { height: this.#previous.height + 1, time: this.#time.next(this.#previous.time) }
    const next = this.#handover?.validators ?? null
    const taken = next === null ? this.#pending.take(blockParameters.maxBytes / 2, this.#pace.most(executionMs)) : []
    const bundles = ledger.prepare(bundlesOf(taken.map(({ bytes }) => bytes)), place, blockParameters.maxBytes)
    const hashes = bundles.map((bundle) => sha256(bundle))
    const contents = { time: place.time, bundles, bundleHashes: hashes, next }
    const block = produceBlock(ledger.info().chainId, this.#options.validator, this.#previous, contents)
    const durable = this.#write(block)
    durable.catch(() => undefined) // awaited below, once the execution that runs beside it is done
    const finalized = this.#pace.time(taken.length, () =>
      ledger.finalize({ ...place, bundles, blockHash: block.commit.blockId.hash }),
    )
    await durable
    await ledger.commit()
    this.#previous = previousOf(block, ledger)
    this.#bundleHashes.set(place.height, hashes)
    this.#bundleHashes.delete(place.height - rememberedBlocks)
    if (finalized.validatorUpdates.length > 0) this.#handover = findHandover(ledger)
    this.#acknowledge(taken, finalized, place)
    this.#gathering.answered(taken.length)
    if (this.#isHandedOver) this.#endAsHandedOver()
  }

  async #write(block: SoloBlock): Promise<void> {
    await this.#log.appendDurably(block.header.height, encodeSoloBlock(block))
  }

  #acknowledge(taken: readonly Waiting[], finalized: Finalized, place: { height: number; time: number }): void {
    this.#freshWanted = false
    for (const waiting of this.#unproven.splice(0)) waiting.proven.resolve({ height: place.height })
    for (const resolve of this.#proofWaiters.splice(0)) resolve()
    this.#needsProof = !finalized.empty
    const results = new Map<string, MemberResult>()
    for (const member of finalized.results.flatMap((result) => result.members)) results.set(idName(member.txId), member)
    for (const waiting of taken) {
      const result = results.get(waiting.name)
      if (result && result.index !== null) this.#include(waiting, { ...place, result })
      else this.#leaveOut(waiting, place.time)
    }
  }

  #include(waiting: Waiting, inclusion: Inclusion): void {
    this.#pending.settle(waiting)
    waiting.durable.resolve(inclusion)
    this.#unproven.push(waiting)
  }

  /**
   * Left out of its block. Either it is no longer admissible (it expired, or its key or action was withdrawn
   * meanwhile), or it only exceeded a quota of this block and waits for the next.
   */
  #leaveOut(waiting: Waiting, time: number): void {
    const again = this.#options.ledger.check(waiting.bytes, time)
    if (again.ok) {
      this.#pending.putBack(waiting)
      return
    }
    const error = new GongshiError({ code: again.code, detail: again.detail })
    this.#pending.settle(waiting)
    waiting.durable.reject(error)
    waiting.proven.reject(error)
  }

  async #sleep(longestMs: number): Promise<void> {
    const due = this.#options.ledger.nextDue()
    const wait = due === null ? longestMs : Math.min(longestMs, Math.max(1, due - this.#options.clock.now()))
    await new Promise<void>((resolve) => {
      const cancel = this.#timers.idle(wait, resolve)
      this.#wake = () => {
        cancel()
        resolve()
      }
    })
    this.#wake = null
  }

  #wakeUp(): void {
    this.#wake?.()
  }

  /** Nobody may wait for a block that won't come. */
  #release(): void {
    this.#pending.rejectAll(this.#ended)
    for (const waiting of this.#unproven.splice(0)) waiting.proven.reject(this.#ended)
    for (const resolve of this.#proofWaiters.splice(0)) resolve()
  }
}
