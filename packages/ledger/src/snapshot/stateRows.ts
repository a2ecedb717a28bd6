import { setImmediate } from 'node:timers/promises'
import { compareBytes, equalBytes, parseLeaf } from '@gongshi/protocol'
import type { UnixMs } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { storedRowsOf } from '../state/bucket.ts'
import { nativeSha256 } from '../state/nativeHash.ts'
import { decodeHead, headKey } from '../store/records.ts'
import type { PinnedStore } from '../store/store.ts'
import { u16, u64 } from '../store/storeKeys.ts'
import { decodeChunk, readSnapshotHead, type Snapshot } from './snapshot.ts'

/** A path of the state (32 bytes) and the canonical CBOR of its value. */
export type StoredRow = readonly [path: Uint8Array, value: Uint8Array]

/** A whole state at one height: its rows once, by rising path. */
export type WholeState = {
  readonly height: number
  /** Of its last block, or of the last one with an entry; null before the first. */
  readonly time: UnixMs | null
  readonly stateRoot: Uint8Array
  readonly rows: AsyncIterable<StoredRow>
}

/** A path at which two states differ; null where there is nothing. */
export type StateDifference = {
  readonly path: Uint8Array
  readonly left: Uint8Array | null
  readonly right: Uint8Array | null
}

/** Buckets read at one go, about 150 values each at ten million: the loop is shared with consensus. */
const bucketsAtOnce = 16
const buckets = 2 ** 16

/** The state that a store holds; its values are not compared with the root. @throws {LedgerError} store-format, state-damaged */
export function storedState(view: PinnedStore): WholeState {
  const head = view.get('meta', headKey)
  if (head === undefined) throw new LedgerError({ code: 'state-damaged' })
  const { height, time, stateRoot } = decodeHead(head)
  return { height, time, stateRoot, rows: storedRows(view) }
}

/**
 * The state of a snapshot, each chunk as the metadata names it.
 * @throws {LedgerError} snapshot-format, snapshot-malformed; as its rows are read snapshot-chunk
 */
export function snapshotState(snapshot: Snapshot, chunk: (at: number) => Promise<Uint8Array>): WholeState {
  const { height, stateRoot, lastLeaf, chunks } = readSnapshotHead(snapshot)
  const time = lastLeaf.length === 0 ? null : parseLeaf(lastLeaf).time
  return { height, time, stateRoot, rows: chunkRows(chunks, chunk) }
}

/** By rising path. Holds one row of each side in memory, and what its source reads at one go. */
export async function* diffStates(
  left: AsyncIterable<StoredRow>,
  right: AsyncIterable<StoredRow>,
): AsyncGenerator<StateDifference> {
  const sides = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()] as const
  const nextOf = async (side: 0 | 1): Promise<StoredRow | null> => {
    const { done, value } = await sides[side].next()
    return done === true ? null : value
  }
  let [one, other] = [await nextOf(0), await nextOf(1)]
  while (one !== null || other !== null) {
    const order = one === null ? 1 : other === null ? -1 : compareBytes(one[0], other[0])
    const path = order <= 0 ? one![0] : other![0]
    const found = { path, left: order <= 0 ? one![1] : null, right: order >= 0 ? other![1] : null }
    if (order !== 0 || !equalBytes(found.left!, found.right!)) yield found
    if (order <= 0) one = await nextOf(0)
    if (order >= 0) other = await nextOf(1)
  }
}

export async function* storedRows(view: PinnedStore): AsyncGenerator<StoredRow> {
  for (let first = 0; first < buckets; first += bucketsAtOnce) {
    const to = first + bucketsAtOnce
    const some = [...view.range('bucket', { from: u16(first), ...(to < buckets ? { to: u16(to) } : {}) })]
    for (const [, stored] of some)
      for (const { path, version } of storedRowsOf(stored)) yield [path, valueAt(view, path, version)]
    if (some.length > 0) await setImmediate()
  }
}

/** The value, which the store keeps behind its path. */
function valueAt(view: PinnedStore, path: Uint8Array, version: number): Uint8Array {
  const stored = view.get('value', u64(version))
  if (stored === undefined || !equalBytes(stored.subarray(0, 32), path))
    throw new LedgerError({ code: 'state-damaged' })
  return stored.subarray(32)
}

/** The state stands in the first chunks. */
async function* chunkRows(
  hashes: readonly Uint8Array[],
  read: (at: number) => Promise<Uint8Array>,
): AsyncGenerator<StoredRow> {
  for (const [at, hash] of hashes.entries()) {
    const bytes = await read(at).catch((cause: unknown) => {
      throw new LedgerError({ code: 'snapshot-chunk', chunk: at }, { cause })
    })
    if (!equalBytes(nativeSha256(bytes), hash)) throw new LedgerError({ code: 'snapshot-chunk', chunk: at })
    const content = decodeChunk(bytes)
    if (content.kind !== 'state') return
    yield* content.rows
  }
}
