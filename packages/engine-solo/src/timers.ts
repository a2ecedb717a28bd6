/** When the engine goes on: a parameter like its clock, so that a simulator can decide the order of all that happens. */
export interface Timers {
  /** Calls `then` after so many milliseconds, unless the answer is called before: that calls it off. */
  after(ms: number, then: () => void): () => void
  /** As `after`, for the wait of one who has nothing to do: it keeps no process alive. */
  idle(ms: number, then: () => void): () => void
  /** Resolves when the process has looked at everything that has come in by now. */
  turn(): Promise<void>
}

export const systemTimers: Timers = {
  after(ms, then) {
    const timer = setTimeout(then, ms)
    return () => clearTimeout(timer)
  },
  idle(ms, then) {
    const timer = setTimeout(then, ms).unref()
    return () => clearTimeout(timer)
  },
  turn: () => new Promise((resolve) => setImmediate(resolve)),
}
