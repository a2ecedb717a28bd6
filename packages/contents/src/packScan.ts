import { equalBytes } from '@gongshi/protocol'
import { headBytes, parseHead, type RecordHead, recordMagic } from './packRecord.ts'
import { verifyImage } from './verify.ts'

/** One content image in a pack: `at` is where its bytes begin. */
export type PackRecord = { readonly commitment: Uint8Array; readonly at: number; readonly length: number }

export type PackScan = {
  readonly records: PackRecord[]
  /** Up to here the pack was durable when its last record was written. */
  readonly durableTo: number
  /** Parts that a crash cut short: never acknowledged, to be wiped. */
  readonly interrupted: { readonly at: number; readonly end: number }[]
  /** Parts that were whole once and are not now, without a readable head. */
  readonly unreadable: { readonly at: number; readonly end: number }[]
}

const pageBytes = 4096

/**
 * Reads a pack that was not closed in order. What lies below the last durable mark was acknowledged and is kept
 * whatever its state, so that a later read can say "damaged". Beyond it a part counts as cut short only if it looks
 * so (the file ends too early, or a page is all zeros): a flipped byte must not pass for a torn write.
 */
export function scanPack(pack: Uint8Array): PackScan {
  const parts: Part[] = []
  let durableTo = 0
  for (let at = 0; at < pack.length; ) {
    const part = readPart(pack, at)
    durableTo = Math.max(durableTo, part.head?.durableTo ?? 0)
    parts.push(part)
    at = part.end
  }
  const scan: PackScan = { records: [], durableTo, interrupted: [], unreadable: [] }
  for (const part of parts) {
    if (part.head?.erased === true || isZero(pack.subarray(part.at, part.end))) continue
    const cut = part.at >= durableTo && !isWhole(pack, part) && (part.short || hasZeroPage(pack, part))
    if (cut) scan.interrupted.push(part)
    else if (part.head === undefined) scan.unreadable.push(part)
    else scan.records.push({ commitment: part.head.commitment, at: part.at + headBytes, length: part.head.length })
  }
  return scan
}

type Part = { readonly at: number; readonly end: number; readonly head?: RecordHead; readonly short: boolean }

function readPart(pack: Uint8Array, at: number): Part {
  const head = parseHead(pack.subarray(at, at + headBytes))
  if (head === undefined) return { at, end: nextHead(pack, at + 1), short: pack.length - at < headBytes }
  const end = at + headBytes + head.length
  return { at, end: Math.min(end, pack.length), head, short: end > pack.length }
}

function isWhole(pack: Uint8Array, part: Part): boolean {
  return part.head !== undefined && verifyImage(pack.subarray(part.at + headBytes, part.end), part.head.commitment)
}

function nextHead(pack: Uint8Array, from: number): number {
  for (let at = from; at + headBytes <= pack.length; at++)
    if (equalBytes(pack.subarray(at, at + 4), recordMagic) && parseHead(pack.subarray(at, at + headBytes))) return at
  return pack.length
}

/** Does the part hold a page, as the disk counts pages, of nothing but zeros? */
function hasZeroPage(pack: Uint8Array, part: Part): boolean {
  for (let page = part.at - (part.at % pageBytes); page < part.end; page += pageBytes) {
    const bytes = pack.subarray(Math.max(page, part.at), Math.min(page + pageBytes, part.end))
    if (bytes.length >= headBytes && isZero(bytes)) return true
  }
  return false
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}
