/** Big-endian keys, so that the store's byte order is the numbers' order. */

export function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 255)
}

/** A safe integer in 8 bytes. */
export function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  writeU64(bytes, 0, value)
  return bytes
}

export function u64Pair(first: number, second: number): Uint8Array {
  const bytes = new Uint8Array(16)
  writeU64(bytes, 0, first)
  writeU64(bytes, 8, second)
  return bytes
}

export function writeU64(bytes: Uint8Array, at: number, value: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8)
  view.setUint32(0, Math.floor(value / 0x1_0000_0000))
  view.setUint32(4, value >>> 0)
}

export function readU64(bytes: Uint8Array, at = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8)
  return view.getUint32(0) * 0x1_0000_0000 + view.getUint32(4)
}
