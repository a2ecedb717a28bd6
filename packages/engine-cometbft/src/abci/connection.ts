import type { Socket } from 'node:net'
import { GongshiError } from '@gongshi/protocol'
import type { AbciCalls } from './calls.ts'
import { FrameReader, frameHead } from './frames.ts'
import { type AbciRequest, decodeRequest, encodeAnswer, encodeException } from './messages.ts'

/** A place in the order of answers; null until it is known. */
type Slot = { answer: Uint8Array | null }

/**
 * One of CometBFT's four connections. There are no request ids: answers go out in the order of the requests, however long
 * each takes. Those that are ready together are written together.
 */
export class Connection {
  readonly #socket: Socket
  readonly #application: AbciCalls
  readonly #onFault: (error: unknown) => void
  readonly #reader = new FrameReader()
  readonly #slots: Slot[] = []
  #isWriting = false
  #ended = false

  constructor(socket: Socket, application: AbciCalls, onFault: (error: unknown) => void) {
    this.#socket = socket
    this.#application = application
    this.#onFault = onFault
    socket.on('data', (piece: Buffer) => this.#take(piece))
    socket.on('error', () => this.#end()) // whoever is at the other end is gone, and says why in its own log
    socket.on('close', () => this.#end())
  }

  #take(piece: Uint8Array): void {
    try {
      for (const frame of this.#reader.take(piece)) {
        if (this.#ended) return
        this.#accept(decodeRequest(frame))
      }
    } catch (error) {
      this.#fail(error)
    }
    this.#write()
  }

  #accept(request: AbciRequest): void {
    const slot: Slot = { answer: null }
    this.#slots.push(slot)
    const answer = this.#answer(request)
    if (answer instanceof Uint8Array) slot.answer = answer
    else
      answer.then(
        (bytes) => {
          slot.answer = bytes
          this.#write()
        },
        (error: unknown) => this.#fail(error),
      )
  }

  #answer({ call, value }: AbciRequest): Uint8Array | Promise<Uint8Array> {
    if (call === 'flush') return encodeAnswer('flush', {})
    if (call === 'echo') return encodeAnswer('echo', value)
    // Call and value belong together; TypeScript loses that when both come out of one union.
    const answer = (this.#application[call] as (request: typeof value) => unknown)(value)
    if (answer instanceof Promise) return answer.then((found) => encodeAnswer(call, found))
    return encodeAnswer(call, answer as never)
  }

  /** PERF: once a turn of the loop, not once an answer. */
  #write(): void {
    if (this.#isWriting || this.#ended) return
    this.#isWriting = true
    queueMicrotask(() => {
      this.#isWriting = false
      if (!this.#ended) this.#sendReady()
    })
  }

  #sendReady(): void {
    this.#socket.cork()
    for (let slot = this.#slots[0]; slot?.answer; slot = this.#slots[0]) {
      this.#slots.shift()
      this.#send(slot.answer)
    }
    this.#socket.uncork()
  }

  #send(message: Uint8Array): void {
    this.#socket.write(frameHead(message.length))
    this.#socket.write(message)
  }

  /** Says the code to the other side, so that its log has it too, and hangs up. */
  #fail(error: unknown): void {
    if (this.#ended) return
    this.#onFault(error)
    this.#ended = true
    this.#sendReady()
    this.#send(encodeException(error instanceof GongshiError ? `gongshi: ${error.code}` : 'gongshi: engine-halted'))
    this.#socket.end()
  }

  #end(): void {
    this.#ended = true
    this.#socket.destroy()
  }
}
