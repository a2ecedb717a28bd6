import { chacha20poly1305 } from '@noble/ciphers/chacha.js'

/** age's STREAM: so many bytes of plaintext a chunk, the last one shorter; each has a tag. */
export const chunkBytes = 64 * 1024
export const tagBytes = 16

/** Some chunks that follow each other, to be sealed or opened. */
export type Run = {
  readonly key: Uint8Array
  /** The place of the first of them in the whole, from 0. */
  readonly first: number
  /** Whether the last of them ends the whole. */
  readonly isLast: boolean
  /** Whole chunks, but for one that ends the whole. */
  readonly bytes: Uint8Array
}

/** ChaCha20-Poly1305 (RFC 8439) over runs, by whatever the machine is fast with. Every implementation makes the same bytes. */
export type RunCipher = {
  /** How many runs it works on at once. */
  readonly lanes: number
  seal(run: Run): Uint8Array | Promise<Uint8Array>
  /** Undefined where a tag does not fit. */
  open(run: Run): Uint8Array | undefined | Promise<Uint8Array | undefined>
}

/** One chunk at a time, the result written where it belongs. */
export type Aead = {
  seal(key: Uint8Array, nonce: Uint8Array, chunk: Uint8Array, into: Uint8Array): void
  open(key: Uint8Array, nonce: Uint8Array, chunk: Uint8Array, into: Uint8Array): boolean
}

export function cipherOf(aead: Aead): RunCipher {
  return {
    lanes: 1,
    seal({ key, first, isLast, bytes }) {
      const count = Math.max(1, Math.ceil(bytes.length / chunkBytes))
      const sealed = new Uint8Array(bytes.length + count * tagBytes)
      for (let at = 0; at < count; at++) {
        const chunk = bytes.subarray(at * chunkBytes, (at + 1) * chunkBytes)
        const from = at * (chunkBytes + tagBytes)
        aead.seal(
          key,
          nonceOf(first + at, isLast && at === count - 1),
          chunk,
          sealed.subarray(from, from + chunk.length + tagBytes),
        )
      }
      return sealed
    },
    open({ key, first, isLast, bytes }) {
      const count = Math.max(1, Math.ceil(bytes.length / (chunkBytes + tagBytes)))
      const left = bytes.length - count * tagBytes
      // A chunk without a byte is none: an end that says nothing would let one whole have two forms.
      if (left <= (count - 1) * chunkBytes) return undefined
      const opened = new Uint8Array(left)
      for (let at = 0; at < count; at++) {
        const chunk = bytes.subarray(at * (chunkBytes + tagBytes), (at + 1) * (chunkBytes + tagBytes))
        const into = opened.subarray(at * chunkBytes, at * chunkBytes + chunk.length - tagBytes)
        if (!aead.open(key, nonceOf(first + at, isLast && at === count - 1), chunk, into)) return undefined
      }
      return opened
    },
  }
}

/** For browsers, which have no ChaCha20 of their own. */
export const scriptedCipher: RunCipher = cipherOf({
  seal: (key, nonce, chunk, into) => void chacha20poly1305(key, nonce).encrypt(chunk, into),
  open(key, nonce, chunk, into) {
    try {
      chacha20poly1305(key, nonce).decrypt(chunk, into)
      return true
    } catch {
      return false // the tag does not fit
    }
  },
})

/** The chunk's number, 11 bytes, and a byte that is 1 for the last one. */
function nonceOf(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(12)
  new DataView(nonce.buffer).setBigUint64(3, BigInt(index))
  nonce[11] = isLast ? 1 : 0
  return nonce
}
