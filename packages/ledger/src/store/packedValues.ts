/** Bytes of a piece; a longer value has one of its own. */
const pieceBytes = 2 ** 18

/** Values that are only added, one behind the other in large pieces of memory. A value is found by its number, from 0 on. */
export class PackedValues {
  readonly #pieces: Uint8Array[] = []
  /** Of each value: its piece, and where it begins and ends there. */
  readonly #pieceOf: number[] = []
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  #free = 0

  /** Copies the bytes; gives the value's number. */
  add(value: Uint8Array): number {
    let start = this.#free
    if (this.#pieces.length === 0 || start + value.length > pieceBytes) {
      start = 0
      this.#pieces.push(new Uint8Array(Math.max(pieceBytes, value.length)))
    }
    this.#free = start + value.length
    this.#pieces.at(-1)!.set(value, start)
    this.#pieceOf.push(this.#pieces.length - 1)
    this.#starts.push(start)
    return this.#ends.push(this.#free) - 1
  }

  /** In bytes of their own. */
  copy(number: number): Uint8Array {
    return this.#pieces[this.#pieceOf[number]!]!.slice(this.#starts[number], this.#ends[number])
  }

  /** Where it lies: for one who only reads it, and keeps this alive meanwhile. */
  view(number: number): Uint8Array {
    return this.#pieces[this.#pieceOf[number]!]!.subarray(this.#starts[number], this.#ends[number])
  }
}
