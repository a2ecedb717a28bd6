import { concat } from '../bytes/bytes.ts'
import { limits } from '../limits.ts'
import { NoteError } from './errors.ts'

/** Hashes in a full tile, entries in a full bundle (c2sp.org/tlog-tiles). */
export const tileWidth = 256

/** A resource of a tiled log: a tile of hashes at `level`, or a bundle of entries. `width` 256 is full. */
export type TileName = { readonly level: number | 'entries'; readonly index: number; readonly width: number }

/** `tile/<L>/<N>[.p/<W>]`, relative to the log's prefix. */
export function tilePath({ level, index, width }: TileName): string {
  return `tile/${level}/${indexPath(index)}${width === tileWidth ? '' : `.p/${width}`}`
}

function indexPath(index: number): string {
  const digits = String(index).padStart(3, '0')
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g)!
  return groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/')
}

/** The name that a path spells, or null unless it is the one spelling of a possible name. */
export function parseTilePath(path: string): TileName | null {
  const match = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path)
  if (match === null || path.length > 64) return null
  const level = match[1] === 'entries' ? 'entries' : Number(match[1])
  const name = { level, index: Number(match[2]!.replace(/[x/]/g, '')), width: Number(match[3] ?? tileWidth) } as const
  const possible = level === 'entries' || level <= 63
  return possible && name.width > 0 && Number.isSafeInteger(name.index) && tilePath(name) === path ? name : null
}

/** How wide the `index`-th tile of a level is in a log of `size` leaves: 256 is full, 0 is none. */
export function tileWidthAt(size: number, level: number | 'entries', index: number): number {
  const hashes = Math.floor(size / tileWidth ** (level === 'entries' ? 0 : level))
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth))
}

/** Entries one after the other, each after its length in two bytes, most significant first. */
export function encodeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = []
  for (const entry of entries) {
    if (entry.length > limits.leafBytes) throw new RangeError('entry longer than a bundle can hold')
    parts.push(Uint8Array.of(entry.length >> 8, entry.length & 255), entry)
  }
  return concat(...parts)
}

/** @throws {NoteError} entry-bundle-malformed */
export function parseEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes[at]! * 256 + (bytes[at + 1] ?? 0)
    if (at + 2 > bytes.length || end > bytes.length || entries.length === tileWidth)
      throw new NoteError({ code: 'entry-bundle-malformed' })
    entries.push(bytes.subarray(at + 2, end))
    at = end
  }
  return entries
}
