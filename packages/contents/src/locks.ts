/** One step at a time for each name; steps of different names run side by side. */
export class Locks {
  readonly #tails = new Map<string, Promise<unknown>>()

  run<T>(name: string, step: () => Promise<T>): Promise<T> {
    return this.runAll([name], step)
  }

  /** One step under several names. It waits for all of them at once and holds none before, so that no two can block. */
  async runAll<T>(names: readonly string[], step: () => Promise<T>): Promise<T> {
    const before = Promise.allSettled(names.map((name) => this.#tails.get(name)))
    const mine = before.then(step)
    for (const name of names) this.#tails.set(name, mine)
    try {
      return await mine
    } finally {
      for (const name of names) if (this.#tails.get(name) === mine) this.#tails.delete(name)
    }
  }

  /** Resolves when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#tails.size > 0) await Promise.allSettled(this.#tails.values())
  }
}
