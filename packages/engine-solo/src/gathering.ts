import type { SoloClock } from './clock.ts'
import type { Timers } from './timers.ts'

/** The time after a block in which those whom it answered are expected back. Milliseconds. */
const returnMs = 4
/** The longest time in which transactions that keep coming in may hold up a block. Milliseconds. */
const gatherMs = 10

/**
 * When a block has what it should hold.
 *
 * PERF: a block has costs of its own (a signature, its hashes, a sync). Most whom the last one answered send their next
 * transaction at once, so it waits for as many, a few milliseconds at most: sixteen clients share one block, where they
 * would fall into two groups. A lone transaction waits for one turn of the loop.
 */
export class Gathering {
  readonly #clock: Pick<SoloClock, 'monotonic'>
  readonly #timers: Timers
  readonly #waiting: () => number
  /** Transactions whose admission is being looked at. */
  #admitting = 0
  #answered = 0
  #backUntil = 0
  #look: () => void = () => undefined

  /** `waiting`: how many wait for a block. */
  constructor(clock: Pick<SoloClock, 'monotonic'>, timers: Timers, waiting: () => number) {
    this.#clock = clock
    this.#timers = timers
    this.#waiting = waiting
  }

  /** Looks at a transaction's admission; with its end it waits for the block, or has been refused. */
  async admit<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#admitting++
    try {
      return await work()
    } finally {
      this.#admitting--
      this.#look()
    }
  }

  /** A block has answered so many. */
  answered(count: number): void {
    this.#answered = count
    this.#backUntil = this.#clock.monotonic() + returnMs
  }

  /**
   * Waits for those whom the last block answered; then lets its answers go out and takes in what has arrived, for as long as
   * every turn of the loop brings more, or a tenth of what waits.
   */
  async gather(): Promise<void> {
    if (this.#waiting() > 0) await this.#until(() => this.#waiting() >= this.#answered, this.#backUntil)
    const until = this.#clock.monotonic() + gatherMs
    let before: number
    do {
      before = this.#waiting()
      await this.#timers.turn()
      await this.#until(() => this.#admitting === 0, until)
    } while (this.#waiting() > before * 1.1 && this.#clock.monotonic() < until)
  }

  /** PERF: asleep, not in turns of the loop: on a small machine the threads that check signatures need the processor. */
  async #until(isMet: () => boolean, time: number): Promise<void> {
    const left = time - this.#clock.monotonic()
    if (left <= 0 || isMet()) return
    await new Promise<void>((resolve) => {
      const cancel = this.#timers.after(left, resolve)
      this.#look = () => {
        if (!isMet()) return
        cancel()
        resolve()
      }
    })
    this.#look = () => undefined
  }
}
