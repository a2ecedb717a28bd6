import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { compareBytes } from '@gongshi/protocol'
import { type Database, open, type RootDatabase, type Transaction } from 'lmdb'
import { LedgerError } from '../errors.ts'
import {
  type PinnedStore,
  type Store,
  type StoreRange,
  type StoreTable,
  type StoreWrite,
  storeTables,
} from './store.ts'

type Table = Database<Uint8Array, Uint8Array>
type Within = { readonly transaction?: Transaction }

/**
 * How much of the address space a store reserves when it opens: neither memory nor disk, in bytes. Left to itself lmdb maps the file
 * anew each time it has doubled, does not look whether that succeeded (`mdb_page_alloc` in its mdb.c), and the next read ends the
 * process. Beyond this it still does so. On Windows the file would become as large.
 */
export const reserved = process.platform === 'win32' ? {} : { mapSize: 2 ** 38 }

/**
 * The LMDB store in `folder` (created when absent). `overlappingSync: false`: a batch's promise resolves after
 * its commit has been synced, and recovery needs no guess about the machine's boot id.
 *
 * @throws {LedgerError} store-unreadable
 */
export function openLmdbStore(folder: string): Store {
  try {
    assertHead(join(folder, 'data.mdb'))
    assertOpens(join(folder, 'lock.mdb'))
    const root = open<Uint8Array, Uint8Array>({
      path: folder,
      overlappingSync: false,
      maxDbs: storeTables.length + 1,
      encoding: 'binary',
      keyEncoding: 'binary',
      noMemInit: false,
      ...reserved,
      // Every write is a batch of ours; lmdb's own would reject a promise that nobody holds when the disk is full.
      eventTurnBatching: false,
    })
    return new LmdbStore(root)
  } catch (cause) {
    throw new LedgerError({ code: 'store-unreadable' }, { cause })
  }
}

/** lmdb's magic number (MDB_MAGIC), little-endian, behind the head of the first page. */
const magic = 0xbeefc0de
const magicAt = 24

/** lmdb takes the whole process down over a file that is none of its own, so it is looked at first. */
function assertHead(path: string): void {
  if (!existsSync(path)) return
  const file = openSync(path, 'r+')
  try {
    const head = Buffer.alloc(magicAt + 4)
    readSync(file, head, 0, head.length, 0)
    if (head.readUInt32LE(magicAt) !== magic) throw new LedgerError({ code: 'store-unreadable' })
  } finally {
    closeSync(file)
  }
}

/** When lmdb can't open one of its files, its own clean-up ends the process (`env.cpp` frees a part and then uses it). */
function assertOpens(path: string): void {
  if (existsSync(path)) closeSync(openSync(path, 'r+'))
}

class LmdbStore implements Store {
  readonly #root: RootDatabase<Uint8Array, Uint8Array>
  readonly #tables: ReadonlyMap<StoreTable, Table>

  constructor(root: RootDatabase<Uint8Array, Uint8Array>) {
    this.#root = root
    this.#tables = new Map(storeTables.map((name) => [name, openTable(root, name)]))
  }

  get(table: StoreTable, key: Uint8Array): Uint8Array | undefined {
    return this.#get(table, key, {})
  }

  range(table: StoreTable, range: StoreRange = {}): Iterable<readonly [Uint8Array, Uint8Array]> {
    return this.#range(table, range, {})
  }

  pin(): PinnedStore {
    const transaction = this.#root.useReadTransaction()
    return {
      get: (table, key) => this.#get(table, key, { transaction }),
      range: (table, range = {}) => this.#range(table, range, { transaction }),
      release: () => transaction.done(),
    }
  }

  #get(table: StoreTable, key: Uint8Array, within: Within): Uint8Array | undefined {
    const value = this.#table(table).get(key, within)
    return value === undefined ? undefined : plain(value)
  }

  *#range(table: StoreTable, range: StoreRange, within: Within): Iterable<readonly [Uint8Array, Uint8Array]> {
    let left = range.limit ?? Number.POSITIVE_INFINITY
    if (left <= 0) return
    for (const { key, value } of this.#table(table).getRange({ ...lmdbRange(range), ...within })) {
      if (range.reverse && range.to !== undefined && compareBytes(key, range.to) >= 0) continue
      yield [new Uint8Array(key), plain(value)]
      if (--left === 0) return
    }
  }

  async write(batch: readonly StoreWrite[]): Promise<void> {
    if (batch.length === 0) return
    try {
      await this.#root.batch(() => {
        for (const { table, key, value } of batch) {
          if (value === null) this.#table(table).remove(key)
          else this.#table(table).put(key, value)
        }
      })
    } catch (cause) {
      // The reason is in a promise of its own, which must not be left without anybody who waits.
      const reason = await (cause as { readonly commitError?: Promise<never> }).commitError?.catch((error) => error)
      throw new LedgerError({ code: 'store-write-failed' }, { cause: reason ?? cause })
    }
  }

  close(): Promise<void> {
    return this.#root.close()
  }

  #table(name: StoreTable): Table {
    return this.#tables.get(name)!
  }
}

function openTable(root: RootDatabase<Uint8Array, Uint8Array>, name: StoreTable): Table {
  return root.openDB<Uint8Array, Uint8Array>({ name, encoding: 'binary', keyEncoding: 'binary' })
}

/** The same bytes without Buffer's ways. Not `new Uint8Array(value)`: lmdb's buffers hide a larger memory behind `length`. */
function plain(value: Uint8Array): Uint8Array {
  return new Uint8Array(value.buffer, value.byteOffset, value.length)
}

/** LMDB's reverse ranges start at their upper end; the caller drops that end, which ours exclude both ways. */
function lmdbRange({ from, to, reverse }: StoreRange) {
  if (!reverse) return { ...(from && { start: from }), ...(to && { end: to }) }
  return { reverse: true, ...(to && { start: to }), ...(from && { end: from, inclusiveEnd: true }) }
}
