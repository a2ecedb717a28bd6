import { type Cbor, encodeCbor } from '@gongshi/protocol'
import { settled, weightOf } from './stateValue.ts'

/** A value of the state as it is held in memory, with the size of its encoding once that is known. */
export class HeldValue {
  readonly value: Cbor
  #bytes: number | null

  private constructor(value: Cbor, bytes: number | null) {
    this.value = value
    this.#bytes = bytes
  }

  /** @throws {TypeError} for what has no encoding */
  static of(value: Cbor): HeldValue {
    return new HeldValue(settled(value), null)
  }

  /** Of a value as decoding gives it. */
  static sized(value: Cbor, bytes: number): HeldValue {
    return new HeldValue(value, bytes)
  }

  /** Bytes that its encoding takes. */
  get bytes(): number {
    this.#bytes ??= encodeCbor(this.value).length
    return this.#bytes
  }

  /** About what it takes in memory, in bytes. PERF: by the size of its encoding where that is known, not by a walk. */
  get weight(): number {
    return this.#bytes === null ? weightOf(this.value) : 64 + 4 * this.#bytes
  }
}
