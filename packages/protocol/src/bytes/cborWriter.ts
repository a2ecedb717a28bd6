import { ProtocolError } from '../errors.ts'
import type { Cbor } from './cbor.ts'

const maxInteger = 2n ** 64n - 1n
const minInteger = -(2n ** 64n)
const encoder = new TextEncoder()

// PERF: one buffer for all calls. Encoding is synchronous and the result is copied out, so that nobody sees it; a fresh
// buffer a call costs more than most encodings.
let scratch = new Uint8Array(4096)
let at = 0
/** What a rare long sequence took is given back. */
const keptBytes = 2 * 1024 * 1024

/** Writes a value in the one canonical form. @throws {ProtocolError} cbor-unsupported */
export function writeCbor(value: Cbor): Uint8Array {
  at = 0
  item(value)
  return scratch.slice(0, at)
}

/**
 * As `writeCbor`, handed to `use` where it was written: nobody may keep it, or write another value meanwhile.
 * PERF: what is only hashed needs no bytes of its own.
 */
export function withCbor<Result>(value: Cbor, use: (bytes: Uint8Array) => Result): Result {
  at = 0
  item(value)
  return use(scratch.subarray(0, at))
}

/** `prefix` and then the value in its canonical form, in one piece. */
export function writeCborAfter(prefix: Uint8Array, value: Cbor): Uint8Array {
  at = 0
  reserve(prefix.length)
  scratch.set(prefix)
  at = prefix.length
  item(value)
  return scratch.slice(0, at)
}

/** The values one after the other (RFC 8742), in one piece. */
export function writeCborSequence(values: readonly Cbor[]): Uint8Array {
  at = 0
  for (const value of values) item(value)
  const whole = scratch.slice(0, at)
  if (scratch.length > keptBytes) scratch = new Uint8Array(4096)
  return whole
}

function item(value: Cbor): void {
  if (typeof value === 'number') number(value)
  else if (typeof value === 'string') text(value)
  else if (value instanceof Uint8Array) byteString(value)
  else if (Array.isArray(value)) {
    head(4, value.length)
    for (const member of value) item(member)
  } else if (value === null) byte(0xf6)
  else if (typeof value === 'boolean') byte(value ? 0xf5 : 0xf4)
  else if (typeof value === 'bigint') bigint(value)
  else throw unsupported()
}

function number(value: number): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw unsupported()
  if (value >= 0) head(0, value)
  else head(1, -1 - value)
}

function bigint(value: bigint): void {
  if (value > maxInteger || value < minInteger) throw unsupported()
  const argument = value < 0n ? -1n - value : value
  const major = value < 0n ? 1 : 0
  if (argument <= Number.MAX_SAFE_INTEGER) head(major, Number(argument))
  else {
    byte((major << 5) | 27)
    unsigned(Number(argument >> 32n), 4)
    unsigned(Number(argument & 0xffff_ffffn), 4)
  }
}

function byteString(value: Uint8Array): void {
  head(2, value.length)
  reserve(value.length)
  scratch.set(value, at)
  at += value.length
}

function text(value: string): void {
  const start = at
  // Room for the longest head and for three bytes a UTF-16 unit, the most that UTF-8 takes.
  reserve(9 + value.length * 3)
  // PERF: nearly all texts are short and ASCII, where one unit is one byte: a tenth of what the encoder's call costs.
  if (value.length < 0x1_0000 && ascii(value, start + headBytes(value.length))) {
    head(3, value.length)
    at += value.length
    return
  }
  if (!value.isWellFormed()) throw unsupported()
  const bytes = encoder.encode(value)
  head(3, bytes.length)
  scratch.set(bytes, at)
  at += bytes.length
}

function ascii(value: string, to: number): boolean {
  for (let index = 0; index < value.length; index++) {
    const unit = value.charCodeAt(index)
    if (unit >= 0x80) return false
    scratch[to + index] = unit
  }
  return true
}

function headBytes(argument: number): number {
  return argument < 24 ? 1 : argument < 0x100 ? 2 : 3
}

function head(major: number, argument: number): void {
  const type = major << 5
  if (argument < 24) byte(type | argument)
  else if (argument < 0x100) {
    byte(type | 24)
    byte(argument)
  } else if (argument < 0x1_0000) {
    byte(type | 25)
    unsigned(argument, 2)
  } else if (argument < 0x1_0000_0000) {
    byte(type | 26)
    unsigned(argument, 4)
  } else {
    byte(type | 27)
    unsigned(Math.floor(argument / 0x1_0000_0000), 4)
    unsigned(argument % 0x1_0000_0000, 4)
  }
}

function unsigned(value: number, width: number): void {
  reserve(width)
  for (let index = width - 1; index >= 0; index--) {
    scratch[at + index] = value & 0xff
    value = Math.floor(value / 256)
  }
  at += width
}

function byte(value: number): void {
  reserve(1)
  scratch[at++] = value
}

function reserve(bytes: number): void {
  if (at + bytes <= scratch.length) return
  const grown = new Uint8Array(Math.max(scratch.length * 2, at + bytes))
  grown.set(scratch)
  scratch = grown
}

function unsupported(): ProtocolError {
  return new ProtocolError({ code: 'cbor-unsupported' })
}
