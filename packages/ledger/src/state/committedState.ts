import type { Sized, StateReader } from '@gongshi/affair-kit'
import { type Cbor, decodeCbor, encodeCborAfter, equalBytes, type StateProof, statePath } from '@gongshi/protocol'
import { LedgerError } from '../errors.ts'
import type { WriteBehind } from '../store/writeBehind.ts'
import type { StateChange } from './bucket.ts'
import { Generations } from './generations.ts'
import { HeldValue } from './heldValue.ts'
import { nativeSha256 } from './nativeHash.ts'
import { stateKeyName } from './stateKey.ts'
import { type StagedTree, StateTree, sortChanges } from './stateTree.ts'

/** What a block leaves at one key; `value` undefined: nothing. */
export type StateWrite = {
  readonly name: string
  readonly affair: string
  readonly table: string
  readonly key: Cbor
  readonly value: HeldValue | undefined
}

export type StagedState = {
  readonly root: Uint8Array
  readonly tree: StagedTree
  readonly known: readonly { readonly name: string; readonly path: Uint8Array; readonly value: HeldValue | undefined }[]
  readonly values: readonly { readonly version: number; readonly stored: Uint8Array }[]
  readonly nextVersion: number
}

/** What is known of a key: its path, and its value once that was asked for. */
type Known = {
  readonly path: Uint8Array
  readonly value: HeldValue | undefined
  readonly isRead: boolean
  readonly weight: number
}

/** About what a key without its name takes in memory. */
const pathWeight = 256
/** Decoded values kept in memory, in bytes as `weightOf` estimates: some forty thousand rows. */
const cachedValueBytes = 64 * 1024 * 1024
/** No value is larger than what one execution may write; nesting as protocol values. */
const valueLimits = { maxBytes: 1024 * 1024, maxDepth: 32 }

/**
 * The state after the last committed block. A value is checked against its leaf when it is first read from the store,
 * then kept; that there is none is checked against the tree as well. What callers get they must not change.
 */
export class CommittedState implements StateReader {
  readonly #store: WriteBehind
  readonly #tree: StateTree
  readonly #known = new Generations<Known>(cachedValueBytes, ({ weight }) => weight)
  #nextVersion: number

  constructor(store: WriteBehind, nextVersion: number) {
    this.#store = store
    this.#tree = StateTree.open(store)
    this.#nextVersion = nextVersion
  }

  get root(): Uint8Array {
    return this.#tree.root
  }

  /** The version that the next value written will have. */
  get nextVersion(): number {
    return this.#nextVersion
  }

  get(affair: string, table: string, key: Cbor): Cbor | undefined {
    return this.read(stateKeyName(affair, table, key), affair, table, key)?.value
  }

  getSized(affair: string, table: string, key: Cbor): Sized | undefined {
    return this.read(stateKeyName(affair, table, key), affair, table, key)
  }

  /** As `get`, for one who has the key's name already. @throws {LedgerError} state-damaged */
  read(name: string, affair: string, table: string, key: Cbor): HeldValue | undefined {
    const { isRead, value, path } = this.#know(name, affair, table, key)
    if (isRead) return value
    const bytes = this.#bytesAt(path)
    const read = bytes && HeldValue.sized(decodeCbor(bytes, valueLimits), bytes.length)
    this.#remember(name, path, read)
    return read
  }

  prove(affair: string, table: string, key: Cbor): { path: Uint8Array; value: Uint8Array | null; proof: StateProof } {
    const { path } = this.#know(stateKeyName(affair, table, key), affair, table, key)
    return { path, value: this.#bytesAt(path) ?? null, proof: this.#tree.prove(path) }
  }

  /** What the state would become; nothing shows before `apply`. `writes` name each key once. */
  stage(writes: readonly StateWrite[]): StagedState {
    let nextVersion = this.#nextVersion
    const values: { version: number; stored: Uint8Array }[] = []
    const known: StagedState['known'][number][] = []
    const changes: StateChange[] = []
    for (const { name, affair, table, key, value } of writes) {
      const { path } = this.#know(name, affair, table, key)
      if (value === undefined) {
        known.push({ name, path, value })
        changes.push({ path, valueHash: null, version: 0 })
        continue
      }
      const stored = encodeCborAfter(path, value.value) // as `storedValue`
      const version = nextVersion++
      values.push({ version, stored })
      known.push({ name, path, value })
      changes.push({ path, valueHash: nativeSha256(stored.subarray(32)), version })
    }
    const tree = this.#tree.stage(sortChanges(changes))
    return { root: tree.root, tree, known, values, nextVersion }
  }

  apply({ tree, known, values, nextVersion }: StagedState): void {
    this.#tree.apply(tree)
    for (const version of tree.dropped) this.#store.putAt('value', version, null)
    for (const { version, stored } of values) this.#store.putAt('value', version, stored)
    for (const { name, path, value } of known) this.#remember(name, path, value)
    this.#nextVersion = nextVersion
  }

  #know(name: string, affair: string, table: string, key: Cbor): Known {
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const path = statePath(affair, table, key)
    const fresh = { path, value: undefined, isRead: false, weight: pathWeight + name.length }
    this.#known.add(name, fresh)
    return fresh
  }

  #remember(name: string, path: Uint8Array, value: HeldValue | undefined): void {
    this.#known.set(name, { path, value, isRead: true, weight: pathWeight + name.length + (value?.weight ?? 0) })
  }

  #bytesAt(path: Uint8Array): Uint8Array | undefined {
    const leaf = this.#tree.find(path)
    if (leaf === undefined) return undefined
    const stored = this.#store.getAt('value', leaf.version)
    if (stored === undefined || stored.length < 32) throw new LedgerError({ code: 'state-damaged' })
    const bytes = stored.subarray(32)
    if (!equalBytes(nativeSha256(bytes), leaf.valueHash)) throw new LedgerError({ code: 'state-damaged' })
    return bytes
  }
}

/** The path stands before the value so that a scrub, or a rebuild of the buckets, needs this table alone. */
export function storedValue(path: Uint8Array, bytes: Uint8Array): Uint8Array {
  const stored = new Uint8Array(32 + bytes.length)
  stored.set(path)
  stored.set(bytes, 32)
  return stored
}
