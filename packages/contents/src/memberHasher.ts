import { createHash } from 'node:crypto'
import { memberPrefix, memberSalt } from '@gongshi/protocol'

/**
 * The protocol's `MemberHasher` on node:crypto.
 * PERF: 1.5 GB/s against 0.2 in JavaScript; every member is hashed when written and again each time it is read.
 */
export class MemberHasher {
  readonly #hash = createHash('sha256')

  constructor(recordKey: Uint8Array, path: string, size: number) {
    this.#hash.update(memberPrefix(memberSalt(recordKey, path), path, size))
  }

  update(bytes: Uint8Array): this {
    this.#hash.update(bytes)
    return this
  }

  /** The member's leaf, if as many bytes came as were announced. */
  digest(): Uint8Array {
    return new Uint8Array(this.#hash.digest())
  }
}
