import type { AppPreimage, BlockRecord, EntryParts } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import type { ExecutedLeaf } from '../execute/executeBlock.ts'
import { readHistory } from '../snapshot/history.ts'
import { decodeBlockRecord, encodeBlockRecord, type Head } from '../store/records.ts'
import { readU64, u64Pair } from '../store/storeKeys.ts'
import type { WriteBehind } from '../store/writeBehind.ts'

type Place = Pick<Head, 'height' | 'logSize'>

/** The record of a block, and of its transactions what is kept beside the log. */
export function storeBlock(store: WriteBehind, record: BlockRecord, leaves: readonly ExecutedLeaf[]): void {
  leaves.forEach(({ transaction }, at) => {
    if (transaction === null) return
    const index = record.firstIndex + at
    store.putAt('signed', index, transaction.signed)
    store.putAt('body', index, transaction.body)
    store.put('transaction', transaction.txId, u64Pair(record.height, index))
  })
  store.putAt('block', record.height, encodeBlockRecord(record))
}

/** @throws {LedgerError} log-damaged; history-incomplete for one from before a snapshot that is not here yet */
export function findStoredEntry(store: WriteBehind, place: Place, index: number): EntryParts | undefined {
  const leaf = findStoredLeaf(store, place, index)
  if (leaf === undefined) return undefined
  const body = store.getAt('body', index) ?? null
  // Erasing takes the body away and says by whom in one step: nobody erased what is there.
  const erasedBy = body === null ? store.getAt('erased', index) : undefined
  return {
    index,
    leaf,
    signed: store.getAt('signed', index) ?? null,
    body,
    erasedBy: erasedBy === undefined ? null : readU64(erasedBy),
  }
}

/** @throws {LedgerError} as `findStoredEntry` */
export function findStoredLeaf(store: WriteBehind, { logSize }: Place, index: number): Uint8Array | undefined {
  if (!Number.isSafeInteger(index) || index < 0 || index >= logSize) return undefined
  const leaf = store.getAt('leaf', index)
  if (leaf !== undefined) return leaf
  const history = readHistory(store)
  const isMissing = history !== null && index >= history.next && index < history.until
  throw new LedgerError(isMissing ? { code: 'history-incomplete', index } : { code: 'log-damaged' })
}

export function findStoredBlock(store: WriteBehind, head: Place, height: number): BlockRecord | undefined {
  if (!Number.isSafeInteger(height) || height < 1 || height > head.height) return undefined
  const record = store.getAt('block', height)
  return record && decodeBlockRecord(height, record)
}

/** @throws {LedgerError} log-damaged */
export function findStoredApp(store: WriteBehind, head: Place, height: number): AppPreimage | undefined {
  if (!Number.isSafeInteger(height) || height < 0 || height > head.height) return undefined
  // PERF: whoever asks about an entry asks for a height that has a record; only empty blocks need the search.
  const own = height === 0 ? undefined : store.getAt('block', height)
  const last = own === undefined ? store.lastBefore('block', height + 1) : ([height, own] as const)
  if (last === undefined) throw new LedgerError({ code: 'log-damaged' })
  const { stateRoot, logSize, logRoot } = decodeBlockRecord(...last)
  return { stateRoot, logSize, logRoot }
}
