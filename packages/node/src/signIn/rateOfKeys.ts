/** Keys that are counted at a time; beyond them the oldest count is dropped. */
const mostKeys = 100_000
const windowMs = 60_000

/**
 * Counts what each key does in a minute. Only what the key has signed is counted: otherwise anybody could keep an officer
 * out by failing in the officer's name.
 */
export class RateOfKeys {
  readonly #most: number
  readonly #counts = new Map<string, { readonly from: number; count: number }>()

  constructor(most: number) {
    this.#most = most
  }

  /** Seconds to wait; null where this one is within the rate. */
  count(key: string, now: number): number | null {
    const known = this.#counts.get(key)
    if (known === undefined || now - known.from >= windowMs || now < known.from) {
      this.#counts.delete(key)
      this.#counts.set(key, { from: now, count: 1 })
      const [oldest] = this.#counts.keys()
      if (this.#counts.size > mostKeys) this.#counts.delete(oldest!)
      return null
    }
    if (known.count >= this.#most) return Math.ceil((known.from + windowMs - now) / 1000)
    known.count += 1
    return null
  }
}
