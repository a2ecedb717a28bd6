import { appHash, CborReader, domainHash, encodeCbor, equalBytes, ProtocolError } from '@gongshi/protocol'
import type { AppPreimage } from '../engine.ts'
import { LedgerError, type SnapshotPlace } from '../errors.ts'

/** The form of chunks and metadata. Another one is refused, never guessed at. */
export const snapshotFormat = 1

/** A snapshot as ABCI names it. `hash` = SHA-256("gongshi/snapshot/1" ‖ metadata), which holds the hash of each chunk. */
export type Snapshot = {
  readonly height: number
  readonly format: number
  readonly chunks: number
  readonly hash: Uint8Array
  readonly metadata: Uint8Array
}

/** What the metadata says: all of it follows from the app hash, or is checked against what does. */
export type SnapshotHead = AppPreimage & {
  readonly height: number
  /** The block leaf at the end of the log; empty where there is no leaf yet. */
  readonly lastLeaf: Uint8Array
  /** SHA-256 of each chunk. */
  readonly chunks: readonly Uint8Array[]
}

/**
 * What a chunk holds, in the order in which chunks follow: values of the state by path, hashes of the log's leaves one after
 * the other, ids of the replay window by minute and height.
 */
export type ChunkContent =
  | { readonly kind: 'state'; readonly rows: readonly (readonly [path: Uint8Array, value: Uint8Array])[] }
  | { readonly kind: 'log'; readonly hashes: Uint8Array }
  | { readonly kind: 'ids'; readonly rows: readonly (readonly [minute: number, height: number, ids: Uint8Array])[] }

/** CometBFT carries chunks of at most 16 MB; a value has at most 1 MiB, a block's ids of one minute no more. */
export const chunkBytes = 4 * 2 ** 20
const mostChunkBytes = 16_000_000
/** CometBFT carries no longer metadata. */
const mostMetadataBytes = 3_900_000
/** What a hash takes, and at least a row of each kind: [path, value], [minute, height, ids]. Bytes. */
const [hashBytes, stateRowBytes, idsRowBytes] = [34, 36, 37]

export function encodeSnapshot(head: SnapshotHead): Snapshot {
  const { height, stateRoot, logSize, logRoot, lastLeaf, chunks } = head
  const metadata = encodeCbor([height, stateRoot, logSize, logRoot, lastLeaf, [...chunks]])
  return { height, format: snapshotFormat, chunks: chunks.length, hash: hashOf(metadata), metadata }
}

/**
 * Reads what is offered, and compares it with the app hash that a light-verified header names. Whoever offers it is a stranger:
 * nothing is made of a count that its bytes can't bear out, and reading ends at the first thing that is otherwise.
 * @throws {LedgerError} snapshot-format, snapshot-malformed, snapshot-app-hash
 */
export function parseSnapshot(offered: Snapshot, trustedAppHash: Uint8Array): SnapshotHead {
  const head = readSnapshotHead(offered)
  if (!equalBytes(appHash(head), trustedAppHash)) throw new LedgerError({ code: 'snapshot-app-hash' })
  return head
}

/** The same without a header to compare it with: what it says hangs together, and no more. @throws {LedgerError} snapshot-format, snapshot-malformed */
export function readSnapshotHead({ format, metadata, chunks, hash, height }: Snapshot): SnapshotHead {
  if (format !== snapshotFormat) throw new LedgerError({ code: 'snapshot-format', format })
  if (chunks === 0 || chunks * hashBytes > metadata.length || metadata.length > mostMetadataBytes)
    throw malformed('chunk-count')
  if (!equalBytes(hashOf(metadata), hash)) throw malformed('metadata')
  const head = reading(metadata, 'metadata', (reader) => readHead(reader, chunks))
  if (head.height !== height) throw malformed('metadata')
  return head
}

/** The app hash that its metadata come to; only a verified header says whether it is the chain's. @throws {LedgerError} as `readSnapshotHead` */
export function snapshotAppHash(snapshot: Snapshot): Uint8Array {
  return appHash(readSnapshotHead(snapshot))
}

export function encodeChunk(content: ChunkContent): Uint8Array {
  return encodeCbor([content.kind, content.kind === 'log' ? content.hashes : content.rows.map((row) => [...row])])
}

/** As wary as `parseSnapshot`. @throws {LedgerError} snapshot-malformed */
export function decodeChunk(bytes: Uint8Array): ChunkContent {
  if (bytes.length > mostChunkBytes) throw malformed('chunk')
  return reading(bytes, 'chunk', (reader) => {
    expect(reader.array() === 2, 'chunk')
    const kind = reader.text()
    if (kind === 'log') {
      const hashes = reader.byteString()
      expect(hashes.length % 32 === 0, 'chunk')
      return { kind, hashes }
    }
    if (kind === 'state') return { kind, rows: rowsOf(reader, bytes.length / stateRowBytes, readValue) }
    expect(kind === 'ids', 'chunk')
    return { kind: 'ids', rows: rowsOf(reader, bytes.length / idsRowBytes, readIds) }
  })
}

function rowsOf<Row>(reader: CborReader, most: number, read: (reader: CborReader) => Row): Row[] {
  const count = reader.array()
  expect(count <= most, 'row-count')
  const rows: Row[] = []
  for (let row = 0; row < count; row++) rows.push(read(reader))
  return rows
}

function readValue(reader: CborReader): readonly [path: Uint8Array, value: Uint8Array] {
  expect(reader.array() === 2, 'chunk')
  return [readHash(reader, 'chunk'), reader.byteString()]
}

function readIds(reader: CborReader): readonly [minute: number, height: number, ids: Uint8Array] {
  expect(reader.array() === 3, 'chunk')
  const [minute, height, ids] = [readCount(reader, 'chunk'), readCount(reader, 'chunk'), reader.byteString()]
  expect(ids.length > 0 && ids.length % 32 === 0, 'chunk')
  return [minute, height, ids]
}

function readHead(reader: CborReader, chunkCount: number): SnapshotHead {
  expect(reader.array() === 6, 'metadata')
  const height = readCount(reader, 'metadata')
  const stateRoot = readHash(reader, 'metadata')
  const logSize = readCount(reader, 'metadata')
  const logRoot = readHash(reader, 'metadata')
  const lastLeaf = reader.byteString()
  expect(reader.array() === chunkCount, 'chunk-count')
  const chunks: Uint8Array[] = []
  while (chunks.length < chunkCount) chunks.push(readHash(reader, 'metadata'))
  return { height, stateRoot, logSize, logRoot, lastLeaf, chunks }
}

/** All of the bytes, in their one encoding. */
function reading<Read>(bytes: Uint8Array, at: SnapshotPlace, read: (reader: CborReader) => Read): Read {
  try {
    const reader = new CborReader(bytes)
    const found = read(reader)
    reader.end()
    return found
  } catch (cause) {
    if (cause instanceof ProtocolError) throw malformed(at, cause)
    throw cause
  }
}

function readHash(reader: CborReader, at: SnapshotPlace): Uint8Array {
  const hash = reader.byteString()
  expect(hash.length === 32, at)
  return hash
}

function readCount(reader: CborReader, at: SnapshotPlace): number {
  const count = reader.integer()
  expect(count >= 0, at)
  return count
}

function expect(holds: boolean, at: SnapshotPlace): void {
  if (!holds) throw malformed(at)
}

function malformed(at: SnapshotPlace, cause?: unknown): LedgerError {
  return new LedgerError({ code: 'snapshot-malformed', at }, { cause })
}

function hashOf(metadata: Uint8Array): Uint8Array {
  return domainHash('gongshi/snapshot/1', metadata)
}
