import { auditBlocks, type SoloEngine, startSolo } from '@gongshi/engine-solo'
import { type Ledger, SimulatedStore, type Submission } from '@gongshi/ledger'
import { equalBytes, keyFromMaterial, type VoteCheck } from '@gongshi/protocol'
import { genesisTime, openCity } from '../../../ledger/fixtures/city.ts'
import { seededRandom } from '../random.ts'
import { SimulatedFolder } from '../simulatedFolder.ts'
import { SimulatedDisk, type Strike } from './disk.ts'
import { Loop, ProcessTime } from './loop.ts'
import { demand } from './model.ts'
import type { Step } from './plan.ts'
import { poisoned } from './poisoned.ts'
import { newTransaction, type Sent, validator } from './senders.ts'
import { rememberedCheck } from './signatures.ts'
import { Witness } from './witness.ts'

type Send = Extract<Step, { readonly kind: 'send' }>
/** A node's process: starting, then running. */
type Process = {
  readonly time: ProcessTime
  running: { readonly ledger: Ledger; readonly engine: SoloEngine } | null
  isHalted: boolean
}

export type Figures = { readonly transactions: number; readonly acknowledged: number; readonly starts: number }

/** Small, so that a run crosses many segments and fills. */
const limits = { segmentBytes: 24_000, fillBytes: 8_192 }
const clockJumpMs = 60_000
const againMs = 700
const mostTries = 8
/** In which everything must have come back once the faults are over. Milliseconds. */
const graceMs = 30_000

/** What a fault may make the node say: it has to say so, and nothing else may. */
const excusesOf = {
  files: { EIO: ['disk-failed'], ENOSPC: ['disk-full'] },
  store: ['store-write-failed', 'ledger-halted', 'engine-halted'],
  rot: { read: ['blocks-damaged', 'blocks-missing'], store: ['state-damaged', 'engine-halted', 'ledger-halted'] },
} as const

const validatorKey = keyFromMaterial('ed25519', validator.publicKey)

/** One operator's node on a simulated machine: what happens to it is the plan's, what it is held to is the witness's. */
export class SoloWorld {
  readonly #plan: readonly Step[]
  readonly #random: () => number
  readonly #loop: Loop
  readonly #witness = new Witness()
  readonly #strikes: Strike[] = []
  readonly #signatureCheck = rememberedCheck()
  readonly #checkVote: VoteCheck = async (_, message, signature) =>
    this.#signatureCheck(validatorKey, message, signature)
  readonly #order: Sent[] = []
  #excuses = new Set<string>()
  #folder = new SimulatedFolder()
  #store = new SimulatedStore()
  #process: Process | null = null
  #wallOffset = genesisTime + 1000
  #slow = { byMs: 0, until: 0 }
  #publishedHeight = 0
  #starts = 0
  #failure: unknown = null
  #isDone = false

  constructor(plan: readonly Step[], seed: number) {
    this.#plan = plan
    this.#random = seededRandom(seed ^ 0x5bd1e995)
    this.#loop = new Loop(seededRandom(seed ^ 0x2545f491))
  }

  /** @throws what is held against the code, or what the code under test threw where it may not */
  async run(): Promise<Figures> {
    const guard = (work: () => unknown) => () => this.#guarded(work)
    for (const step of this.#plan)
      this.#loop.after(
        step.at,
        guard(() => this.#happen(step)),
      )
    const last = this.#plan.at(-1)?.at ?? 0
    this.#loop.after(
      last + 2500,
      guard(() => this.#calm()),
    )
    this.#loop.after(
      last + graceMs,
      guard(() => demand(false, 'the node has not come back when all was well again')),
    )
    this.#guarded(() => this.#start())
    await this.#loop.run(() => this.#isDone || this.#failure !== null)
    if (this.#failure !== null) throw this.#failure
    demand(this.#isDone, 'everything stands still')
    return { transactions: this.#witness.sent.size, acknowledged: this.#witness.acknowledged, starts: this.#starts }
  }

  #wall(): number {
    return Math.floor(this.#loop.now + this.#wallOffset)
  }

  /** What is held against the node anywhere ends the run. */
  #guarded(work: () => unknown): void {
    const fail = (error: unknown) => {
      this.#failure ??= error
    }
    try {
      Promise.resolve(work()).catch(fail)
    } catch (error) {
      fail(error)
    }
  }

  #happen(step: Step): unknown {
    switch (step.kind) {
      case 'send':
        return this.#send(step)
      case 'end':
        return this.#end(step.how, step.downMs)
      case 'strike':
      case 'rot':
        return this.#strikes.push({ ...step, left: step.after })
      case 'slow':
        this.#slow = { byMs: step.byMs, until: this.#loop.now + step.forMs }
        return
      case 'clock':
        this.#wallOffset += step.byMs
        this.#excuses.add('clock-jumped')
        return
      case 'restart':
        return this.#restart()
      case 'prove':
        return this.#prove()
    }
  }

  // The node's process.

  async #start(): Promise<void> {
    const time = new ProcessTime(this.#loop)
    const process: Process = { time, running: null, isHalted: false }
    this.#process = process
    this.#starts++
    this.#excuses = new Set()
    const disk = this.#diskOf(process)
    this.#folder = this.#folder.reopen(disk.files)
    this.#store = this.#store.reopen(disk.store)
    try {
      const options = { signatureCheck: this.#signatureCheck, powers: { now: () => this.#wall() } }
      const ledger = poisoned(await openCity(this.#store, { flush: { blocks: 5, ms: 300 }, ...options }))
      const engine = await startSolo({
        folder: this.#folder,
        ledger,
        validator,
        clock: { now: () => this.#wall(), monotonic: () => this.#loop.now },
        timers: time,
        floor: { publishedHeight: this.#publishedHeight },
        queue: { transactions: 60 },
        clockJumpMs,
        limits,
        onHalt: (error) => this.#guarded(() => this.#halted(process, error)),
      })
      if (!time.isAlive || process.isHalted) return
      this.#witness.recovered(ledger)
      process.running = { ledger, engine }
    } catch (error) {
      if (!time.isAlive) return
      this.#excuse(error, 'it could not start')
      this.#end('kill', 300)
    }
  }

  #diskOf({ time }: Process): SimulatedDisk {
    return new SimulatedDisk({
      time,
      strikes: this.#strikes,
      latencyMs: () => (this.#loop.now < this.#slow.until ? this.#slow.byMs : 0.05 + this.#random() * 0.5),
      onEnd: (how) => this.#end(how, 400),
      onStruck: (strike) => {
        for (const code of excuses(strike)) this.#excuses.add(code)
      },
    })
  }

  #end(how: 'kill' | 'power', downMs: number): void {
    if (this.#process === null) return
    this.#process.time.end()
    this.#process = null
    if (how === 'power') this.#folder = this.#folder.crash(this.#random)
    this.#loop.after(downMs, () => this.#guarded(() => this.#start()))
  }

  #halted(process: Process, error: unknown): void {
    process.isHalted = true
    if (!process.time.isAlive) return
    this.#excuse(error, 'it stopped')
    process.time.after(200, () => this.#guarded(() => this.#readsGoOn(process)))
    process.time.after(500, () => this.#guarded(() => this.#end('kill', 100)))
  }

  /** P6: what stops the writing leaves the reading. */
  #readsGoOn({ running }: Process): void {
    if (running === null || this.#excuses.has('state-damaged')) return
    demand(running.engine.fault !== null, 'it halted and says nothing')
    this.#witness.compare(running.ledger)
  }

  #excuse(error: unknown, what: string): void {
    const code = codeOf(error)
    if (code === null || !this.#excuses.has(code))
      throw new Error(`${what} without a reason: ${code}`, { cause: error })
  }

  async #restart(): Promise<void> {
    const process = this.#process
    if (process?.running == null) return
    const { engine, ledger } = process.running
    process.running = null
    await engine.stop()
    await ledger.close().catch((error: unknown) => this.#excuse(error, 'it could not close'))
    if (process.time.isAlive) this.#end('kill', 50)
  }

  async #prove(): Promise<void> {
    const process = this.#process
    if (process?.running == null) return
    const { engine } = process.running
    const height = await engine.prove().catch(() => null)
    if (!process.time.isAlive || height === null) return
    this.#publishedHeight = Math.max(this.#publishedHeight, height)
  }

  // Those who send.

  async #send({ what, about, lags, insists, at }: Send): Promise<void> {
    const earlier = what === 'again' ? this.#order[about % Math.max(1, this.#order.length)] : undefined
    const time = Math.max(this.#wall(), this.#witness.lastTime)
    const sent = earlier ?? (await newTransaction(what, about, time, `${at}/${this.#order.length}`))
    this.#witness.sent.set(sent.txId, sent)
    this.#order.push(sent)
    for (const lag of lags) {
      if (lag === 0) this.#deliver(sent)
      else this.#loop.after(lag, () => this.#guarded(() => this.#deliver(sent)))
    }
    if (insists) this.#insist(sent, mostTries)
  }

  #insist(sent: Sent, tries: number): void {
    if (tries === 0) return
    this.#loop.after(againMs * (0.5 + this.#random()), () =>
      this.#guarded(() => {
        if (this.#witness.isAcknowledged(sent)) return
        this.#deliver(sent)
        this.#insist(sent, tries - 1)
      }),
    )
  }

  #deliver(sent: Sent): void {
    const process = this.#process
    if (process?.running == null) return
    const { engine, ledger } = process.running
    const expected = this.#witness.verdict(sent, Math.max(ledger.info().time, this.#wall()))
    const alive = (work: () => void) => () => this.#guarded(() => process.time.isAlive && work())
    engine.submit(sent.bytes).then(
      (submission) =>
        alive(() => {
          demand(expected === null, `${sent.txId} was admitted, and had to be refused: ${expected}`)
          this.#await(process, sent, submission)
        })(),
      (error: unknown) => alive(() => this.#turnedAway(engine, sent, expected, error))(),
    )
  }

  #turnedAway(engine: SoloEngine, sent: Sent, expected: string | null, error: unknown): void {
    const code = codeOf(error)
    if (engine.fault !== null || code === 'engine-stopped' || code === 'queue-full') return
    demand(code === expected, `${sent.txId} was refused: ${code}, where ${expected ?? 'nothing'} speaks against it`)
  }

  async #await({ time, running }: Process, sent: Sent, { durable, proven }: Submission): Promise<void> {
    const { engine, ledger } = running!
    try {
      const inclusion = await durable
      if (!time.isAlive) return
      this.#guarded(() => this.#witness.acknowledge(sent, inclusion, ledger))
      const { height } = await proven
      if (time.isAlive) this.#publishedHeight = Math.max(this.#publishedHeight, height)
    } catch (error) {
      if (!time.isAlive || engine.fault !== null) return
      this.#guarded(() => this.#witness.refused(sent, codeOf(error) ?? String(error), ledger))
    }
  }

  // The end of a run.

  /** No more faults: what is honest is acknowledged soon, and all that was is found again. */
  #calm(): void {
    this.#strikes.splice(0)
    this.#slow.until = 0
    this.#guarded(() => this.#askUntilAnswered(0))
  }

  async #askUntilAnswered(round: number): Promise<void> {
    const time = Math.max(this.#wall(), this.#witness.lastTime, this.#process?.running?.ledger.info().time ?? 0)
    const sent = await newTransaction('publish', 0, time, `last ${round}`)
    this.#witness.sent.set(sent.txId, sent)
    this.#deliver(sent)
    this.#loop.after(1000, () =>
      this.#guarded(() => (this.#witness.isAcknowledged(sent) ? this.#finish() : this.#askUntilAnswered(round + 1))),
    )
  }

  async #finish(): Promise<void> {
    const process = this.#process
    if (process?.running == null) return this.#askUntilAnswered(1e6 + this.#starts)
    const { engine, ledger } = process.running
    await engine.stop()
    await ledger.close()
    this.#witness.compare(ledger)
    const { appHash, height } = ledger.info()
    process.time.end()
    const again = await openCity(new SimulatedStore(), { signatureCheck: this.#signatureCheck })
    const { fault } = await auditBlocks({
      folder: this.#folder.crash(this.#random),
      ledger: again,
      publicKey: validator.publicKey,
      checkVote: this.#checkVote,
      onHeight: () => undefined,
    })
    demand(fault === null, `block ${fault?.height} does not hold: ${fault?.what}`)
    this.#witness.recovered(again)
    demand(
      again.info().height === height && equalBytes(again.info().appHash, appHash),
      'executed again it gives another app hash',
    )
    this.#isDone = true
  }
}

function excuses(strike: Strike): readonly string[] {
  if (strike.kind === 'rot') return excusesOf.rot[strike.operation]
  if (strike.how === 'kill' || strike.how === 'power') return []
  return strike.operation === 'store' ? excusesOf.store : excusesOf.files[strike.how]
}

function codeOf(error: unknown): string | null {
  const code = (error as { readonly code?: unknown } | null)?.code
  return typeof code === 'string' ? code : null
}
