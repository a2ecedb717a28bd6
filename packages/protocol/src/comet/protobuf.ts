import { concat } from '../bytes/bytes.ts'

// The few wire forms that CometBFT's messages need (protobuf encoding guide, proto3): default values are left out,
// fields in order of their numbers, so that the bytes equal those of CometBFT's generated code.

const mask64 = 2n ** 64n - 1n

export function varint(value: number | bigint): Uint8Array {
  // PERF: heads and lengths, nearly all there is, fit into two bytes.
  if (typeof value === 'number' && value >= 0 && value < 1 << 14)
    return value < 128 ? Uint8Array.of(value) : Uint8Array.of((value & 127) | 128, value >> 7)
  let rest = BigInt(value) & mask64
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return Uint8Array.from(bytes)
}

/** int64, uint64, uint32 and enums; negative numbers in two's complement. */
export function varintField(field: number, value: number | bigint): Uint8Array {
  return value === 0 || value === 0n ? nothing : concat(varint(field << 3), varint(value))
}

export function sfixed64Field(field: number, value: number): Uint8Array {
  if (value === 0) return nothing
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true)
  return concat(varint((field << 3) | 1), bytes)
}

/** bytes and string; empty ones are left out. */
export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  return bytes.length === 0 ? nothing : messageField(field, bytes)
}

/** An embedded message, written even if empty, as gogoproto does for fields that are not nullable. */
export function messageField(field: number, message: Uint8Array): Uint8Array {
  return concat(varint((field << 3) | 2), varint(message.length), message)
}

const nothing = new Uint8Array(0)
