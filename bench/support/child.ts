import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a child is asked, by name, and what it answers: plain JSON both ways. */
type Question = { readonly id: number; readonly ask: string; readonly with: unknown }
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string }

/**
 * A program of the bench in a process of its own, so that what is measured shares neither a thread nor a heap with what
 * measures. Its standard error is ours.
 */
export class Child {
  readonly #process: ChildProcess
  readonly #open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  #questions = 0

  constructor(program: string, nodeFlags: readonly string[] = []) {
    const execArgv = ['--disable-warning=ExperimentalWarning', ...nodeFlags]
    this.#process = fork(fileURLToPath(new URL(program, import.meta.url)), { execArgv })
    this.#process.on('message', (message) => this.#settle(message as Answer))
    this.#process.on('exit', (code) => {
      for (const { reject } of this.#open.values()) reject(new Error(`${program} ended with ${code}`))
    })
  }

  ask<Value>(question: string, parameters: unknown = null): Promise<Value> {
    const id = this.#questions++
    return new Promise((resolve, reject) => {
      this.#open.set(id, { resolve: (value) => resolve(value as Value), reject })
      this.#process.send({ id, ask: question, with: parameters } satisfies Question)
    })
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const gone = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.disconnect()
    await gone
  }

  #settle({ id, value, error }: Answer): void {
    const waiting = this.#open.get(id)
    this.#open.delete(id)
    if (error === undefined) waiting?.resolve(value)
    else waiting?.reject(new Error(error))
  }
}

/** The child's side: answers questions until the parent lets go, then runs `end` and leaves. */
export function answerParent(
  answers: { readonly [question: string]: (parameters: never) => unknown },
  end: () => Promise<void>,
): void {
  process.on('message', async ({ id, ask, with: parameters }: Question) => {
    try {
      process.send!({ id, value: (await answers[ask]!(parameters as never)) ?? null } satisfies Answer)
    } catch (error) {
      process.send!({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
    }
  })
  process.on('disconnect', async () => {
    await end()
    process.exit(0)
  })
}
