import { createHash, hash } from 'node:crypto'
import { concat, memberPrefix, memberLeaf as shortLeaf } from '@gongshi/protocol'

/**
 * The protocol's `MemberHasher` on node:crypto.
 * PERF: 1.5 GB/s against 0.2 in JavaScript; every member is hashed when written and again each time it is read.
 */
export class MemberHasher {
  readonly #hash = createHash('sha256')

  constructor(salt: Uint8Array, path: string, size: number) {
    this.#hash.update(memberPrefix(salt, path, size))
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

/** Of longer ones OpenSSL hashes the copy in one call, whatever the process hashes with otherwise. Bytes. */
const shortBytes = 64 * 1024

/** The leaf of a member that is at hand. PERF: one call into OpenSSL; making a hasher costs twice as much. */
export function memberLeaf(salt: Uint8Array, path: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length <= shortBytes) return shortLeaf(salt, path, bytes)
  return new Uint8Array(hash('sha256', concat(memberPrefix(salt, path, bytes.length), bytes), 'buffer'))
}
