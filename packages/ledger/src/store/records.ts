import { type Cbor, decodeCbor, encodeCbor } from '@gongshi/protocol'
import type { AppPreimage, BlockRecord, UnixMs } from '../engine.ts'
import { LedgerError } from '../errors.ts'

/** The committed head: written with every block, in the same batch as everything that it speaks of. */
export type Head = AppPreimage & {
  readonly height: number
  readonly time: UnixMs
  readonly appHash: Uint8Array
  readonly lastResultsHash: Uint8Array
  /** The next version of the state's values. */
  readonly nextVersion: number
}

/** The layout of the store's tables. Another one is refused, never guessed at. */
const format = 1
const recordLimits = { maxBytes: 1024, maxDepth: 2 }

export const headKey = Uint8Array.of(1)
export const chainKey = Uint8Array.of(2)

/** There while a snapshot is being taken in: what the store holds then is no ledger. */
export const restoringKey = Uint8Array.of(3)
export const historyKey = Uint8Array.of(4)

/** Of a ledger that began with a snapshot: the entries from `next` to `until` (excluded) are not here yet. */
export type History = { readonly next: number; readonly until: number; readonly restoredAt: number }

export function encodeHistory({ next, until, restoredAt }: History): Uint8Array {
  return encodeCbor([next, until, restoredAt])
}

export function decodeHistory(bytes: Uint8Array): History {
  const [next, until, restoredAt] = decodeRecord(bytes)
  return { next, until, restoredAt } as History
}

export function encodeHead(head: Head): Uint8Array {
  const { height, time, appHash, lastResultsHash, stateRoot, logSize, logRoot, nextVersion } = head
  return encodeCbor([format, height, time, appHash, lastResultsHash, stateRoot, logSize, logRoot, nextVersion])
}

/** @throws {LedgerError} store-format */
export function decodeHead(bytes: Uint8Array): Head {
  const [is, height, time, appHash, lastResultsHash, stateRoot, logSize, logRoot, nextVersion] = decodeRecord(bytes)
  if (is !== format) throw new LedgerError({ code: 'store-format', format: Number(is), known: format })
  return { height, time, appHash, lastResultsHash, stateRoot, logSize, logRoot, nextVersion } as Head
}

export function encodeBlockRecord({
  time,
  blockHash,
  stateRoot,
  logSize,
  logRoot,
  firstIndex,
}: BlockRecord): Uint8Array {
  return encodeCbor([time, blockHash, stateRoot, logSize, logRoot, firstIndex])
}

export function decodeBlockRecord(height: number, bytes: Uint8Array): BlockRecord {
  const [time, blockHash, stateRoot, logSize, logRoot, firstIndex] = decodeRecord(bytes)
  return { height, time, blockHash, stateRoot, logSize, logRoot, firstIndex } as BlockRecord
}

function decodeRecord(bytes: Uint8Array): readonly Cbor[] {
  return decodeCbor(bytes, recordLimits) as readonly Cbor[]
}
