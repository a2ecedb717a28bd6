import { concat, equalBytes, sha256, utf8 } from '@gongshi/protocol'

/**
 * The head before each content image in a pack: "GSPR", state, three zero bytes, image length, the offset up to which
 * the pack was durable when this was written (4 bytes each, big endian), commitment (32), and the first 16 bytes of
 * SHA-256 over all of that except the state, which erasure changes in place.
 */
export type RecordHead = {
  readonly erased: boolean
  readonly length: number
  readonly durableTo: number
  readonly commitment: Uint8Array
}

export const headBytes = 64
export const stateAt = 4
export const erasedState = Uint8Array.of(1)
export const recordMagic = utf8('GSPR')

export function encodeHead(commitment: Uint8Array, length: number, durableTo: number): Uint8Array {
  const head = new Uint8Array(headBytes)
  const view = new DataView(head.buffer)
  head.set(recordMagic)
  view.setUint32(8, length)
  view.setUint32(12, durableTo)
  head.set(commitment, 16)
  head.set(headCheck(head), 48)
  return head
}

/** Undefined for anything that no writer wrote whole. */
export function parseHead(bytes: Uint8Array): RecordHead | undefined {
  if (bytes.length < headBytes || !equalBytes(bytes.subarray(0, 4), recordMagic)) return undefined
  if (!equalBytes(bytes.subarray(48, headBytes), headCheck(bytes))) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return {
    erased: bytes[stateAt] !== 0,
    length: view.getUint32(8),
    durableTo: view.getUint32(12),
    commitment: bytes.slice(16, 48),
  }
}

function headCheck(head: Uint8Array): Uint8Array {
  return sha256(concat(head.subarray(0, stateAt), head.subarray(8, 48))).subarray(0, 16)
}
