import { LedgerError } from '../errors.ts'
import {
  type PinnedStore,
  type Store,
  type StoreRange,
  type StoreTable,
  type StoreWrite,
  storeTables,
} from './store.ts'

/** What a loss of power leaves: only what was synced, also what was not, or (a broken disk) half of the first unsynced batch. */
export type CrashImage = 'synced' | 'written' | 'torn'

export type SimulatedFaults = {
  /** Which write (1 is the first) rejects; whether the disk has it all the same is decided by `failedWriteLands`. */
  readonly failWrite?: number
  readonly failedWriteLands?: boolean
  readonly device?: StoreDevice
}

/** What stands between the store and its disk. */
export type StoreDevice = {
  /** Lets a batch take effect, at once or later, refuses it, or never answers. */
  write(effect: () => void): Promise<void>
  /** What the disk gives for a value that is `value`. */
  read(table: StoreTable, value: Uint8Array): Uint8Array
}

type Entry = { readonly key: Uint8Array; readonly value: Uint8Array }

/** One table in memory; its keys are in order from the first range on. */
class SimulatedTable {
  #entries = new Map<string, Entry>()
  #order: string[] | null = null

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#entries.get(ordered(key))?.value
  }

  set(key: Uint8Array, value: Uint8Array | null): void {
    const name = ordered(key)
    if (value === null) {
      if (this.#entries.delete(name)) this.#order?.splice(placeOf(name, this.#order), 1)
      return
    }
    if (!this.#entries.has(name)) this.#order?.splice(placeOf(name, this.#order), 0, name)
    this.#entries.set(name, { key: key.slice(), value: value.slice() })
  }

  *range({ from, to, reverse, limit }: StoreRange): Iterable<readonly [Uint8Array, Uint8Array]> {
    this.#order ??= [...this.#entries.keys()].sort((left, right) => (left < right ? -1 : 1))
    const low = from === undefined ? 0 : placeOf(ordered(from), this.#order)
    const high = to === undefined ? this.#order.length : placeOf(ordered(to), this.#order)
    const names = this.#order.slice(low, Math.max(low, high))
    if (reverse) names.reverse()
    for (const name of names.slice(0, limit)) {
      const entry = this.#entries.get(name)!
      yield [entry.key.slice(), entry.value.slice()]
    }
  }

  copy(): SimulatedTable {
    const copy = new SimulatedTable()
    // The bytes of an entry never change.
    copy.#entries = new Map(this.#entries)
    copy.#order = this.#order && [...this.#order]
    return copy
  }
}

/**
 * A store in memory that passes the same conformance suite as LMDB, and can fail on purpose: for tests and the
 * simulator. Deterministic: syncs happen when the owner lets them.
 */
export class SimulatedStore implements Store {
  readonly #tables: ReadonlyMap<StoreTable, SimulatedTable>
  readonly #faults: SimulatedFaults
  readonly #unsynced: { batch: readonly StoreWrite[]; done: () => void }[] = []
  #base: ReadonlyMap<StoreTable, SimulatedTable> | null = null
  #writes = 0
  #held = false

  constructor(
    faults: SimulatedFaults = {},
    tables: ReadonlyMap<StoreTable, SimulatedTable> = new Map(storeTables.map((name) => [name, new SimulatedTable()])),
  ) {
    this.#faults = faults
    this.#tables = tables
  }

  get(table: StoreTable, key: Uint8Array): Uint8Array | undefined {
    const value = this.#tables.get(table)!.get(key)?.slice()
    return value && (this.#faults.device?.read(table, value) ?? value)
  }

  range(table: StoreTable, range: StoreRange = {}): Iterable<readonly [Uint8Array, Uint8Array]> {
    return this.#tables.get(table)!.range(range)
  }

  write(batch: readonly StoreWrite[]): Promise<void> {
    const copy = batch.map(({ table, key, value }) => ({ table, key: key.slice(), value: value?.slice() ?? null }))
    if (this.#faults.device) return this.#faults.device.write(() => apply(this.#tables, copy))
    this.#writes += 1
    const fails = this.#writes === this.#faults.failWrite
    if (!fails || this.#faults.failedWriteLands) apply(this.#tables, copy)
    if (fails) return Promise.reject(new LedgerError({ code: 'store-write-failed' }))
    if (!this.#held) return Promise.resolve()
    return new Promise((done) => this.#unsynced.push({ batch: copy, done }))
  }

  pin(): PinnedStore {
    const tables = copyTables(this.#tables)
    return {
      get: (table, key) => tables.get(table)!.get(key)?.slice(),
      range: (table, range = {}) => tables.get(table)!.range(range),
      release: () => undefined,
    }
  }

  async close(): Promise<void> {
    this.sync()
  }

  /** From now on writes stay unsynced, and their promises pending, until `sync`. */
  holdSyncs(): void {
    if (this.#held) return
    this.#held = true
    this.#base = copyTables(this.#tables)
  }

  sync(): void {
    for (const { done } of this.#unsynced.splice(0)) done()
    if (this.#held) this.#base = copyTables(this.#tables)
  }

  /** Damages a value on purpose, as a failing disk does: no write of ours. */
  corrupt(table: StoreTable, key: Uint8Array, value: Uint8Array | null): void {
    this.#tables.get(table)!.set(key, value)
  }

  /** What the next process finds after this one is gone: the batches that took effect. */
  reopen(device: StoreDevice): SimulatedStore {
    return new SimulatedStore({ device }, this.#tables)
  }

  /** What the next process finds after the power failed now. */
  crash(image: CrashImage): SimulatedStore {
    const tables = copyTables(image === 'written' || this.#base === null ? this.#tables : this.#base)
    const first = this.#unsynced[0]?.batch
    if (image === 'torn' && first !== undefined) apply(tables, first.slice(0, Math.ceil(first.length / 2)))
    return new SimulatedStore({}, tables)
  }
}

function apply(tables: ReadonlyMap<StoreTable, SimulatedTable>, batch: readonly StoreWrite[]): void {
  for (const { table, key, value } of batch) tables.get(table)!.set(key, value)
}

function copyTables(tables: ReadonlyMap<StoreTable, SimulatedTable>): ReadonlyMap<StoreTable, SimulatedTable> {
  return new Map([...tables].map(([name, table]) => [name, table.copy()]))
}

/** Bytes as a string that sorts as they do (one UTF-16 unit a byte). */
function ordered(key: Uint8Array): string {
  return String.fromCharCode.apply(null, key as unknown as number[])
}

/** Of a name among names in order: how many are smaller. */
function placeOf(name: string, order: readonly string[]): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (order[middle]! < name) low = middle + 1
    else high = middle
  }
  return low
}
