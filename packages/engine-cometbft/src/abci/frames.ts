import { CometError } from '../errors.ts'

/** The largest message that either side sends: CometBFT's own bound on a block is 100 MB, ours 4 MiB. */
export const maxFrameBytes = 64 * 2 ** 20

/** Bytes of a length that may follow one another: four carry 28 bits. */
const maxLengthBytes = 4

/**
 * Cuts a stream into the messages of ABCI's socket (spec/abci, "Client and server"): a length as an unsigned varint, then
 * that many bytes. Pieces may end anywhere. PERF: a message of several pieces is copied once, into its place.
 */
export class FrameReader {
  readonly #limit: number
  #length = 0
  #lengthBytes = 0
  #frame: Uint8Array | null = null
  #filled = 0

  /** @param limit of a message. Bytes. */
  constructor(limit = maxFrameBytes) {
    this.#limit = limit
  }

  /** Whether the length is complete. */
  #takeLength(byte: number): boolean {
    this.#length += (byte & 127) * 2 ** (7 * this.#lengthBytes++)
    if (byte > 127 && this.#lengthBytes < maxLengthBytes) return false
    if (byte > 127 || this.#length > this.#limit) throw new CometError({ code: 'abci-malformed', what: 'length' })
    this.#lengthBytes = 0
    return true
  }

  /**
   * The messages that a piece completes. They may lie in the piece's own memory.
   * @throws {CometError} abci-malformed; the stream is lost then
   */
  *take(piece: Uint8Array): Generator<Uint8Array> {
    let at = 0
    while (at < piece.length) {
      if (this.#frame === null) {
        if (!this.#takeLength(piece[at++]!)) continue
        const length = this.#length
        this.#length = 0
        if (at + length <= piece.length) {
          yield piece.subarray(at, at + length)
          at += length
          continue
        }
        this.#frame = new Uint8Array(length)
      }
      const part = piece.subarray(at, at + this.#frame.length - this.#filled)
      this.#frame.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < this.#frame.length) return
      const whole = this.#frame
      this.#frame = null
      this.#filled = 0
      yield whole
    }
  }
}

/** What goes before a message of so many bytes. */
export function frameHead(length: number): Uint8Array {
  const bytes: number[] = []
  let rest = length
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
  return Uint8Array.of(...bytes, rest)
}
