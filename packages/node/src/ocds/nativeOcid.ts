import { decodeCbor } from '@gongshi/protocol'
import { rowKeyText } from '../http/rowKey.ts'
import type { Organ } from './procurementRelease.ts'

/** Six zeros: no prefix that the standard's registry has given to anybody. A ledger in earnest registers its own. */
export const defaultOcidPrefix = 'ocds-000000'

const limits = { maxBytes: 1024, maxDepth: 8 }

/** What the standard calls a procedure, from its row's key: for good, and back again. */
export function ocidOf(prefix: string, key: Uint8Array): string {
  return `${prefix}-procedure-${rowKeyText(key)}`
}

/** The key that an ocid of this form holds, whether there is such a procedure or not; null for any other. */
export function keyOfOcid(prefix: string, ocid: string): Uint8Array | null {
  const start = ocidOf(prefix, new Uint8Array(0))
  if (!ocid.startsWith(start)) return null
  const key = new Uint8Array(Buffer.from(ocid.slice(start.length), 'base64url'))
  return key.length > 0 && ocidOf(prefix, key) === ocid ? key : null
}

/** A procedure by the key of its row. */
export function procedureIn(prefix: string, key: Uint8Array) {
  const [[scheme, id], number] = decodeCbor(key, limits) as unknown as readonly [readonly [string, string], string]
  const buyer: Organ = { scheme, id }
  return { ocid: ocidOf(prefix, key), buyer, number }
}
