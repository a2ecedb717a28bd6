import { concat, equalBytes, sha256, utf8 } from '@gongshi/protocol'
import type { PackRecord } from './packScan.ts'

const magic = utf8('GSPIDX01')
const rowBytes = 40

/**
 * Where each content of a closed pack lies: magic, size of the pack (8 bytes), rows of commitment (32), position and
 * length (4 each, big endian), SHA-256 over all of it.
 */
export function encodePackIndex(records: readonly PackRecord[], packSize: number): Uint8Array {
  const bytes = new Uint8Array(16 + rowBytes * records.length)
  const view = new DataView(bytes.buffer)
  bytes.set(magic)
  view.setBigUint64(8, BigInt(packSize))
  records.forEach((record, row) => {
    const at = 16 + row * rowBytes
    bytes.set(record.commitment, at)
    view.setUint32(at + 32, record.at)
    view.setUint32(at + 36, record.length)
  })
  return concat(bytes, sha256(bytes))
}

/** Undefined for an index that is damaged or belongs to a pack of another size: the pack is scanned instead. */
export function decodePackIndex(bytes: Uint8Array, packSize: number): PackRecord[] | undefined {
  const body = bytes.subarray(0, bytes.length - 32)
  if (body.length < 16 || (body.length - 16) % rowBytes !== 0) return undefined
  if (!equalBytes(body.subarray(0, 8), magic) || !equalBytes(bytes.subarray(body.length), sha256(body)))
    return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  if (view.getBigUint64(8) !== BigInt(packSize)) return undefined
  return Array.from({ length: (body.length - 16) / rowBytes }, (_, row) => {
    const at = 16 + row * rowBytes
    return { commitment: bytes.slice(at, at + 32), at: view.getUint32(at + 32), length: view.getUint32(at + 36) }
  })
}
