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
  writeU32(bytes, at, Math.floor(value / 0x1_0000_0000))
  writeU32(bytes, at + 4, value >>> 0)
}

export function readU64(bytes: Uint8Array, at = 0): number {
  return readU32(bytes, at) * 0x1_0000_0000 + readU32(bytes, at + 4)
}

// PERF: by hand, since a DataView for each number costs more than the number.
function writeU32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 24
  bytes[at + 1] = value >>> 16
  bytes[at + 2] = value >>> 8
  bytes[at + 3] = value
}

function readU32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
}
