import type { MessagePort, Worker } from 'node:worker_threads'
import { GongshiError } from '@gongshi/protocol'
import { NodeError, type NodeFailure } from '../errors.ts'

type Message =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly fault: Fault }

/** Only what may stand in a log: a driver's error may hold more. */
type Fault = { readonly failure: NodeFailure | null; readonly message: string; readonly code: string | null }

type Waiting = { resolve(result: unknown): void; reject(error: Error): void }
type Handlers = { readonly [name: string]: (argument: never) => unknown }

/** Bytes that a handler gives away: their buffer moves to the other thread. */
export type Given = { readonly bytes: Uint8Array<ArrayBuffer> }

/** Calls between threads, in both directions. */
export class Calls {
  readonly #port: MessagePort | Worker
  readonly #handlers: Handlers
  readonly #waiting = new Map<number, Waiting>()
  #last = 0
  #gone: Error | null = null

  constructor(port: MessagePort | Worker, handlers: Handlers) {
    this.#port = port
    this.#handlers = handlers
    const take = (message: Message) => this.#take(message)
    ;(port as Worker).on('message', take) // both have it, each in a form of its own
  }

  /** @throws {NodeError} as the handler did, or an Error that says what it met */
  call<Result>(name: string, argument: unknown = null): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    if (this.#gone) return Promise.reject(this.#gone)
    const id = ++this.#last
    this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject })
    this.#port.postMessage({ kind: 'call', id, name, argument } satisfies Message, [])
    return promise
  }

  /** The other end is gone: nothing that waits will be answered. */
  fail(error: Error): void {
    this.#gone = error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }

  #take(message: Message): void {
    if (message.kind === 'call') {
      this.#answer(message.id, message.name, message.argument)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.kind === 'result') waiting?.resolve(message.result)
    else waiting?.reject(errorOf(message.fault))
  }

  async #answer(id: number, name: string, argument: unknown): Promise<void> {
    try {
      const result: unknown = await this.#handlers[name]!(argument as never)
      this.#port.postMessage({ kind: 'result', id, result } satisfies Message, buffersOf(result))
    } catch (error) {
      this.#port.postMessage({ kind: 'fault', id, fault: faultOf(error) } satisfies Message, [])
    }
  }
}

function buffersOf(result: unknown): ArrayBuffer[] {
  const { bytes } = (result ?? {}) as Partial<Given>
  return bytes === undefined || bytes.byteLength !== bytes.buffer.byteLength ? [] : [bytes.buffer]
}

function faultOf(error: unknown): Fault {
  const { message = 'unknown', code } = (error ?? {}) as { readonly message?: string; readonly code?: unknown }
  const failure = error instanceof GongshiError ? (error.failure as NodeFailure) : null
  return { failure, message: String(message).slice(0, 300), code: typeof code === 'string' ? code : null }
}

function errorOf({ failure, message, code }: Fault): Error {
  if (failure !== null) return new NodeError(failure)
  return Object.assign(new Error(message), code === null ? {} : { code })
}
