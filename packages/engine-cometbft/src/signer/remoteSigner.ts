import { connect, type Socket } from 'node:net'
import { FrameReader, frameHead } from '../abci/frames.ts'
import type { CometLine } from '../comet/supervise.ts'
import { CometError } from '../errors.ts'
import {
  decodeSignerRequest,
  encodePong,
  encodeProposal,
  encodePublicKey,
  encodeRefusal,
  encodeVote,
  maxSignerMessageBytes,
  type SignerRequest,
} from './messages.ts'
import type { VoteSigner } from './voteSigner.ts'

const againMs = 200

/**
 * Answers CometBFT at the unix socket where it waits for its signer (`priv_validator_laddr`), and connects again whenever the
 * connection ends. A request that must not be signed is refused by its code; bytes that are none end the connection.
 */
export class RemoteSigner {
  readonly #path: string
  readonly #signer: VoteSigner
  readonly #onLine: (line: CometLine) => void
  #socket: Socket | null = null
  #timer: NodeJS.Timeout | null = null
  #answering: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(path: string, signer: VoteSigner, onLine: (line: CometLine) => void) {
    this.#path = path
    this.#signer = signer
    this.#onLine = onLine
    this.#connect()
  }

  /** What it is signing is finished. */
  async stop(): Promise<void> {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
    await this.#answering
    this.#socket?.destroy()
  }

  #connect(): void {
    const frames = new FrameReader(maxSignerMessageBytes)
    const socket = connect(this.#path)
    this.#socket = socket
    socket.on('connect', () => this.#onLine({ level: 'info', message: 'connected', fields: { path: this.#path } }))
    socket.on('data', (piece) => this.#take(socket, frames, piece))
    socket.on('error', () => undefined) // it closes, too
    socket.on('close', () => {
      if (!this.#stopped) this.#timer = setTimeout(() => this.#connect(), againMs)
    })
  }

  #take(socket: Socket, frames: FrameReader, piece: Uint8Array): void {
    try {
      for (const frame of frames.take(piece)) {
        const request = decodeSignerRequest(frame)
        this.#answering = this.#answering.then(() => this.#answer(socket, request))
      }
    } catch (error) {
      this.#fail(socket, error)
    }
  }

  async #answer(socket: Socket, request: SignerRequest): Promise<void> {
    try {
      const answer = await this.#answerTo(request)
      if (!socket.destroyed) socket.write(Buffer.concat([frameHead(answer.length), answer]))
    } catch (error) {
      this.#fail(socket, error)
    }
  }

  async #answerTo(request: SignerRequest): Promise<Uint8Array> {
    if (request.asks === 'ping') return encodePong()
    try {
      if (request.chainId !== this.#signer.chainId)
        throw new CometError({ code: 'signer-refused', reason: 'chain', height: 0, round: 0 })
      if (request.asks === 'publicKey') return encodePublicKey(this.#signer.publicKey)
      if (request.asks === 'vote') return encodeVote(await this.#signer.signVote(request.vote))
      return encodeProposal(await this.#signer.signProposal(request.proposal))
    } catch (error) {
      if (!(error instanceof CometError && error.code === 'signer-refused')) throw error
      this.#onLine({ level: 'warn', message: 'not signed', fields: error.failure })
      return encodeRefusal(request.asks, `${error.code}: ${'reason' in error.failure ? error.failure.reason : ''}`)
    }
  }

  /** The token, the disk or the other side: CometBFT asks again on a new connection. */
  #fail(socket: Socket, error: unknown): void {
    const fields = error instanceof CometError ? error.failure : { reason: String(error) }
    this.#onLine({ level: 'error', message: 'the connection to CometBFT was closed', fields })
    socket.destroy()
  }
}
