import { type CompletedSubtree, LogAccumulator, type LogHashes, leafHash, nodeHash } from '@gongshi/protocol'
import { LedgerError } from '../errors.ts'
import { Generations } from '../state/generations.ts'
import { writeU64 } from '../store/storeKeys.ts'
import type { WriteBehind } from '../store/writeBehind.ts'

/** C2SP tlog-tiles: a tile holds 256 hashes, of every eighth level of the tree. */
const tileHeight = 8
export const tileWidth = 2 ** tileHeight
/** About what one of 32 bytes takes in a map. */
const hashWeight = 192
/** Hashes between the tiles' levels that are kept once computed: 32,768. Bytes. */
const rememberedHashBytes = 32_768 * hashWeight
/** Whole tiles that are kept once read, 8 KiB each: they never change again. Bytes. */
const rememberedTileBytes = 2 ** 20

/** Leaves appended to a log that nobody else sees yet. */
export type StagedLog = {
  readonly accumulator: LogAccumulator
  readonly leaves: readonly Uint8Array[]
  readonly completed: readonly CompletedSubtree[]
}

/** The last tile of a level, while it grows. */
type Edge = { readonly index: number; count: number; readonly bytes: Uint8Array }

/** The Merkle log (RFC 6962) as leaves and C2SP tiles in the store, with its right edge in memory. */
export class LogStore implements LogHashes {
  readonly #store: WriteBehind
  readonly #edges = new Map<number, Edge>()
  readonly #remembered = new Generations<Uint8Array, number>(rememberedHashBytes, () => hashWeight)
  readonly #tiles = new Generations<Uint8Array, number>(rememberedTileBytes, ({ length }) => length)
  #accumulator = new LogAccumulator()

  constructor(store: WriteBehind, size: number) {
    this.#store = store
    for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / tileWidth))
      this.#restoreEdge(level, hashes)
    this.#accumulator = LogAccumulator.restore(this, size)
  }

  get size(): number {
    return this.#accumulator.size
  }

  root(): Uint8Array {
    return this.#accumulator.root()
  }

  stage(leaves: readonly Uint8Array[]): StagedLog {
    return { ...this.stageHashes(leaves.map(leafHash)), leaves }
  }

  /** Leaves of which only the hashes are known. */
  stageHashes(hashes: readonly Uint8Array[]): StagedLog {
    const accumulator = this.#accumulator.clone()
    const completed = hashes.flatMap((hash) => accumulator.append(hash))
    return { accumulator, leaves: [], completed }
  }

  /** The root when the log had so many leaves. @throws {LedgerError} log-damaged */
  rootAt(size: number): Uint8Array {
    return LogAccumulator.restore(this, size).root()
  }

  apply({ accumulator, leaves, completed }: StagedLog): void {
    leaves.forEach((leaf, at) => {
      this.#store.putAt('leaf', this.size + at, leaf)
    })
    const touched = new Set<number>()
    for (const { level, index, hash } of completed) {
      if (level % tileHeight !== 0) continue
      this.#extend(level / tileHeight, index, hash)
      touched.add(level / tileHeight)
    }
    for (const level of touched) this.#writeEdge(level)
    this.#accumulator = accumulator
  }

  /** @throws {LedgerError} log-damaged */
  get(level: number, index: number): Uint8Array {
    const above = level % tileHeight
    if (above === 0) return this.#tileHash(level / tileHeight, index)
    const name = placeName(level, index)
    const known = this.#remembered.get(name)
    if (known !== undefined) return known
    const hash = nodeHash(this.get(level - 1, index * 2), this.get(level - 1, index * 2 + 1))
    this.#remembered.set(name, hash)
    return hash
  }

  /** The first `width` hashes of a tile, if the log has them all. */
  findTile(level: number, index: number, width: number): Uint8Array | undefined {
    const natural = [level, index, width].every((number) => Number.isSafeInteger(number) && number >= 0)
    if (!natural || level > 6 || width < 1 || width > tileWidth) return undefined
    if ((index * tileWidth + width) * tileWidth ** level > this.size) return undefined
    return this.#tile(level, index).slice(0, width * 32)
  }

  #tileHash(level: number, index: number): Uint8Array {
    const at = index % tileWidth
    const hash = this.#tile(level, Math.floor(index / tileWidth)).slice(at * 32, at * 32 + 32)
    if (hash.length !== 32) throw new LedgerError({ code: 'log-damaged' })
    return hash
  }

  #tile(level: number, index: number): Uint8Array {
    const edge = this.#edges.get(level)
    if (edge?.index === index) return edge.bytes.subarray(0, edge.count * 32)
    // PERF: a proof takes eight hashes of one tile, and the store copies all of it each time.
    const name = placeName(level, index)
    const known = this.#tiles.get(name)
    if (known !== undefined) return known
    const stored = this.#store.get('tile', tileKey(level, index))
    if (stored === undefined) throw new LedgerError({ code: 'log-damaged' })
    if (stored.length === tileWidth * 32) this.#tiles.set(name, stored)
    return stored
  }

  #extend(level: number, index: number, hash: Uint8Array): void {
    const tile = Math.floor(index / tileWidth)
    let edge = this.#edges.get(level)
    if (edge === undefined || edge.index !== tile) {
      if (edge !== undefined) this.#writeEdge(level)
      edge = { index: tile, count: 0, bytes: new Uint8Array(tileWidth * 32) }
      this.#edges.set(level, edge)
    }
    edge.bytes.set(hash, edge.count * 32)
    edge.count += 1
  }

  #writeEdge(level: number): void {
    const { index, count, bytes } = this.#edges.get(level)!
    this.#store.put('tile', tileKey(level, index), bytes.slice(0, count * 32))
  }

  #restoreEdge(level: number, hashes: number): void {
    const index = Math.floor((hashes - 1) / tileWidth)
    const count = hashes - index * tileWidth
    const stored = this.#store.get('tile', tileKey(level, index))
    if (stored === undefined || stored.length !== count * 32) throw new LedgerError({ code: 'log-damaged' })
    const bytes = new Uint8Array(tileWidth * 32)
    bytes.set(stored)
    this.#edges.set(level, { index, count, bytes })
  }
}

/** PERF: a number is found faster than a text that has to be made. No level is above 52, and no log that long. */
function placeName(level: number, index: number): number {
  return index * 64 + level
}

export function tileKey(level: number, index: number): Uint8Array {
  const key = new Uint8Array(9)
  key[0] = level
  writeU64(key, 1, index)
  return key
}
