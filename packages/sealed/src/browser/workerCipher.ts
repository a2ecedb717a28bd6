import type { Run, RunCipher } from '../cipher.ts'
import { compiledCipher } from './compiledCipher.ts'

type Asked = { readonly id: number; readonly act: 'seal' | 'open'; readonly run: Run }
type Answered = { readonly id: number; readonly bytes?: Uint8Array }
type Waiting = { resolve(bytes: Uint8Array | undefined): void; reject(error: Error): void }

/** Runs go to whichever worker has the fewest; `end` lets them go. */
export type WorkerCipher = RunCipher & { end(): void }

/**
 * A cipher in so many workers at once: a browser has no ChaCha20 of its own, and the chunks of a file do not wait
 * for each other. Each worker runs `serveCipher`. A run's bytes move to its worker, and are gone here.
 */
export function workerCipher(makeWorker: () => Worker, workers: number): WorkerCipher {
  const helpers = Array.from({ length: workers }, () => new Helper(makeWorker()))
  const ask = (act: Asked['act'], run: Run) =>
    helpers.reduce((least, each) => (each.busy < least.busy ? each : least)).ask(act, run)
  return {
    lanes: 2 * workers, // so that none waits for its next one
    async seal(run) {
      const sealed = await ask('seal', run)
      if (sealed === undefined) throw new Error('a worker sealed nothing')
      return sealed
    },
    open: (run) => ask('open', run),
    end() {
      for (const helper of helpers) helper.end()
    },
  }
}

/** What a worker does: `serveCipher(self)`. */
export function serveCipher(
  scope: Pick<Worker, 'addEventListener'> & { postMessage(message: Answered, transfer: Transferable[]): void },
): void {
  const cipher = compiledCipher()
  scope.addEventListener('message', async ({ data }: MessageEvent<Asked>) => {
    const bytes = await (await cipher)[data.act](data.run)
    if (bytes === undefined) scope.postMessage({ id: data.id }, [])
    else scope.postMessage({ id: data.id, bytes }, [bytes.buffer as ArrayBuffer])
  })
}

class Helper {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  #hasEnded = false

  constructor(worker: Worker) {
    this.#worker = worker
    worker.addEventListener('message', ({ data: { id, bytes } }: MessageEvent<Answered>) => {
      this.#waiting.get(id)?.resolve(bytes)
      this.#waiting.delete(id)
    })
    worker.addEventListener('error', () => this.#fail())
  }

  get busy(): number {
    return this.#waiting.size
  }

  ask(act: Asked['act'], run: Run): Promise<Uint8Array | undefined> {
    // One that never began, as where its script is not to be had, answers nothing.
    if (this.#hasEnded) return Promise.reject(new Error('a worker has ended'))
    const id = this.#asked++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#worker.postMessage({ id, act, run } satisfies Asked, [run.bytes.buffer as ArrayBuffer])
    })
  }

  end(): void {
    this.#worker.terminate()
    this.#fail()
  }

  #fail(): void {
    this.#hasEnded = true
    for (const { reject } of this.#waiting.values()) reject(new Error('a worker has ended'))
    this.#waiting.clear()
  }
}
