import {
  equalBytes,
  type Leaf,
  LeafError,
  leafHash,
  ProtocolError,
  parseBody,
  parseLeaf,
  parseSigned,
  sha256,
  TransactionError,
} from '@gongshi/protocol'
import type { PastEntry } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { ordersErasure } from '../log/erasureOrder.ts'
import type { LogStore } from '../log/logStore.ts'
import {
  decodeBlockRecord,
  decodeHistory,
  encodeBlockRecord,
  encodeHistory,
  type History,
  historyKey,
} from '../store/records.ts'
import { u64, u64Pair } from '../store/storeKeys.ts'
import type { WriteBehind } from '../store/writeBehind.ts'

export function readHistory(store: WriteBehind): History | null {
  const stored = store.get('meta', historyKey)
  return stored === undefined ? null : decodeHistory(stored)
}

/**
 * Takes over entries from before the snapshot, in their order. Each leaf is the one whose hash stands in the log, and what
 * belongs to it is what the leaf binds; nothing of an entry that is otherwise is kept.
 * @throws {LedgerError} history-differs
 */
export function takeHistory(store: WriteBehind, log: LogStore, history: History, entries: readonly PastEntry[]): void {
  let { next } = history
  for (const entry of entries.slice(0, history.until - next)) {
    takeEntry(store, log, next, entry)
    next += 1
  }
  store.put('meta', historyKey, encodeHistory({ ...history, next }))
}

function takeEntry(store: WriteBehind, log: LogStore, index: number, entry: PastEntry): void {
  const leaf = soundLeaf(log, index, entry.leaf)
  store.putAt('leaf', index, entry.leaf)
  if (leaf.kind === 'tx') {
    takeTransaction(store, log, index, leaf, entry)
    store.put('transaction', leaf.txId, u64Pair(leaf.height, index))
  }
  if (leaf.kind !== 'block') return
  const [height, before] = store.lastBefore('block', leaf.height)!
  const { logSize: firstIndex } = decodeBlockRecord(height, before)
  const { time, blockHash, stateRoot } = leaf
  const logSize = index + 1
  const app = { stateRoot, logSize, logRoot: log.rootAt(logSize) }
  store.putAt('block', leaf.height, encodeBlockRecord({ height: leaf.height, time, blockHash, ...app, firstIndex }))
}

function takeTransaction(
  store: WriteBehind,
  log: LogStore,
  index: number,
  leaf: Extract<Leaf, { kind: 'tx' }>,
  { signed, body, erased }: PastEntry,
): void {
  // A missing `signed` is an alarm of whoever lacks it; it is never invented.
  if (signed !== null) {
    if (!equalBytes(sha256(signed), leaf.signedHash)) throw differs(index)
    store.putAt('signed', index, signed)
  }
  if (body !== null) {
    if (signed === null || !isBodyOf(signed, body)) throw differs(index)
    store.putAt('body', index, body)
  } else if (erased !== null) {
    soundLeaf(log, erased.by, erased.leaf)
    if (!ordersErasure(erased.leaf, index)) throw differs(index)
    store.putAt('erased', index, u64(erased.by))
  }
}

function soundLeaf(log: LogStore, index: number, bytes: Uint8Array): Leaf {
  if (index >= log.size || !equalBytes(leafHash(bytes), log.get(0, index))) throw differs(index)
  try {
    return parseLeaf(bytes)
  } catch (cause) {
    throw cause instanceof LeafError ? differs(index, cause) : cause
  }
}

function isBodyOf(signed: Uint8Array, body: Uint8Array): boolean {
  try {
    parseBody(body, parseSigned(signed))
    return true
  } catch (error) {
    if (error instanceof TransactionError || error instanceof ProtocolError) return false
    throw error
  }
}

function differs(index: number, cause?: unknown): LedgerError {
  return new LedgerError({ code: 'history-differs', index }, { cause })
}
