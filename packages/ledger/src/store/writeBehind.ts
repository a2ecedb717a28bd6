import { LedgerError } from '../errors.ts'
import { PackedValues } from './packedValues.ts'
import type { PinnedStore, Store, StoreRange, StoreTable, StoreWrite } from './store.ts'
import { readU64, u64 } from './storeKeys.ts'

/** Tables whose keys are one number, as 8 bytes. */
export type NumberedTable = 'block' | 'leaf' | 'signed' | 'body' | 'erased' | 'value'

const numbered: ReadonlySet<StoreTable> = new Set<NumberedTable>(['block', 'leaf', 'signed', 'body', 'erased', 'value'])

/** A key as a Map finds it fast: the number itself, or a string of one unit a byte. Either sorts as the keys do. */
type KeyName = number | string
/** Where a layer keeps a value; `removed` for a key that goes. */
type Place = number
type Layer = { readonly tables: Map<StoreTable, Map<KeyName, Place>>; readonly values: PackedValues }

const removed: Place = -1

/**
 * The store with the writes that it has not taken yet laid over it: every read sees them at once, while one batch for
 * several blocks goes to the store. A key written again before its flush reaches the store once, which is most of the
 * gain: hot buckets and tiles change in every block.
 *
 * PERF: what waits lives through several young generations, so its bytes lie in a few large pieces: as arrays of their own they
 * were half of what the collector had to carry along, and lmdb asks for the address of each.
 */
export class WriteBehind {
  readonly #store: Store
  #current = emptyLayer()
  #flushing: Layer | null = null
  #flush: Promise<void> | null = null
  #next: Promise<void> | null = null
  #writes = 0
  readonly #owed = new Set<() => void>()

  constructor(store: Store) {
    this.#store = store
  }

  /** Writes that no flush has taken up yet. */
  get backlog(): number {
    return this.#writes
  }

  get(table: StoreTable, key: Uint8Array): Uint8Array | undefined {
    const pending = this.#pending(table, nameOf(table, key))
    return pending === undefined ? this.#store.get(table, key) : (pending ?? undefined)
  }

  getAt(table: NumberedTable, number: number): Uint8Array | undefined {
    const pending = this.#pending(table, number)
    return pending === undefined ? this.#store.get(table, u64(number)) : (pending ?? undefined)
  }

  /** The range with the pending writes in it. Reads the whole range of the store: for short ranges. */
  range(table: StoreTable, range: Omit<StoreRange, 'limit'> = {}): (readonly [Uint8Array, Uint8Array])[] {
    const found = new Map<KeyName, Uint8Array>()
    for (const [key, value] of this.#store.range(table, range)) found.set(nameOf(table, key), value)
    const from = range.from && nameOf(table, range.from)
    const to = range.to && nameOf(table, range.to)
    for (const layer of [this.#flushing, this.#current]) {
      for (const [name, place] of layer?.tables.get(table) ?? []) {
        if (place === removed) found.delete(name)
        else if ((from === undefined || name >= from) && (to === undefined || name < to))
          found.set(name, layer!.values.copy(place))
      }
    }
    const names = [...found.keys()].sort(compareNames)
    if (range.reverse) names.reverse()
    return names.map((name) => [keyOf(name), found.get(name)!])
  }

  /** The pair with the greatest key below `number`. */
  lastBefore(table: NumberedTable, number: number): readonly [number: number, value: Uint8Array] | undefined {
    const [stored] = this.#store.range(table, { to: u64(number), reverse: true, limit: 1 })
    let last: readonly [number, Uint8Array] | undefined = stored && [readU64(stored[0]), stored[1]]
    for (const layer of [this.#flushing, this.#current])
      for (const [name, place] of (layer?.tables.get(table) ?? []) as Iterable<[number, Place]>)
        if (place !== removed && name < number && (last === undefined || name >= last[0]))
          last = [name, layer!.values.copy(place)]
    return last
  }

  put(table: StoreTable, key: Uint8Array, value: Uint8Array | null): void {
    this.#put(table, nameOf(table, key), value)
  }

  putAt(table: NumberedTable, number: number, value: Uint8Array | null): void {
    this.#put(table, number, value)
  }

  /** Has the next flush call this, once, which puts what it would otherwise put anew at each change. Until then reads don't show it. */
  putLater(putAll: () => void): void {
    this.#owed.add(putAll)
    this.#writes += 1
  }

  /** Resolves when everything put so far is durable. One batch is under way at a time; what comes meanwhile is the next. */
  flush(): Promise<void> {
    if (this.#flush === null) return this.#writes === 0 ? Promise.resolve() : this.#start()
    if (this.#writes === 0) return this.#flush
    this.#next ??= this.#flush.then(() => {
      this.#next = null
      return this.#start()
    })
    return this.#next
  }

  /** What the store has taken, without what waits for it. */
  pin(): PinnedStore {
    return this.#store.pin()
  }

  #start(): Promise<void> {
    for (const putAll of this.#owed) putAll()
    this.#owed.clear()
    const layer = this.#current
    this.#flushing = layer
    this.#current = emptyLayer()
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

  #pending(table: StoreTable, name: KeyName): Uint8Array | null | undefined {
    for (const layer of [this.#current, this.#flushing]) {
      const place = layer?.tables.get(table)?.get(name)
      if (place !== undefined) return place === removed ? null : layer!.values.copy(place)
    }
    return undefined
  }

  #put(table: StoreTable, name: KeyName, value: Uint8Array | null): void {
    const { tables, values } = this.#current
    let writes = tables.get(table)
    if (writes === undefined) {
      writes = new Map()
      tables.set(table, writes)
    }
    writes.set(name, value === null ? removed : values.add(value))
    this.#writes += 1
  }
}

function emptyLayer(): Layer {
  return { tables: new Map(), values: new PackedValues() }
}

/** Sorted, so that LMDB walks its pages once and appends stay appends. */
function batchOf({ tables, values }: Layer): StoreWrite[] {
  const batch: StoreWrite[] = []
  for (const [table, writes] of tables)
    for (const name of [...writes.keys()].sort(compareNames)) {
      const place = writes.get(name)!
      batch.push({ table, key: keyOf(name), value: place === removed ? null : values.view(place) })
    }
  return batch
}

function compareNames(left: KeyName, right: KeyName): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function nameOf(table: StoreTable, key: Uint8Array): KeyName {
  if (numbered.has(table)) return readU64(key)
  return String.fromCharCode.apply(null, key as unknown as number[])
}

function keyOf(name: KeyName): Uint8Array {
  if (typeof name === 'number') return u64(name)
  const key = new Uint8Array(name.length)
  for (let at = 0; at < name.length; at++) key[at] = name.charCodeAt(at)
  return key
}
