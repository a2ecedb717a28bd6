import { concat } from '@gongshi/protocol'
import { maxReleaseBytes } from '../limits.ts'

/** Collects the exact bytes of one value out of a stream of chunks, up to a limit. */
export class Capture {
  /** How deep the value stands, and at which byte of the input it begins. */
  readonly depth: number
  readonly from: number
  readonly #pieces: Uint8Array[] = []
  #size = 0

  constructor(depth: number, from: number) {
    this.depth = depth
    this.from = from
  }

  /** Adds what `chunk`, which begins at byte `base` of the input, holds of the value before byte `to`. */
  add(chunk: Uint8Array, base: number, to: number): void {
    const piece = chunk.subarray(Math.max(this.from - base, 0), Math.max(to - base, 0))
    this.#size += piece.length
    if (this.#size <= maxReleaseBytes) this.#pieces.push(piece.slice())
    else this.#pieces.length = 0
  }

  /** Undefined if the value was larger than a release may be. */
  bytes(): Uint8Array | undefined {
    return this.#size > maxReleaseBytes ? undefined : concat(...this.#pieces)
  }
}
