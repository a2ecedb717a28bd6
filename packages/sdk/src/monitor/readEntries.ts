import { join } from 'node:path'
import {
  formatTlogProof,
  inclusionProof,
  type Leaf,
  LeafError,
  parseEntryBundle,
  parseLeaf,
  tileWidth,
  tileWidthAt,
  utf8,
} from '@gongshi/protocol'
import { type MirrorFolder, writeWhole } from '../mirror/mirrorFolder.ts'
import { readHashes } from '../mirror/tileHashes.ts'

/** An entry of the copy; `leaf` is null where its bytes are none. */
export type ReadEntry = { readonly index: number; readonly bytes: Uint8Array; readonly leaf: Leaf | null }

/** The entries from `from` on of a copy of `size` entries, a bundle at a time. @throws {MirrorError} mirror-tile-missing */
export async function* readEntries(folder: MirrorFolder, from: number, size: number): AsyncGenerator<ReadEntry[]> {
  if (from >= size) return
  for (let index = Math.floor(from / tileWidth); index * tileWidth < size; index++) {
    const entries = await readBundle(folder, index, tileWidthAt(size, 'entries', index))
    yield entries.filter((entry) => entry.index >= from)
  }
}

/** The first `width` entries of bundle `index` of a copy. @throws {MirrorError} mirror-tile-missing */
export async function readBundle(folder: MirrorFolder, index: number, width: number): Promise<ReadEntry[]> {
  const bundle = await folder.tile({ level: 'entries', index, width })
  return parseEntryBundle(bundle).map((bytes, at) => ({ index: index * tileWidth + at, bytes, leaf: leafOf(bytes) }))
}

function leafOf(bytes: Uint8Array): Leaf | null {
  try {
    return parseLeaf(bytes)
  } catch (error) {
    if (error instanceof LeafError) return null
    throw error
  }
}

/** Writes the offline proof of an entry (c2sp.org/tlog-proof), the entry itself as its extra data. @returns its path */
export async function writeEntryProof(
  path: string,
  folder: MirrorFolder,
  { index, bytes }: ReadEntry,
  { note, size }: { readonly note: string; readonly size: number },
): Promise<string> {
  const proof = await readHashes(
    size,
    (name) => folder.tile(name),
    (hashes) => inclusionProof(hashes, index, size),
  )
  const place = join(path, `entry-${index}.tlog-proof`)
  await writeWhole(place, utf8(formatTlogProof({ extra: bytes, index, proof, checkpoint: note })))
  return place
}
