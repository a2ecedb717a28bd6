import { createHash, hash } from 'node:crypto'
import { concat, memberLeaf, memberPrefix, memberSalts, useNativeSha256 } from '@gongshi/protocol'
import type { Client } from '../client.ts'

/** Longer members are not joined with what stands before them more than once. Bytes. */
const shortBytes = 64 * 1024

/**
 * Has this process hash by OpenSSL wherever the protocol hashes. PERF: asked for as a string of one character a byte, since a Buffer
 * costs more than the hash of a short message.
 */
export function hashNatively(): void {
  useNativeSha256((message) => {
    const name = hash('sha256', message, 'binary')
    const digest = new Uint8Array(32)
    for (let at = 0; at < 32; at++) digest[at] = name.charCodeAt(at)
    return digest
  })
}

/** `memberLeaves` on Node's own SHA-256. PERF: a fifteenth of the time for a member of 4 KB. */
export const nativeMemberLeaves: Client['memberLeaves'] = (recordKey, members) => {
  const saltOf = memberSalts(recordKey)
  return members.map(({ path, bytes }) => {
    const salt = saltOf(path)
    if (bytes.length <= shortBytes) return memberLeaf(salt, path, bytes)
    return new Uint8Array(hash('sha256', concat(memberPrefix(salt, path, bytes.length), bytes), 'buffer'))
  })
}

/** `memberHasher` on Node's own SHA-256. PERF: 1.5 GB/s against 0.2 in JavaScript. */
export const nativeMemberHasher: Client['memberHasher'] = (salt, path, size) => {
  const sha256 = createHash('sha256').update(memberPrefix(salt, path, size))
  return { update: (bytes) => sha256.update(bytes), digest: () => new Uint8Array(sha256.digest()) }
}
