import { Worker } from 'node:worker_threads'
import { NodeError } from '../errors.ts'
import { Calls } from './calls.ts'

/** A thread that is started again when it ends. */
export type Thread = {
  readonly calls: Calls
  close(): Promise<void>
}

type Handlers = ConstructorParameters<typeof Calls>[1]

const restartMs = 1000
/** What is under way is whole or not there at all: a thread that does not end by itself is ended. */
const closeMs = 3000

/** PERF: left to itself each thread lets 160 MB of short-lived objects pile up before it looks. */
const memory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 }

/** `begin` is called with each new thread; a thread that cannot begin is told to `onFault`. */
export function startThread(
  program: URL,
  data: object,
  handlers: Handlers,
  begin: (calls: Calls) => Promise<unknown>,
  onFault: (error: unknown) => void,
): Thread {
  let isClosing = false
  let timer: NodeJS.Timeout | null = null
  let worker: Worker
  let calls: Calls
  let hasBegun = false
  const start = (): void => {
    const own = new Worker(program, { workerData: data, name: 'projections', resourceLimits: memory })
    worker = own
    calls = new Calls(own, handlers)
    const ended = calls
    let cause: unknown = null
    hasBegun = false
    own.once('message', () => {
      hasBegun = true
    })
    own.on('error', (error) => {
      cause = error
    })
    own.on('exit', () => {
      ended.fail(new NodeError({ code: 'views-unavailable', retryAfterSeconds: 2 }))
      if (isClosing) return
      onFault(cause ?? new Error('a thread of the projections ended'))
      timer = setTimeout(start, restartMs)
    })
    begin(calls).catch((error: unknown) => {
      if (!isClosing) onFault(error)
    })
  }
  start()
  return {
    get calls() {
      return calls
    },
    async close() {
      isClosing = true
      if (timer) clearTimeout(timer)
      const limit = new Promise((resolve) => setTimeout(resolve, closeMs).unref())
      // PERF: a thread that is still loading has nothing to finish, and loading takes a while.
      if (hasBegun) await Promise.race([calls.call('close').catch(() => undefined), limit])
      await worker.terminate()
    },
  }
}
