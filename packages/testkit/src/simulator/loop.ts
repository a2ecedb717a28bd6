import type { Timers } from '@gongshi/engine-solo'

type Event = { readonly at: number; readonly order: number; run: (() => void) | null }

/**
 * Virtual time. What is to happen waits here; of things due at the same moment a random one comes first, and between
 * two of them everything that only waits for promises goes on to its end. So the order of a whole run is decided by `random`.
 */
export class Loop {
  readonly #random: () => number
  readonly #heap: Event[] = []
  #now = 0

  constructor(random: () => number) {
    this.#random = random
  }

  /** Milliseconds since the beginning, with fractions. */
  get now(): number {
    return this.#now
  }

  /** Calls `run` after so many milliseconds; the answer calls it off. */
  after(ms: number, run: () => void): () => void {
    const event: Event = { at: this.#now + ms, order: this.#random(), run }
    this.#push(event)
    return () => {
      event.run = null
    }
  }

  /** Lets things happen until nothing is left, or `isOver`. */
  async run(isOver: () => boolean): Promise<void> {
    for (let event = this.#pop(); event !== undefined; event = this.#pop()) {
      if (event.run === null) continue
      this.#now = event.at
      event.run()
      await settled()
      if (isOver()) return
    }
  }

  #push(event: Event): void {
    const heap = this.#heap
    let at = heap.push(event) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(event, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = event
  }

  #pop(): Event | undefined {
    const heap = this.#heap
    const first = heap[0]
    const last = heap.pop()
    if (last === undefined || last === first) return first
    let at = 0
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }
}

function isBefore(left: Event, right: Event): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order)
}

/** Resolves when everything that waits for promises alone has gone on as far as it can. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** The time of one process: when it is gone nothing of it happens any more. */
export class ProcessTime implements Timers {
  readonly #loop: Loop
  #isAlive = true

  constructor(loop: Loop) {
    this.#loop = loop
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  end(): void {
    this.#isAlive = false
  }

  after(ms: number, then: () => void): () => void {
    return this.#loop.after(ms, () => {
      if (this.#isAlive) then()
    })
  }

  idle(ms: number, then: () => void): () => void {
    return this.after(ms, then)
  }

  turn(): Promise<void> {
    return this.pass(0)
  }

  /** Resolves after so many milliseconds, or never. */
  pass(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve))
  }
}
