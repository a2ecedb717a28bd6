import type { Transaction } from '@gongshi/protocol'
import { EngineError } from '../errors.ts'

/** What may wait for a block at a gateway; without `bytes` or `perSigner`, the other limits alone count. */
export type QueueLimits = {
  readonly transactions: number
  readonly bytes?: number
  /** Transactions that carry the signature of one key. */
  readonly perSigner?: number
}

type Entering = Pick<Transaction, 'transaction' | 'signers'>

/**
 * The room of a gateway: a place is taken before anything is looked at, so that no queue behind it can outgrow these
 * limits, and kept until the transaction's fate is known. One key has a share of it, counted once its signature is good:
 * nobody can use up another's.
 */
export class Room {
  readonly #limits: Required<QueueLimits>
  readonly #bySigner = new Map<string, number>()
  #transactions = 0
  #bytes = 0

  constructor({ transactions, bytes = Number.POSITIVE_INFINITY, perSigner = transactions }: QueueLimits) {
    this.#limits = { transactions, bytes, perSigner }
  }

  /** Holds a place while a transaction of so many bytes is looked at. @throws {EngineError} queue-full */
  async during<Result>(bytes: number, work: () => Promise<Result>): Promise<Result> {
    const { transactions: limit, bytes: most } = this.#limits
    if (this.#transactions >= limit || this.#bytes + bytes > most)
      throw new EngineError({ code: 'queue-full', limit, retryAfterSeconds: 1 })
    this.#count(1, bytes)
    try {
      return await work()
    } finally {
      this.#count(-1, -bytes)
    }
  }

  /** Keeps a place for what has been looked at. @throws {EngineError} queue-share-full */
  enter({ transaction, signers }: Entering): void {
    const names = signers.map(signerName)
    const { perSigner: limit } = this.#limits
    if (names.some((name) => (this.#bySigner.get(name) ?? 0) >= limit))
      throw new EngineError({ code: 'queue-share-full', limit, retryAfterSeconds: 1 })
    for (const name of names) this.#bySigner.set(name, (this.#bySigner.get(name) ?? 0) + 1)
    this.#count(1, transaction.length)
  }

  leave({ transaction, signers }: Entering): void {
    for (const name of signers.map(signerName)) {
      const left = this.#bySigner.get(name)! - 1
      if (left > 0) this.#bySigner.set(name, left)
      else this.#bySigner.delete(name)
    }
    this.#count(-1, -transaction.length)
  }

  #count(transactions: number, bytes: number): void {
    this.#transactions += transactions
    this.#bytes += bytes
  }
}

/** PERF: one unit a byte, half the cost of hexadecimal. */
function signerName(id: Uint8Array): string {
  return String.fromCharCode.apply(null, id as unknown as number[])
}
