/**
 * A bounded cache that forgets what was not used for a while: two generations, the younger of which takes over when
 * it is full. PERF: one Map look-up a hit, where a strict least-recently-used order costs a delete and a set.
 */
export class Generations<Value, Name = string> {
  readonly #weightLimit: number
  readonly #weigh: (value: Value) => number
  #young = new Map<Name, Value>()
  #old = new Map<Name, Value>()
  #weight = 0

  /** At most about twice `weightLimit` stays in memory, as `weigh` counts. */
  constructor(weightLimit: number, weigh: (value: Value) => number = () => 1) {
    this.#weightLimit = weightLimit
    this.#weigh = weigh
  }

  get(name: Name): Value | undefined {
    const found = this.#young.get(name)
    if (found !== undefined) return found
    const older = this.#old.get(name)
    if (older !== undefined) this.add(name, older)
    return older
  }

  set(name: Name, value: Value): void {
    const before = this.#young.get(name)
    if (before === undefined) this.add(name, value)
    else {
      this.#weight += this.#weigh(value) - this.#weigh(before)
      this.#young.set(name, value)
    }
  }

  /** As `set`, for a name that `get` has just not found: it need not be looked for again. */
  add(name: Name, value: Value): void {
    if (this.#weight >= this.#weightLimit) {
      this.#old = this.#young
      this.#young = new Map()
      this.#weight = 0
    }
    this.#young.set(name, value)
    this.#weight += this.#weigh(value)
  }
}
