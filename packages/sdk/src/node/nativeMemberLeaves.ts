import { hash } from 'node:crypto'
import { concat, memberPrefix, memberSalts } from '@gongshi/protocol'
import type { Client } from '../client.ts'

/** `memberLeaves` on Node's own SHA-256. PERF: a fifteenth of the time for a member of 4 KB. */
export const nativeMemberLeaves: Client['memberLeaves'] = (recordKey, members) => {
  const saltOf = memberSalts(recordKey)
  return members.map(({ path, bytes }) => {
    const prefix = memberPrefix(saltOf(path), path, bytes.length)
    return new Uint8Array(hash('sha256', concat(prefix, bytes), 'buffer'))
  })
}
