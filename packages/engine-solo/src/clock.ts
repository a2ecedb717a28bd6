import { SoloError } from './errors.ts'

export type SoloClock = {
  /** Wall clock, integer milliseconds. */
  now(): number
  /** Milliseconds from an arbitrary start that nothing sets back. */
  monotonic(): number
}

/**
 * Block time of one operator: max(now, previous + 1 ms). A wall clock that runs away from the monotonic one by more
 * than the limit since the last block refuses to sign: a dated act must not carry a date that the clock made up.
 */
export class BlockTime {
  readonly #clock: SoloClock
  readonly #limitMs: number
  #offset: number

  constructor(clock: SoloClock, limitMs: number) {
    this.#clock = clock
    this.#limitMs = limitMs
    this.#offset = clock.now() - clock.monotonic()
  }

  /** @throws {SoloError} clock-jumped */
  next(previous: number): number {
    const now = this.#clock.now()
    const offset = now - this.#clock.monotonic()
    const byMs = Math.round(offset - this.#offset)
    if (Math.abs(byMs) > this.#limitMs) throw new SoloError({ code: 'clock-jumped', byMs, limitMs: this.#limitMs })
    this.#offset = offset
    return Math.max(now, previous + 1)
  }
}
