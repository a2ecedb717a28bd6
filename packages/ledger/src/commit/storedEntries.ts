import type { AppPreimage, BlockRecord, EntryParts } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { readHistory } from '../snapshot/history.ts'
import { decodeBlockRecord, type Head } from '../store/records.ts'
import { readU64 } from '../store/storeKeys.ts'
import type { WriteBehind } from '../store/writeBehind.ts'

type Place = Pick<Head, 'height' | 'logSize'>

/** @throws {LedgerError} log-damaged; history-incomplete for one from before a snapshot that is not here yet */
export function findStoredEntry(store: WriteBehind, { logSize }: Place, index: number): EntryParts | undefined {
  if (!Number.isSafeInteger(index) || index < 0 || index >= logSize) return undefined
  const leaf = store.getAt('leaf', index)
  if (leaf === undefined) {
    const history = readHistory(store)
    const isMissing = history !== null && index >= history.next && index < history.until
    throw new LedgerError(isMissing ? { code: 'history-incomplete', index } : { code: 'log-damaged' })
  }
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
