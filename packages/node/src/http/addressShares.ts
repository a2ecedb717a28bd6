import { EngineError } from '@gongshi/ledger'

/** How many transactions of each client address wait: one of many connections must not take the place of all others. */
export class AddressShares {
  readonly #limit: number
  readonly #waiting = new Map<string, number>()

  constructor(limit: number) {
    this.#limit = limit
  }

  /** That one more may wait. @throws {EngineError} queue-share-full */
  assertRoom(address: string): void {
    if ((this.#waiting.get(address) ?? 0) >= this.#limit)
      throw new EngineError({ code: 'queue-share-full', limit: this.#limit, retryAfterSeconds: 1 })
  }

  /** Counts one until `work` ends. @throws {EngineError} queue-share-full */
  async during<Result>(address: string, work: () => Promise<Result>): Promise<Result> {
    this.assertRoom(address)
    this.#waiting.set(address, (this.#waiting.get(address) ?? 0) + 1)
    try {
      return await work()
    } finally {
      const left = this.#waiting.get(address)! - 1
      if (left > 0) this.#waiting.set(address, left)
      else this.#waiting.delete(address)
    }
  }
}
