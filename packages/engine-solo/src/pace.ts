import type { SoloClock } from './clock.ts'

/** A block is never cut to fewer: what was sent together, an import's batch say, stays together however busy the machine is. */
const least = 150
/** Of the last block in the average. */
const weight = 0.25

/** How many transactions can be executed in a time, as the last blocks went. */
export class Pace {
  readonly #clock: Pick<SoloClock, 'monotonic'>
  /** Milliseconds a transaction; 0: nobody knows yet. */
  #each = 0

  constructor(clock: Pick<SoloClock, 'monotonic'>) {
    this.#clock = clock
  }

  most(ms: number): number {
    return this.#each === 0 ? Number.POSITIVE_INFINITY : Math.max(least, Math.floor(ms / this.#each))
  }

  /** Does the work, which executes so many. */
  time<Result>(count: number, work: () => Result): Result {
    const began = this.#clock.monotonic()
    const result = work()
    if (count > 0) {
      const each = (this.#clock.monotonic() - began) / count
      this.#each = this.#each === 0 ? each : this.#each * (1 - weight) + each * weight
    }
    return result
  }
}
