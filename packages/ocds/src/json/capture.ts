import { maxReleaseBytes } from '../limits.ts'

/** Collects the exact bytes of one value out of a stream of chunks, up to a limit. */
export class Capture {
  /** How deep the value stands, and at which byte of the input it begins. */
  readonly depth: number
  readonly from: number
  // PERF: most values end in the chunk in which they begin, and then take a buffer of just their size.
  #buffer = new Uint8Array(0)
  #size = 0

  constructor(depth: number, from: number) {
    this.depth = depth
    this.from = from
  }

  /** Adds what `chunk`, which begins at byte `base` of the input, holds of the value before byte `to`. */
  add(chunk: Uint8Array, base: number, to: number): void {
    const piece = chunk.subarray(Math.max(this.from - base, 0), Math.max(to - base, 0))
    const size = this.#size + piece.length
    if (size > maxReleaseBytes) this.#buffer = new Uint8Array(0)
    else {
      if (size > this.#buffer.length) this.#grow(size)
      this.#buffer.set(piece, this.#size)
    }
    this.#size = size
  }

  /** Undefined if the value was larger than a release may be. */
  bytes(): Uint8Array | undefined {
    return this.#size > maxReleaseBytes ? undefined : this.#buffer.subarray(0, this.#size)
  }

  #grow(size: number): void {
    const larger = new Uint8Array(Math.max(size, 2 * this.#buffer.length))
    larger.set(this.#buffer.subarray(0, this.#size))
    this.#buffer = larger
  }
}
