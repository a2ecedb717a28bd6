import {
  type BlockPlace,
  type Finalized,
  type Inclusion,
  type Ledger,
  type QueueLimits,
  Room,
  type Submission,
} from '@gongshi/ledger'
import { bundleOverhead, encodeBundle, GongshiError, limits, type Transaction } from '@gongshi/protocol'
import type { Broadcast } from './comet/broadcast.ts'

type Deferred<Value> = { readonly promise: Promise<Value>; resolve(value: Value): void; reject(error: unknown): void }

type Waiting = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly signers: readonly Uint8Array[]
  readonly submission: Submission
  readonly durable: Deferred<Inclusion>
  readonly proven: Deferred<{ readonly height: number }>
}

/** A bundle of this gateway, on its way. */
type Sent = { readonly bundle: Uint8Array; readonly members: readonly Waiting[]; askedAt: number; isUnderWay: boolean }

export type GatewayNeeds = {
  readonly ledger: Pick<Ledger, 'check'>
  broadcast(bundle: Uint8Array): Promise<Broadcast>
  /** Wall clock, and milliseconds from an arbitrary start that nothing sets back. */
  readonly clock: { now(): number; monotonic(): number }
  /** What may wait for a block. */
  readonly queue: QueueLimits
}

/**
 * Transactions that come this long after the last bundle went out wait for it to pass and travel together.
 * PERF: CometBFT's cost is a message, not a byte; a lone transaction waits for nobody. Milliseconds.
 */
const gatherMs = 10
/** A bundle that is in no block after this time is handed over again. Milliseconds. */
const againMs = 3000
/** After a pool that was full. Milliseconds. */
const holdBackMs = 250
/** A bundle's own array head, at most. */
const headBytes = 3

/**
 * The transactions that this node has admitted, until each is in a block or can't get there any more. They travel in bundles;
 * a bundle that gets lost is sent again, which the transactions' ids make safe.
 */
export class Gateway {
  readonly #needs: GatewayNeeds
  readonly room: Room
  readonly #byName = new Map<string, Waiting>()
  #unsent: Waiting[] = []
  #unsentBytes = 0
  readonly #sent = new Set<Sent>()
  #unproven: Waiting[] = []
  #nextAt = 0
  #timer: NodeJS.Timeout | null = null

  constructor(needs: GatewayNeeds) {
    this.#needs = needs
    this.room = new Room(needs.queue)
  }

  find(txId: Uint8Array): Submission | undefined {
    return this.#byName.get(nameOf(txId))?.submission
  }

  /** The bytes of each whose fate is not known. */
  *transactions(): Generator<Uint8Array> {
    for (const { bytes } of this.#byName.values()) yield bytes
  }

  /** @throws {EngineError} queue-share-full */
  add(admitted: Pick<Transaction, 'transaction' | 'txId' | 'signers'>, received: number): Submission {
    this.room.enter(admitted)
    const { transaction: bytes, txId, signers } = admitted
    const durable = deferred<Inclusion>()
    const proven = deferred<{ readonly height: number }>()
    const submission = { txId, received, durable: durable.promise, proven: proven.promise }
    const waiting = { name: nameOf(txId), bytes, signers, submission, durable, proven }
    this.#byName.set(waiting.name, waiting)
    this.#queue(waiting)
    this.#pump()
    return submission
  }

  /** What a committed block says of the transactions that wait here; the one before it is proven by its header. */
  settle(block: Finalized & BlockPlace): void {
    for (const waiting of this.#unproven.splice(0)) waiting.proven.resolve({ height: block.height })
    for (const result of block.results.flatMap(({ members }) => members)) {
      const waiting = this.#byName.get(nameOf(result.txId))
      if (waiting === undefined || result.index === null) continue
      this.#forget(waiting)
      waiting.durable.resolve({ height: block.height, time: block.time, result })
      this.#unproven.push(waiting)
    }
    for (const sent of this.#sent)
      if (sent.members.every(({ name }) => !this.#byName.has(name))) this.#sent.delete(sent)
  }

  /** Sends again what got lost and tells of what can't get into a block any more; to be called now and then. */
  retry(): void {
    const now = this.#needs.clock.monotonic()
    for (const sent of [...this.#sent]) {
      if (sent.isUnderWay || now - sent.askedAt < againMs) continue
      const left = sent.members.filter((waiting) => this.#byName.has(waiting.name) && this.#mayStand(waiting))
      this.#sent.delete(sent)
      if (left.length > 0) this.#send(left.length === sent.members.length ? sent.bundle : encodeAll(left), left)
    }
  }

  /** Nobody may wait for a block that won't come. */
  rejectAll(error: unknown): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#unsent = []
    this.#sent.clear()
    const known = [...this.#byName.values()]
    for (const waiting of known) this.#forget(waiting)
    for (const waiting of [...known, ...this.#unproven.splice(0)]) {
      waiting.durable.reject(error)
      waiting.proven.reject(error)
    }
  }

  /** Whether it is admissible still; if not, its sender hears why. */
  #mayStand(waiting: Waiting): boolean {
    const admission = this.#needs.ledger.check(waiting.bytes, this.#needs.clock.now())
    if (admission.ok) return true
    const error = new GongshiError({ code: admission.code, detail: admission.detail })
    this.#forget(waiting)
    waiting.durable.reject(error)
    waiting.proven.reject(error)
    return false
  }

  /** Its fate is known. */
  #forget({ name, bytes, signers }: Waiting): void {
    if (this.#byName.delete(name)) this.room.leave({ transaction: bytes, signers })
  }

  #queue(waiting: Waiting): void {
    this.#unsent.push(waiting)
    this.#unsentBytes += sizeOf(waiting)
  }

  /** Sends what fills a bundle at once; the rest as soon as the last bundle is long enough ago. */
  #pump(): void {
    const { clock } = this.#needs
    while (this.#unsent.length > 0) {
      const waitMs = this.#nextAt - clock.monotonic()
      if (waitMs > 0 && (this.#isHeldBack() || !this.#fillsBundle())) {
        this.#timer ??= setTimeout(() => {
          this.#timer = null
          this.#pump()
        }, waitMs)
        return
      }
      this.#nextAt = Math.max(this.#nextAt, clock.monotonic() + gatherMs)
      const members = this.#takeBundle()
      this.#send(encodeAll(members), members)
    }
  }

  #fillsBundle(): boolean {
    return this.#unsent.length >= limits.bundleTransactions || this.#unsentBytes >= limits.bundleBytes / 2
  }

  #isHeldBack(): boolean {
    return this.#nextAt - this.#needs.clock.monotonic() > gatherMs
  }

  #takeBundle(): Waiting[] {
    let bytes = headBytes
    let count = 0
    while (count < Math.min(this.#unsent.length, limits.bundleTransactions)) {
      bytes += sizeOf(this.#unsent[count]!)
      if (count > 0 && bytes > limits.bundleBytes) break
      count += 1
    }
    const members = this.#unsent.splice(0, count)
    for (const member of members) this.#unsentBytes -= sizeOf(member)
    return members
  }

  #send(bundle: Uint8Array, members: readonly Waiting[]): void {
    const { clock, broadcast } = this.#needs
    const sent: Sent = { bundle, members, askedAt: clock.monotonic(), isUnderWay: true }
    this.#sent.add(sent)
    broadcast(bundle)
      .catch((): Broadcast => 'later')
      .then((answer) => {
        sent.isUnderWay = false
        if (answer === 'refused')
          for (const waiting of members) if (this.#byName.has(waiting.name)) this.#mayStand(waiting)
        if (answer !== 'later') return
        // Its turn comes with the next retry, and what is new waits a little.
        sent.askedAt = clock.monotonic() - againMs + holdBackMs
        this.#nextAt = clock.monotonic() + holdBackMs
      })
  }
}

function sizeOf({ bytes }: Waiting): number {
  return bytes.length + bundleOverhead(bytes.length)
}

function encodeAll(members: readonly Waiting[]): Uint8Array {
  return encodeBundle(members.map(({ bytes }) => bytes))
}

/** An id as a string of one unit a byte, for Maps. */
function nameOf(txId: Uint8Array): string {
  return Buffer.from(txId.buffer, txId.byteOffset, txId.length).toString('latin1')
}

function deferred<Value>(): Deferred<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>()
  promise.catch(() => undefined) // whoever waits sees the rejection; nobody has to wait
  return { promise, resolve, reject }
}
