import { appHash, type Cbor, decodeCbor, domainHash, encodeCbor, equalBytes, ProtocolError } from '@gongshi/protocol'
import type { AppPreimage } from '../engine.ts'
import { LedgerError } from '../errors.ts'

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
const chunkLimits = { maxBytes: 16_000_000, maxDepth: 4 }
/** CometBFT carries no longer metadata. */
const metadataLimits = { maxBytes: 3_900_000, maxDepth: 3 }

export function encodeSnapshot(head: SnapshotHead): Snapshot {
  const { height, stateRoot, logSize, logRoot, lastLeaf, chunks } = head
  const metadata = encodeCbor([height, stateRoot, logSize, logRoot, lastLeaf, [...chunks]])
  return { height, format: snapshotFormat, chunks: chunks.length, hash: hashOf(metadata), metadata }
}

/**
 * Reads what is offered, and compares it with the app hash that a light-verified header names.
 * @throws {LedgerError} snapshot-format, snapshot-malformed, snapshot-app-hash
 */
export function parseSnapshot(offered: Snapshot, trustedAppHash: Uint8Array): SnapshotHead {
  if (offered.format !== snapshotFormat) throw new LedgerError({ code: 'snapshot-format', format: offered.format })
  const head = readHead(offered.metadata)
  const isWhole = equalBytes(hashOf(offered.metadata), offered.hash) && head.height === offered.height
  if (!isWhole || head.chunks.length !== offered.chunks || offered.chunks === 0)
    throw new LedgerError({ code: 'snapshot-malformed', at: 'metadata' })
  if (!equalBytes(appHash(head), trustedAppHash)) throw new LedgerError({ code: 'snapshot-app-hash' })
  return head
}

export function encodeChunk(content: ChunkContent): Uint8Array {
  return encodeCbor([content.kind, content.kind === 'log' ? content.hashes : content.rows.map((row) => [...row])])
}

/** @throws {LedgerError} snapshot-malformed */
export function decodeChunk(bytes: Uint8Array): ChunkContent {
  const [kind, content] = decoded(bytes, chunkLimits, 'chunk')
  if (kind === 'log' && content instanceof Uint8Array && content.length % 32 === 0) return { kind, hashes: content }
  if (kind === 'state' && Array.isArray(content) && content.every(isPair)) return { kind, rows: content }
  if (kind === 'ids' && Array.isArray(content) && content.every(isIdsRow)) return { kind, rows: content }
  throw new LedgerError({ code: 'snapshot-malformed', at: 'chunk' })
}

function readHead(metadata: Uint8Array): SnapshotHead {
  const [height, stateRoot, logSize, logRoot, lastLeaf, chunks] = decoded(metadata, metadataLimits, 'metadata')
  const isSound =
    isCount(height) &&
    isHash(stateRoot) &&
    isCount(logSize) &&
    isHash(logRoot) &&
    lastLeaf instanceof Uint8Array &&
    Array.isArray(chunks) &&
    chunks.every(isHash)
  if (!isSound) throw new LedgerError({ code: 'snapshot-malformed', at: 'metadata' })
  return { height, stateRoot, logSize, logRoot, lastLeaf, chunks }
}

type Place = 'metadata' | 'chunk'

function decoded(bytes: Uint8Array, limits: typeof chunkLimits, at: Place): readonly Cbor[] {
  try {
    const value = decodeCbor(bytes, limits)
    if (Array.isArray(value)) return value
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
  }
  throw new LedgerError({ code: 'snapshot-malformed', at })
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function isHash(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array && value.length === 32
}

function isPair(row: unknown): row is readonly [Uint8Array, Uint8Array] {
  return Array.isArray(row) && row.length === 2 && isHash(row[0]) && row[1] instanceof Uint8Array
}

function isIdsRow(row: unknown): row is readonly [number, number, Uint8Array] {
  if (!Array.isArray(row) || row.length !== 3 || !isCount(row[0]) || !isCount(row[1])) return false
  return row[2] instanceof Uint8Array && row[2].length % 32 === 0
}

function hashOf(metadata: Uint8Array): Uint8Array {
  return domainHash('gongshi/snapshot/1', metadata)
}
