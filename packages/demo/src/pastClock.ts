/** A clock that is set to a moment and runs on from there, as fast as the real one. Unix milliseconds. */
export class PastClock {
  readonly #real: { now(): number }
  #time: number
  #since: number

  constructor(real: { now(): number }, time: number) {
    this.#real = real
    this.#time = time
    this.#since = real.now()
  }

  set(time: number): void {
    this.#time = time
    this.#since = this.#real.now()
  }

  now(): number {
    return this.#time + this.#real.now() - this.#since
  }
}
