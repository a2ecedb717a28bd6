import { setImmediate } from 'node:timers/promises'
import { LedgerError } from '../errors.ts'
import { tileKey, tileWidth } from '../log/logStore.ts'
import { nativeSha256 } from '../state/nativeHash.ts'
import { decodeHead, headKey } from '../store/records.ts'
import type { PinnedStore } from '../store/store.ts'
import { readU64, u64 } from '../store/storeKeys.ts'
import { type ChunkContent, chunkBytes, encodeChunk, encodeSnapshot, type Snapshot } from './snapshot.ts'
import { storedRows } from './stateRows.ts'

const tilesAtOnce = 64

/** A ledger's store at one committed height, until it is released. */
export type PinnedLedger = { readonly height: number; readonly view: PinnedStore; release(): void }

/**
 * Writes what a node needs so as to go on from a height without the blocks before it: the state's values, the hashes of the
 * log's leaves, the ids of the replay window. Every node that makes one at this height makes the same bytes.
 * @param write takes the next chunk
 * @throws {LedgerError} state-damaged, log-damaged
 */
export async function exportSnapshot(
  { view }: PinnedLedger,
  write: (chunk: Uint8Array) => Promise<void>,
): Promise<Snapshot> {
  const { height, stateRoot, logSize, logRoot } = decodeHead(view.get('meta', headKey)!)
  const chunks: Uint8Array[] = []
  for await (const content of contents(view, logSize)) {
    const chunk = encodeChunk(content)
    chunks.push(nativeSha256(chunk))
    await write(chunk)
  }
  const lastLeaf = logSize === 0 ? new Uint8Array() : view.get('leaf', u64(logSize - 1))
  if (lastLeaf === undefined) throw new LedgerError({ code: 'log-damaged' })
  return encodeSnapshot({ height, stateRoot, logSize, logRoot, lastLeaf, chunks })
}

async function* contents(view: PinnedStore, logSize: number): AsyncGenerator<ChunkContent> {
  yield* inChunks(
    storedRows(view),
    ([path, value]) => path.length + value.length + 8,
    (rows) => ({ kind: 'state', rows }),
  )
  yield* inChunks(
    leafHashes(view, logSize),
    ({ length }) => length,
    (tiles) => ({ kind: 'log', hashes: joined(tiles) }),
  )
  yield* inChunks(
    idRows(view),
    ([, , ids]) => ids.length + 16,
    (rows) => ({ kind: 'ids', rows }),
  )
}

async function* inChunks<Row>(
  rows: AsyncGenerator<Row>,
  sizeOf: (row: Row) => number,
  contentOf: (rows: readonly Row[]) => ChunkContent,
): AsyncGenerator<ChunkContent> {
  let gathered: Row[] = []
  let bytes = 0
  for await (const row of rows) {
    gathered.push(row)
    bytes += sizeOf(row)
    if (bytes < chunkBytes) continue
    yield contentOf(gathered)
    gathered = []
    bytes = 0
  }
  if (gathered.length > 0) yield contentOf(gathered)
}

async function* leafHashes(view: PinnedStore, size: number): AsyncGenerator<Uint8Array> {
  for (let tile = 0; tile * tileWidth < size; tile++) {
    const hashes = view.get('tile', tileKey(0, tile))
    const expected = Math.min(tileWidth, size - tile * tileWidth) * 32
    if (hashes?.length !== expected) throw new LedgerError({ code: 'log-damaged' })
    yield hashes
    if (tile % tilesAtOnce === 0) await setImmediate()
  }
}

async function* idRows(view: PinnedStore): AsyncGenerator<readonly [number, number, Uint8Array]> {
  for (const [key, ids] of view.range('replay')) yield [readU64(key), readU64(key, 8), ids]
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
