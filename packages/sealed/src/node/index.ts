import { createCipheriv, createDecipheriv } from 'node:crypto'
import { cipherOf, type RunCipher, tagBytes } from '../cipher.ts'

const name = 'chacha20-poly1305'
const options = { authTagLength: tagBytes }

/** PERF: OpenSSL's, six times as fast as JavaScript. */
export const nativeCipher: RunCipher = cipherOf({
  seal(key, nonce, chunk, into) {
    const cipher = createCipheriv(name, key, nonce, options)
    into.set(cipher.update(chunk))
    cipher.final()
    into.set(cipher.getAuthTag(), chunk.length)
  },
  open(key, nonce, chunk, into) {
    const cipher = createDecipheriv(name, key, nonce, options)
    cipher.setAuthTag(chunk.subarray(chunk.length - tagBytes))
    into.set(cipher.update(chunk.subarray(0, chunk.length - tagBytes)))
    try {
      cipher.final()
      return true
    } catch {
      return false // the tag does not fit
    }
  },
})
