import { crc32 } from 'node:zlib'

/**
 * One block in a segment: a 24-byte head, the payload padded to 8 bytes, an 8-byte trailer.
 *
 *     magic u32 | payload length u32 | height u64 | CRC-32 of payload u32 | CRC-32 of the 20 bytes before u32
 *     … payload …
 *     closing magic u32 | the head's own CRC-32 u32
 *
 * All little-endian. The head has a checksum of its own, so that a flipped length can't pass for a short file. The
 * trailer is never zero, so that the last sector of a record is zero only if it was never written.
 */
export const headBytes = 24
const trailerBytes = 8
const magic = 0x4b425347 // "GSBK"
const closingMagic = 0x45425347 // "GSBE"

export type RecordHead = { readonly height: number; readonly length: number; readonly payloadCrc: number }

export function encodeRecord(height: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(paddedLength(payload.length))
  const view = new DataView(bytes.buffer)
  view.setUint32(0, magic, true)
  view.setUint32(4, payload.length, true)
  view.setBigUint64(8, BigInt(height), true)
  view.setUint32(16, crc32(payload), true)
  const headCrc = crc32(bytes.subarray(0, 20))
  view.setUint32(20, headCrc, true)
  bytes.set(payload, headBytes)
  view.setUint32(bytes.length - 8, closingMagic, true)
  view.setUint32(bytes.length - 4, headCrc, true)
  return bytes
}

/** Bytes that a record with such a payload takes in the file. */
export function paddedLength(payloadLength: number): number {
  return ((headBytes + payloadLength + 7) & ~7) + trailerBytes
}

/** The head, or null when the bytes are not a sound one. */
export function parseHead(bytes: Uint8Array): RecordHead | null {
  if (bytes.length < headBytes) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset, headBytes)
  if (view.getUint32(0, true) !== magic || view.getUint32(20, true) !== crc32(bytes.subarray(0, 20))) return null
  const height = view.getBigUint64(8, true)
  if (height > BigInt(Number.MAX_SAFE_INTEGER)) return null
  return { height: Number(height), length: view.getUint32(4, true), payloadCrc: view.getUint32(16, true) }
}

/** Whether the whole record that starts at `position` with this head is there and sound, its trailer included. */
export function recordIsSound(head: RecordHead, bytes: Uint8Array, position: number): boolean {
  const end = position + paddedLength(head.length)
  if (end > bytes.length) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const headCrc = view.getUint32(position + 20, true)
  if (view.getUint32(end - 8, true) !== closingMagic || view.getUint32(end - 4, true) !== headCrc) return false
  const payloadEnd = position + headBytes + head.length
  for (let at = payloadEnd; at < end - trailerBytes; at++) if (bytes[at] !== 0) return false
  return crc32(bytes.subarray(position + headBytes, payloadEnd)) === head.payloadCrc
}
