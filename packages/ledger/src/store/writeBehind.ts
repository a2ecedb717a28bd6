import { LedgerError } from '../errors.ts'
import type { Store, StoreRange, StoreTable, StoreWrite } from './store.ts'

type Layer = Map<StoreTable, Map<string, StoreWrite>>

/**
 * The store with the writes that it has not taken yet laid over it: every read sees them at once, while one batch for
 * several blocks goes to the store. A key written again before its flush reaches the store once, which is most of the
 * gain: hot buckets and tiles change in every block.
 */
export class WriteBehind {
  readonly #store: Store
  #current: Layer = new Map()
  #flushing: Layer | null = null
  #flush: Promise<void> | null = null
  #writes = 0

  constructor(store: Store) {
    this.#store = store
  }

  /** Writes that no flush has taken up yet. */
  get backlog(): number {
    return this.#writes
  }

  get(table: StoreTable, key: Uint8Array): Uint8Array | undefined {
    const name = keyName(key)
    const write = this.#current.get(table)?.get(name) ?? this.#flushing?.get(table)?.get(name)
    if (write !== undefined) return write.value ?? undefined
    return this.#store.get(table, key)
  }

  /** The range with the pending writes in it. Reads the whole range of the store: for short ranges. */
  range(table: StoreTable, range: Omit<StoreRange, 'limit'> = {}): (readonly [Uint8Array, Uint8Array])[] {
    const found = new Map<string, readonly [Uint8Array, Uint8Array]>()
    for (const pair of this.#store.range(table, range)) found.set(keyName(pair[0]), pair)
    for (const layer of [this.#flushing, this.#current]) {
      for (const [name, { key, value }] of layer?.get(table) ?? []) {
        if (value === null) found.delete(name)
        else if (isWithin(name, range)) found.set(name, [key, value])
      }
    }
    const names = [...found.keys()].sort((left, right) => (left < right ? -1 : 1))
    if (range.reverse) names.reverse()
    return names.map((name) => found.get(name)!)
  }

  /** The pair with the greatest key below `key`. */
  lastBefore(table: StoreTable, key: Uint8Array): readonly [Uint8Array, Uint8Array] | undefined {
    const pending = new Map([...(this.#flushing?.get(table) ?? []), ...(this.#current.get(table) ?? [])])
    const below = keyName(key)
    const stored = [...this.#store.range(table, { to: key, reverse: true, limit: 1 })][0]
    let last = stored && { name: keyName(stored[0]), key: stored[0], value: stored[1] }
    for (const [name, { key: at, value }] of pending)
      if (value !== null && name < below && (last === undefined || name >= last.name)) last = { name, key: at, value }
    return last && [last.key, last.value]
  }

  put(table: StoreTable, key: Uint8Array, value: Uint8Array | null): void {
    const writes = this.#current.get(table) ?? new Map<string, StoreWrite>()
    if (writes.size === 0) this.#current.set(table, writes)
    writes.set(keyName(key), { table, key, value })
    this.#writes += 1
  }

  /** Hands everything put so far to the store as one batch, after the flush that is running. */
  flush(): Promise<void> {
    if (this.#flush !== null) return this.#flush.then(() => (this.#writes === 0 ? undefined : this.flush()))
    if (this.#writes === 0) return Promise.resolve()
    const layer = this.#current
    this.#flushing = layer
    this.#current = new Map()
    this.#writes = 0
    this.#flush = this.#store.write(batchOf(layer)).then(
      () => {
        this.#flushing = null
        this.#flush = null
      },
      // The layer stays readable and the promise rejected: the outcome is unknown, so nothing more may be written.
      (cause) => {
        throw cause instanceof LedgerError ? cause : new LedgerError({ code: 'store-write-failed' }, { cause })
      },
    )
    return this.#flush
  }
}

/** Sorted, so that LMDB walks its pages once and appends stay appends. */
function batchOf(layer: Layer): StoreWrite[] {
  const batch: StoreWrite[] = []
  for (const writes of layer.values()) {
    for (const name of [...writes.keys()].sort()) batch.push(writes.get(name)!)
  }
  return batch
}

function isWithin(name: string, { from, to }: StoreRange): boolean {
  return (from === undefined || name >= keyName(from)) && (to === undefined || name < keyName(to))
}

/** One UTF-16 unit a byte, so that names sort as keys do. */
function keyName(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1')
}
