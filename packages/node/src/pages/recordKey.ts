import type { Cbor } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { parseRowKey, rowKeyText } from '../http/rowKey.ts'

/** What is published: a document of an organ, or a release of a procurement process. */
export type RecordEntity = 'publication' | 'release'

const letters = { publication: 'p', release: 'r' } as const

/** A record's name in addresses: a letter for its kind, then its row's id. */
export function recordKey(entity: RecordEntity, key: Uint8Array): string {
  return `${letters[entity]}-${rowKeyText(key)}`
}

/** @throws {NodeError} record-unknown */
export function parseRecordKey(text: string): {
  readonly entity: RecordEntity
  readonly key: Cbor
  readonly bytes: Uint8Array
} {
  const entity = text.startsWith('p-') ? 'publication' : text.startsWith('r-') ? 'release' : null
  if (entity === null) throw new NodeError({ code: 'record-unknown' })
  try {
    return { entity, ...parseRowKey(text.slice(2)) }
  } catch {
    throw new NodeError({ code: 'record-unknown' })
  }
}
