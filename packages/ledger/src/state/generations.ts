/**
 * A bounded cache that forgets what was not used for a while: two generations, the younger of which takes over when
 * it is full, which is at half of the bound. PERF: one Map look-up a hit, where a strict least-recently-used order costs a
 * delete and a set.
 */
export class Generations<Value, Name = string> {
  readonly #halfLimit: number
  readonly #weigh: (value: Value) => number
  #young = new Map<Name, Value>()
  #old = new Map<Name, Value>()
  #youngWeight = 0
  #oldWeight = 0

  /** At most `weightLimit` stays in memory as `weigh` counts, but for the one value that reaches it. */
  constructor(weightLimit: number, weigh: (value: Value) => number = () => 1) {
    this.#halfLimit = weightLimit / 2
    this.#weigh = weigh
  }

  /** Of all that is kept, as `weigh` counts; what stands in both generations counts twice. */
  get weight(): number {
    return this.#youngWeight + this.#oldWeight
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
      this.#youngWeight += this.#weigh(value) - this.#weigh(before)
      this.#young.set(name, value)
    }
  }

  /** As `set`, for a name that `get` has just not found: it need not be looked for again. */
  add(name: Name, value: Value): void {
    if (this.#youngWeight >= this.#halfLimit) {
      this.#old = this.#young
      this.#oldWeight = this.#youngWeight
      this.#young = new Map()
      this.#youngWeight = 0
    }
    this.#young.set(name, value)
    this.#youngWeight += this.#weigh(value)
  }

  /** What nobody will ask for again. */
  forget(name: Name): void {
    const young = this.#young.get(name)
    if (young !== undefined) {
      this.#young.delete(name)
      this.#youngWeight -= this.#weigh(young)
    }
    const old = this.#old.get(name)
    if (old === undefined) return
    this.#old.delete(name)
    this.#oldWeight -= this.#weigh(old)
  }
}
