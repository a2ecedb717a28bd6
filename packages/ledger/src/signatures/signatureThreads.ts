import { Worker } from 'node:worker_threads'
import type { SignatureToCheck } from '@gongshi/protocol'
import { nativeSignatureCheck } from './nativeSignatureCheck.ts'
import { packSignatures } from './signatureBatch.ts'

type Waiting = { resolve(isGood: boolean): void; reject(error: Error): void }
type Gathered = { readonly signature: SignatureToCheck; readonly waiting: Waiting }
type Thread = { readonly worker: Worker; readonly batches: Waiting[][] }

/** Batches that a thread has before it: the one at work, and one more so that it need not wait for this thread. */
const batchesAtOnce = 2
/** So few are checked at once where they are: handing them over and hearing of them takes this thread as long. */
const fewAtMost = 2
const quickSuites: ReadonlySet<string> = new Set(['ed25519', 'es256', 'webauthnEs256'])
/** PERF: all that it makes is short-lived; left to itself the thread keeps tens of MB for that. */
const memory = { maxYoungGenerationSizeMb: 4 }

/**
 * Signature checks in threads of their own, beside the one that executes. What is asked within one turn of the event
 * loop goes to a thread together, and while each has enough to do, what is asked waits for the next to be done.
 *
 * PERF: a check takes 37 us of a core, a fifth of what a whole transaction costs; a batch's way to a thread and back about
 * 30 us, and 1 us more for each signature in it, and several times that where waking a thread is dear. So a batch of one or
 * two goes nowhere: a lone transaction waits for no thread, and while this one checks, more come in for the next batch.
 */
export class SignatureThreads {
  readonly #threads: Thread[]
  readonly #check = nativeSignatureCheck()
  #gathered: Gathered[] = []
  #isSending = false
  #closed = false

  constructor(count: number) {
    this.#threads = Array.from({ length: count }, () => this.#start())
  }

  /** Whether the signature is good. Rejects when the thread has died: the caller must check itself. */
  check(signature: SignatureToCheck): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    this.#gathered.push({ signature, waiting: { resolve, reject } })
    if (!this.#isSending) {
      this.#isSending = true
      setImmediate(() => {
        this.#isSending = false
        this.#send()
      })
    }
    return promise
  }

  async close(): Promise<void> {
    this.#closed = true
    const closed = new Error('the threads that check signatures were closed')
    for (const { waiting } of this.#gathered.splice(0)) waiting.reject(closed)
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()))
  }

  #send(): void {
    const free = this.#threads.filter(({ batches }) => batches.length < batchesAtOnce)
    if (free.length === 0) return
    const gathered = this.#gathered
    this.#gathered = []
    if (isFew(gathered)) {
      for (const { signature, waiting } of gathered)
        waiting.resolve(this.#check(signature.key, signature.message, signature.signature))
      return
    }
    const share = Math.ceil(gathered.length / free.length)
    for (const [at, thread] of free.entries()) {
      const part = gathered.slice(at * share, (at + 1) * share)
      if (part.length === 0) return
      thread.batches.push(part.map(({ waiting }) => waiting))
      const packed = packSignatures(part.map(({ signature }) => signature))
      thread.worker.postMessage(packed, [packed.buffer])
    }
  }

  #start(): Thread {
    const worker = new Worker(new URL('./signatureThread.ts', import.meta.url), { resourceLimits: memory })
    const thread: Thread = { worker, batches: [] }
    worker.unref() // checks that wait keep no process alive: their clients' connections do
    worker.on('message', (verdicts: Uint8Array) => {
      const batch = thread.batches.shift() ?? []
      for (const [at, { resolve }] of batch.entries()) resolve(verdicts[at] === 1)
      this.#send()
    })
    worker.on('error', (error: Error) => this.#replace(thread, error))
    worker.on('exit', () => this.#replace(thread, new Error('a thread that checks signatures ended')))
    return thread
  }

  #replace(thread: Thread, error: Error): void {
    for (const batch of thread.batches.splice(0)) for (const { reject } of batch) reject(error)
    const at = this.#threads.indexOf(thread)
    if (this.#closed || at < 0) return
    this.#threads[at] = this.#start()
    this.#send()
  }
}

function isFew(gathered: readonly Gathered[]): boolean {
  return gathered.length <= fewAtMost && gathered.every(({ signature }) => quickSuites.has(signature.key.suite))
}
