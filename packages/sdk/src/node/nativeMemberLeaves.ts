import { createHash, hash } from 'node:crypto'
import { concat, memberPrefix, memberSalts, sha256 } from '@gongshi/protocol'
import type { Client } from '../client.ts'

/** Below this a call into OpenSSL costs more than hashing in JavaScript. */
const shortBytes = 256

/** `memberLeaves` on Node's own SHA-256. PERF: a fifteenth of the time for a member of 4 KB. */
export const nativeMemberLeaves: Client['memberLeaves'] = (recordKey, members) => {
  const saltOf = memberSalts(recordKey)
  return members.map(({ path, bytes }) => {
    const prefix = memberPrefix(saltOf(path), path, bytes.length)
    if (bytes.length < shortBytes) return sha256(prefix, bytes)
    return new Uint8Array(hash('sha256', concat(prefix, bytes), 'buffer'))
  })
}

/** `memberHasher` on Node's own SHA-256. PERF: 1.5 GB/s against 0.2 in JavaScript. */
export const nativeMemberHasher: Client['memberHasher'] = (salt, path, size) => {
  const sha256 = createHash('sha256').update(memberPrefix(salt, path, size))
  return { update: (bytes) => sha256.update(bytes), digest: () => new Uint8Array(sha256.digest()) }
}
