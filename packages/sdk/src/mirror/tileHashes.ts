import { type LogHashes, nodeHash, type TileName, tilePath, tileWidth, tileWidthAt } from '@gongshi/protocol'

/** Tiles' levels of the tree are so far apart: 256 = 2^8 (c2sp.org/tlog-tiles). */
const tileHeight = 8
const hashBytes = 32
const noHashes = new Uint8Array(tileWidth * hashBytes)

/** The hashes that a log's tiles hold, and those of the levels between, computed from them. */
function tileHashes(tile: (level: number, index: number) => Uint8Array): LogHashes {
  const get = (level: number, index: number): Uint8Array => {
    if (level % tileHeight !== 0) return nodeHash(get(level - 1, 2 * index), get(level - 1, 2 * index + 1))
    return hashInTile(tile(level / tileHeight, Math.floor(index / tileWidth)), index % tileWidth)
  }
  return { get }
}

/** The `at`-th hash of a tile. 32 bytes. */
export function hashInTile(tile: Uint8Array, at: number): Uint8Array {
  return tile.subarray(at * hashBytes, (at + 1) * hashBytes)
}

/** What a full tile stands for in the level above. 32 bytes. */
export function rootOfTile(tile: Uint8Array): Uint8Array {
  const { get } = tileHashes(() => tile)
  return nodeHash(get(tileHeight - 1, 0), get(tileHeight - 1, 1))
}

/** Reads hashes of a served log of `size` entries: which tiles that takes is found out first, then all are fetched at once. */
export async function readHashes<Result>(
  size: number,
  fetchTile: (name: TileName) => Promise<Uint8Array>,
  read: (hashes: LogHashes) => Result,
): Promise<Result> {
  const names = new Map<string, TileName>()
  const nameOf = (level: number, index: number) => ({ level, index, width: tileWidthAt(size, level, index) })
  read(
    tileHashes((level, index) => {
      const name = nameOf(level, index)
      names.set(tilePath(name), name)
      return noHashes
    }),
  )
  const entries = [...names].map(async ([path, name]) => [path, await fetchTile(name)] as const)
  const tiles = new Map(await Promise.all(entries))
  return read(tileHashes((level, index) => tiles.get(tilePath(nameOf(level, index)))!))
}
