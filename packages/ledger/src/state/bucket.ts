import { compareBytes, type StateRow } from '@gongshi/protocol'
import { LedgerError } from '../errors.ts'
import { readU64, writeU64 } from '../store/storeKeys.ts'
import { nativeSha256 } from './nativeHash.ts'

/** In the store: path (32) ‖ SHA-256 of the value (32) ‖ version (u64), by path. */
const storedRowBytes = 72
/** In memory the leaf's own hash stands behind each row. */
const rowBytes = 104
const hashAt = 72
/** What a bucket takes in memory beyond its rows: itself, their array and its buffer, and its place in a map (measured). */
const overheadBytes = 300

/** One value's place in the tree; `valueHash` null takes it out. Changes are sorted by path and distinct. */
export type StateChange = {
  readonly path: Uint8Array
  readonly valueHash: Uint8Array | null
  /** Where the store keeps the value. */
  readonly version: number
}

/**
 * The leaves below one node of the lowest level kept in memory, sorted by path, packed: a tree of a million values
 * costs about a hundred bytes each. Never changed once made: an update gives a new bucket.
 */
export class Bucket {
  static readonly empty = new Bucket(new Uint8Array(0))
  readonly #rows: Uint8Array

  private constructor(rows: Uint8Array) {
    this.#rows = rows
  }

  /** Reads what `toStored` wrote, computing every leaf's hash anew: the caller compares the root that they give. */
  static fromStored(stored: Uint8Array): Bucket {
    const count = stored.length / storedRowBytes
    if (!Number.isInteger(count)) throw new LedgerError({ code: 'state-damaged' })
    const rows = new Uint8Array(count * rowBytes)
    for (let row = 0; row < count; row++) {
      const start = row * rowBytes
      rows.set(stored.subarray(row * storedRowBytes, (row + 1) * storedRowBytes), start)
      if (
        row > 0 &&
        compareBytes(rows.subarray(start - rowBytes, start - rowBytes + 32), rows.subarray(start, start + 32)) >= 0
      )
        throw new LedgerError({ code: 'state-damaged' })
      writeLeafHash(rows, start)
    }
    return new Bucket(rows)
  }

  get count(): number {
    return this.#rows.length / rowBytes
  }

  /** About what it takes in memory, in bytes: a change leaves room behind the rows where it took some out. */
  get weight(): number {
    return overheadBytes + this.#rows.buffer.byteLength
  }

  toStored(): Uint8Array {
    const stored = new Uint8Array(this.count * storedRowBytes)
    for (let row = 0; row < this.count; row++)
      stored.set(this.#rows.subarray(row * rowBytes, row * rowBytes + storedRowBytes), row * storedRowBytes)
    return stored
  }

  path(row: number): Uint8Array {
    return this.#rows.subarray(row * rowBytes, row * rowBytes + 32)
  }

  /** PERF: byte by byte, for a view of 32 bytes costs more than they do. */
  copyLeafHash(row: number, to: Uint8Array, at: number): void {
    const start = row * rowBytes + hashAt
    for (let byte = 0; byte < 32; byte++) to[at + byte] = this.#rows[start + byte]!
  }

  find(path: Uint8Array): { readonly valueHash: Uint8Array; readonly version: number } | undefined {
    const row = this.#lowerBound(path)
    if (row === this.count || compareBytes(this.path(row), path) !== 0) return undefined
    const start = row * rowBytes
    return { valueHash: this.#rows.slice(start + 32, start + 64), version: readU64(this.#rows, start + 64) }
  }

  /** The rows as proofs want them. */
  rows(): StateRow[] {
    return Array.from({ length: this.count }, (_, row) => {
      const start = row * rowBytes
      const part = (from: number, to: number) => this.#rows.slice(start + from, start + to)
      return { path: part(0, 32), valueHash: part(32, 64), hash: part(hashAt, rowBytes) }
    })
  }

  /** The bucket after `changes`; versions that it no longer points to go to `dropped`. */
  change(changes: readonly StateChange[], dropped: (version: number) => void): Bucket {
    const rows = new Uint8Array((this.count + changes.length) * rowBytes)
    let from = 0
    let to = 0
    for (const { path, valueHash, version } of changes) {
      const row = this.#lowerBound(path)
      rows.set(this.#rows.subarray(from * rowBytes, row * rowBytes), to * rowBytes)
      to += row - from
      from = row
      if (row < this.count && compareBytes(this.path(row), path) === 0) {
        dropped(readU64(this.#rows, row * rowBytes + 64))
        from += 1
      }
      if (valueHash === null) continue
      const start = to * rowBytes
      rows.set(path, start)
      rows.set(valueHash, start + 32)
      writeU64(rows, start + 64, version)
      writeLeafHash(rows, start)
      to += 1
    }
    rows.set(this.#rows.subarray(from * rowBytes), to * rowBytes)
    to += this.count - from
    return to === 0 ? Bucket.empty : new Bucket(rows.subarray(0, to * rowBytes))
  }

  #lowerBound(path: Uint8Array): number {
    let low = 0
    let high = this.count
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareBytes(this.path(middle), path) < 0) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Paths and versions of what `toStored` wrote. */
export function* storedRowsOf(stored: Uint8Array): Generator<{ readonly path: Uint8Array; readonly version: number }> {
  for (let start = 0; start + storedRowBytes <= stored.length; start += storedRowBytes)
    yield { path: stored.slice(start, start + 32), version: readU64(stored, start + 64) }
}

const leafMessage = new Uint8Array(65)

function writeLeafHash(rows: Uint8Array, start: number): void {
  leafMessage.set(rows.subarray(start, start + 64), 1)
  rows.set(nativeSha256(leafMessage), start + hashAt)
}
