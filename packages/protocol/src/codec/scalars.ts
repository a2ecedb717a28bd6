import { fromBase64, toBase64 } from '../bytes/base64.ts'
import { fromHex, toHex } from '../bytes/bytes.ts'
import { checkText, utf8Length } from '../bytes/text.ts'
import { type Codec, CodecFault, expect } from './codec.ts'

/** A whole number between two bounds, both included. */
export function integer(min: number, max: number): Codec<number> {
  const check = (value: unknown, at: string) =>
    expect(value as number, Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max, at)
  return {
    toCbor: (value) => value,
    read: (reader, at) => check(reader.integer(), at),
    toJson: (value) => value,
    fromJson: (json, at) => check(json, at),
  }
}

/** A positive integer that may exceed 2^53: in JSON a decimal text. */
export function bigInteger(max: bigint): Codec<bigint> {
  return {
    toCbor: (value) => value,
    read(reader, at) {
      const value = reader.item(0, 0)
      if (typeof value !== 'number' && typeof value !== 'bigint') throw new CodecFault(at)
      return expect(BigInt(value), value > 0 && value <= max, at)
    },
    toJson: (value) => String(value),
    fromJson(json, at) {
      if (typeof json !== 'string' || !/^[1-9][0-9]{0,19}$/.test(json)) throw new CodecFault(at)
      return expect(BigInt(json), BigInt(json) <= max, at)
    },
  }
}

/** Bytes of one of the given lengths: hashes, keys, signatures. In JSON lower-case hexadecimal. */
export function fixedBytes(...lengths: readonly number[]): Codec<Uint8Array> {
  const check = (bytes: Uint8Array, at: string) => expect(bytes, lengths.includes(bytes.length), at)
  return {
    toCbor: (value) => value,
    read: (reader, at) => check(reader.byteString(), at),
    toJson: toHex,
    fromJson: (json, at) => check(decodeText(json, fromHex, at), at),
  }
}

/** Bytes of any length up to a limit. In JSON base64. */
export function blob(maxBytes: number): Codec<Uint8Array> {
  const check = (bytes: Uint8Array, at: string) => expect(bytes, bytes.length <= maxBytes, at)
  return {
    toCbor: (value) => value,
    read: (reader, at) => check(reader.byteString(), at),
    toJson: toBase64,
    fromJson: (json, at) => check(decodeText(json, fromBase64, at), at),
  }
}

function decodeText(json: unknown, decode: (text: string) => Uint8Array, at: string): Uint8Array {
  if (typeof json !== 'string') throw new CodecFault(at)
  try {
    return decode(json)
  } catch {
    throw new CodecFault(at)
  }
}

/** A text of the ledger: no control or bidirectional characters, at most `maxBytes` of UTF-8. */
export function text(maxBytes: number): Codec<string> {
  return textThat((value) => {
    try {
      checkText(value, maxBytes)
      return true
    } catch {
      return false
    }
  })
}

/** A text of several lines whose form somebody else checks. */
export function lines(maxBytes: number): Codec<string> {
  return textThat((value) => value.isWellFormed() && utf8Length(value) <= maxBytes)
}

export function textThat(accepts: (value: string) => boolean): Codec<string> {
  const check = (value: unknown, at: string) => {
    if (typeof value !== 'string') throw new CodecFault(at)
    return expect(value, accepts(value), at)
  }
  return {
    toCbor: (value) => value,
    read: (reader, at) => check(reader.text(), at),
    toJson: (value) => value,
    fromJson: (json, at) => check(json, at),
  }
}

/** One of a closed list of texts. */
export function oneOf<const Name extends string>(...names: readonly Name[]): Codec<Name> {
  return textThat((value) => (names as readonly string[]).includes(value)) as Codec<Name>
}
