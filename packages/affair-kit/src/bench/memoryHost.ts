import { type Cbor, decodeCbor, encodeCbor, fromHex, toHex } from '@gongshi/protocol'
import { identityAffair, organisationsAffair } from '../run/affairNames.ts'
import type { DueItem, Host, Memory, Sized, UnixMs } from '../run/host.ts'
import { newMemory } from '../run/memory.ts'

const keyLimits = { maxBytes: 4_096, maxDepth: 16 }

type Due = { readonly at: UnixMs; readonly item: DueItem }

/**
 * A state in memory with one overlay: what an action writes stands in the overlay until it is kept or dropped, as in the
 * ledger.
 */
export class MemoryHost implements Host {
  readonly #rows = new Map<string, Cbor>()
  readonly #queue = new Map<string, Due>()
  readonly #writes = new Map<string, Cbor | undefined>()
  readonly #dueWrites = new Map<string, Due | undefined>()
  #memory: Memory = newMemory()
  #isChanged = false
  /** For tests that compare: everything is worked out anew. */
  remembers = true

  /** As the ledger does: nothing once the act has written a row of those who may sign. */
  get memory(): Memory | null {
    return this.remembers && !this.#isChanged ? this.#memory : null
  }

  readonly dues: Host['dues'] = {
    arm: (at, item) => void this.#dueWrites.set(dueName(at, item), { at, item }),
    disarm: (at, item) => void this.#dueWrites.set(dueName(at, item), undefined),
  }

  get(affair: string, table: string, key: Cbor): Cbor | undefined {
    const name = stateName(affair, table, key)
    return this.#writes.has(name) ? this.#writes.get(name) : this.#rows.get(name)
  }

  getSized(affair: string, table: string, key: Cbor): Sized | undefined {
    const value = this.get(affair, table, key)
    return value === undefined ? undefined : { value, bytes: encodeCbor(value).length }
  }

  put(affair: string, table: string, key: Cbor, value: Cbor): void {
    this.#write(affair, stateName(affair, table, key), value)
  }

  putSized(affair: string, table: string, key: Cbor, { value }: Sized): void {
    this.put(affair, table, key, value)
  }

  remove(affair: string, table: string, key: Cbor): void {
    this.#write(affair, stateName(affair, table, key), undefined)
  }

  #write(affair: string, name: string, value: Cbor | undefined): void {
    this.#isChanged ||= affair === organisationsAffair || affair === identityAffair
    this.#writes.set(name, value)
  }

  /** What is written and neither kept nor dropped, in the order of the writes: to compare two runs of one act. */
  pending(): readonly (readonly [name: string, value: Cbor])[] {
    const dues = [...this.#dueWrites].map(([name, due]) => [name, due === undefined ? null : due.at] as const)
    return [...[...this.#writes].map(([name, value]) => [name, value ?? null] as const), ...dues]
  }

  keep(): void {
    if (this.#isChanged) this.#memory = newMemory()
    this.#isChanged = false
    merge(this.#writes, this.#rows)
    merge(this.#dueWrites, this.#queue)
  }

  drop(): void {
    this.#isChanged = false
    this.#writes.clear()
    this.#dueWrites.clear()
  }

  /** The due act that comes first, by time and then by its name, if its time is not after `now`. */
  takeDue(now: UnixMs): Due | undefined {
    const [first] = this.armed().filter(({ at }) => at <= now)
    if (first !== undefined) this.#queue.delete(dueName(first.at, first.item))
    return first
  }

  armed(): readonly Due[] {
    const names = [...this.#queue.keys()].sort()
    return names.map((name) => this.#queue.get(name)!)
  }

  /** The rows of one table, in the order of their keys. */
  rows(affair: string, table: string): readonly (readonly [key: Cbor, value: Cbor])[] {
    const prefix = `${affair}/${table}/`
    return [...this.contents()]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [decodeCbor(fromHex(name.slice(prefix.length)), keyLimits), value] as const)
  }

  /** Everything that stands in the state, by its name: to compare two runs. */
  contents(): ReadonlyMap<string, Cbor> {
    return new Map([...this.#rows].sort(([left], [right]) => (left < right ? -1 : 1)))
  }
}

function merge<T>(from: Map<string, T | undefined>, to: Map<string, T>): void {
  for (const [name, value] of from)
    if (value === undefined) to.delete(name)
    else to.set(name, value)
  from.clear()
}

function stateName(affair: string, table: string, key: Cbor): string {
  return `${affair}/${table}/${toHex(encodeCbor(key))}`
}

function dueName(at: UnixMs, { affair, action, key }: DueItem): string {
  return `${String(at).padStart(16, '0')}/${toHex(encodeCbor([affair, action, key]))}`
}
