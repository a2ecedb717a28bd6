import type { File } from '../files/files.ts'
import { headBytes, paddedLength, parseHead, recordIsSound } from './record.ts'

/** Where a sound record lies in its segment. */
export type RecordPlace = { readonly height: number; readonly position: number; readonly length: number }

/**
 * What stands behind the last sound record. `torn`: the damage fits a write that was cut short (the file ends inside
 * the record, or a whole sector of it was never written). `damaged`: it does not, or sound records follow it.
 */
export type Tail =
  | { readonly kind: 'clean'; readonly end: number }
  | { readonly kind: 'torn' | 'damaged'; readonly end: number; readonly height: number | null }

export type Scan = { readonly records: readonly RecordPlace[]; readonly tail: Tail }

const sectorBytes = 512

/**
 * Reads one segment from `start` and checks every record's checksums.
 * Segments are filled with zeros ahead of the writer, so zeros to the end of the file are the clean end.
 */
export async function scanSegment(file: File, start: number): Promise<Scan> {
  const bytes = await file.read(0, await file.size())
  const records: RecordPlace[] = []
  let position = start
  while (position < bytes.length) {
    const head = parseHead(bytes.subarray(position, position + headBytes))
    if (head === null || !recordIsSound(head, bytes, position)) break
    records.push({ height: head.height, position, length: head.length })
    position += paddedLength(head.length)
  }
  return { records, tail: judgeTail(bytes, position) }
}

function judgeTail(bytes: Uint8Array, position: number): Tail {
  if (isZero(bytes, position, bytes.length)) return { kind: 'clean', end: position }
  const head = parseHead(bytes.subarray(position, position + headBytes))
  const height = head?.height ?? null
  const torn = head ? payloadIsTorn(bytes, position, head.length) : headIsTorn(bytes, position)
  const followed = holdsSoundRecord(bytes, head ? position + paddedLength(head.length) : position + 8)
  return { kind: torn && !followed ? 'torn' : 'damaged', end: position, height }
}

/** A sound head over an unsound payload: some sector of the payload never reached the disk, or the file ends in it. */
function payloadIsTorn(bytes: Uint8Array, position: number, length: number): boolean {
  const end = position + paddedLength(length)
  return end > bytes.length || holdsZeroSector(bytes, position + headBytes, end)
}

/** No sound head: its sector was never written, or the file ends inside it. */
function headIsTorn(bytes: Uint8Array, position: number): boolean {
  const end = position + headBytes
  if (end > bytes.length) return true
  const boundary = Math.ceil(position / sectorBytes) * sectorBytes
  if (boundary > position && boundary < end)
    return isZero(bytes, position, boundary) || isZero(bytes, boundary, Math.min(boundary + sectorBytes, bytes.length))
  return isZero(bytes, position, Math.min(end, bytes.length))
}

/** The sector in which `from` lies was written, for the head is sound: the search starts with the next one. */
function holdsZeroSector(bytes: Uint8Array, from: number, to: number): boolean {
  for (let sector = Math.ceil(from / sectorBytes) * sectorBytes; sector < to; sector += sectorBytes) {
    if (isZero(bytes, sector, Math.min(sector + sectorBytes, to))) return true
  }
  return false
}

function holdsSoundRecord(bytes: Uint8Array, from: number): boolean {
  for (let position = from; position + headBytes <= bytes.length; position += 8) {
    const head = parseHead(bytes.subarray(position, position + headBytes))
    if (head && recordIsSound(head, bytes, position)) return true
  }
  return false
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== 0) return false
  return true
}
