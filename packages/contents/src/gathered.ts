/** Bytes gathered from pieces of any size, in one buffer that doubles: a piece of one byte costs one byte. */
export class Gathered {
  #buffer = new Uint8Array(0)
  #size = 0

  get size(): number {
    return this.#size
  }

  add(piece: Uint8Array): void {
    const size = this.#size + piece.length
    if (size > this.#buffer.length) this.#grow(Math.max(size, 2 * this.#buffer.length, 4096))
    this.#buffer.set(piece, this.#size)
    this.#size = size
  }

  /** Makes room for so many bytes in all, for one who knows. */
  reserve(size: number): void {
    if (size > this.#buffer.length) this.#grow(size)
  }

  /** What was gathered, valid until the next `add`. */
  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#size)
  }

  clear(): void {
    this.#size = 0
  }

  #grow(size: number): void {
    const larger = new Uint8Array(size)
    larger.set(this.#buffer.subarray(0, this.#size))
    this.#buffer = larger
  }
}
