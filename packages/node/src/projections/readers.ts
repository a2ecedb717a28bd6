import { NodeError } from '../errors.ts'
import type { Calls } from './calls.ts'
import type { Question } from './question.ts'
import type { ReaderData } from './readerThread.ts'
import { startThread, type Thread } from './thread.ts'

/** Questions that wait for a thread; one more is refused. */
const mostWaiting = 256
/** What no answer has come to by then is given up. */
const patienceMs = 5000
/** The same while the threads are starting, which on a busy machine takes a while. */
const startPatienceMs = 30_000

type Waiting = {
  readonly question: Question
  resolve(answer: never): void
  reject(error: Error): void
  isOver: boolean
}
type Reader = { readonly thread: Thread; busy: number }

/** Threads that answer questions: each takes a few at a time, the others wait in a bounded queue. */
export class Readers {
  readonly #readers: Reader[]
  readonly #atOnce: number
  #queue: Waiting[] = []
  #generation: number | null = null
  /** Until it is known which generation answers, or that none does, questions wait. */
  #isOpen = false

  constructor(count: number, atOnce: number, data: ReaderData, onFault: (error: unknown) => void) {
    this.#atOnce = atOnce
    this.#readers = Array.from({ length: count }, () => {
      const begin = (calls: Calls) => calls.call<null>('use', this.#generation)
      const thread = startThread(new URL('./readerThread.ts', import.meta.url), data, {}, begin, onFault)
      return { thread, busy: 0 }
    })
  }

  /** Resolves when every thread answers from that generation. */
  async serve(generation: number | null): Promise<null> {
    this.#generation = generation
    await Promise.all(this.#readers.map(({ thread }) => thread.calls.call('use', generation)))
    this.open()
    return null
  }

  open(): void {
    this.#isOpen = true
    this.#next()
  }

  /**
   * The answer to a question. An asker who has gone is not waited for.
   * @throws {NodeError} views-unavailable, views-busy, views-timeout, and what the question itself meets
   */
  ask<Answer>(question: Question, signal?: AbortSignal): Promise<Answer> {
    if (this.#queue.length >= mostWaiting) throw new NodeError({ code: 'views-busy', retryAfterSeconds: 1 })
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const waiting: Waiting = { question, resolve, reject, isOver: false }
    const giveUp = (): void => {
      waiting.isOver = true
      this.#queue = this.#queue.filter((each) => each !== waiting)
      reject(new NodeError({ code: 'views-timeout', retryAfterSeconds: 5 }))
    }
    const timer = setTimeout(giveUp, this.#isOpen ? patienceMs : startPatienceMs)
    signal?.addEventListener('abort', giveUp, { once: true })
    const settle = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
    }
    this.#queue.push(waiting)
    this.#next()
    return promise.finally(settle)
  }

  async close(): Promise<void> {
    await Promise.all(this.#readers.map(({ thread }) => thread.close()))
  }

  /** Hands the longest waiting question to whoever has the least to do. */
  #next(): void {
    while (this.#isOpen) {
      const reader = this.#readers.reduce((least, each) => (each.busy < least.busy ? each : least))
      const waiting = reader.busy < this.#atOnce ? this.#queue.shift() : undefined
      if (waiting === undefined) return
      void this.#hand(reader, waiting)
    }
  }

  async #hand(reader: Reader, waiting: Waiting): Promise<void> {
    reader.busy++
    try {
      waiting.resolve(await reader.thread.calls.call<never>('ask', waiting.question))
    } catch (error) {
      waiting.reject(error as Error)
    }
    reader.busy--
    this.#next()
  }
}
