import { type Inclusion, type QueueLimits, Room, type Submission } from '@gongshi/ledger'
import type { Transaction } from '@gongshi/protocol'

type Deferred<Value> = { readonly promise: Promise<Value>; resolve(value: Value): void; reject(error: unknown): void }

export type Waiting = {
  readonly name: string
  readonly bytes: Uint8Array
  readonly signers: readonly Uint8Array[]
  readonly submission: Submission
  readonly durable: Deferred<Inclusion>
  readonly proven: Deferred<{ readonly height: number }>
}

/** Transactions that were admitted and wait for their block, in order of arrival; each id once. */
export class PendingTransactions {
  readonly #byId = new Map<string, Waiting>()
  readonly room: Room
  #queue: Waiting[] = []

  constructor(limits: QueueLimits) {
    this.room = new Room(limits)
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0
  }

  get size(): number {
    return this.#queue.length
  }

  /** The bytes of each whose fate is not known. */
  *transactions(): Generator<Uint8Array> {
    for (const { bytes } of this.#byId.values()) yield bytes
  }

  find(txId: Uint8Array): Submission | undefined {
    return this.#byId.get(idName(txId))?.submission
  }

  /** @throws {EngineError} queue-share-full */
  add(admitted: Pick<Transaction, 'transaction' | 'txId' | 'signers'>, received: number): Submission {
    this.room.enter(admitted)
    const { transaction: bytes, txId, signers } = admitted
    const durable = deferred<Inclusion>()
    const proven = deferred<{ readonly height: number }>()
    const submission: Submission = { txId, received, durable: durable.promise, proven: proven.promise }
    const waiting: Waiting = { name: idName(txId), bytes, signers, submission, durable, proven }
    this.#byId.set(waiting.name, waiting)
    this.#queue.push(waiting)
    return submission
  }

  /** Takes what fits into one block of `maxBytes`, `most` of them, oldest first. */
  take(maxBytes: number, most = Number.POSITIVE_INFINITY): Waiting[] {
    let bytes = 0
    let count = 0
    while (
      count < this.#queue.length &&
      count < most &&
      (count === 0 || bytes + this.#queue[count]!.bytes.length <= maxBytes)
    )
      bytes += this.#queue[count++]!.bytes.length
    return this.#queue.splice(0, count)
  }

  /** Returns one that was taken; it keeps its place before those that came later. */
  putBack(waiting: Waiting): void {
    this.#queue.unshift(waiting)
  }

  /** Forgets a transaction once its fate is known. */
  settle(waiting: Waiting): void {
    if (this.#byId.delete(waiting.name)) this.room.leave({ transaction: waiting.bytes, signers: waiting.signers })
  }

  /** Rejects everything whose fate is not known: what waits in the queue, and what a block that failed had taken. */
  rejectAll(error: unknown): void {
    this.#queue = []
    for (const waiting of [...this.#byId.values()]) {
      this.settle(waiting)
      waiting.durable.reject(error)
      waiting.proven.reject(error)
    }
  }
}

/** An id as a string of one unit a byte, for Maps. PERF: half the cost of hexadecimal. */
export function idName(txId: Uint8Array): string {
  return String.fromCharCode.apply(null, txId as unknown as number[])
}

function deferred<Value>(): Deferred<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>()
  promise.catch(() => undefined) // whoever waits sees the rejection; nobody has to wait
  return { promise, resolve, reject }
}
