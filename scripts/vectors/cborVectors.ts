import type { Cbor } from '@gongshi/protocol'
import { encodeCbor, toHex } from '@gongshi/protocol'

/**
 * A value as JSON can hold it: {int}, {bytes} and {array} where JSON's own types do not tell; text, true, false and null
 * as themselves.
 */
export type CborVector = { hex: string; value: unknown }
export type CborFault = { name: string; hex: string; code: string }

const goodValues: Cbor[] = [
  ...[0, 1, 10, 23, 24, 25, 100, 255, 256, 1000, 65_535, 65_536, 1_000_000, 2 ** 32 - 1, 2 ** 32, 1_000_000_000_000],
  ...[Number.MAX_SAFE_INTEGER, 2n ** 53n, 2n ** 63n, 18_446_744_073_709_551_615n],
  ...[-1, -10, -24, -25, -100, -256, -257, -1000, -(2 ** 32), -(2 ** 32) - 1, Number.MIN_SAFE_INTEGER],
  ...[-(2n ** 53n), -(2n ** 53n) - 1n, -18_446_744_073_709_551_616n],
  ...[false, true, null],
  ...[new Uint8Array(0), Uint8Array.of(1, 2, 3, 4), new Uint8Array(24).fill(7), new Uint8Array(256).fill(8)],
  ...['', 'a', 'IETF', '"\\', 'ü', '水', '\u{10151}', '政务公开', 'x'.repeat(23), 'x'.repeat(24), '字'.repeat(100)],
  ...[[], [1, 2, 3], [1, [2, 3], [4, 5]], Array.from({ length: 25 }, (_, index) => index + 1)],
  ['transaction', 1, -1, null, [true, [Uint8Array.of(255)]]],
]

// RFC 8949 appendix A values that this protocol does not use, then malformed and longer spellings.
const faults: [name: string, hex: string, code: string][] = [
  ['nothing', '', 'cbor-malformed'],
  ['float 0.0', 'f90000', 'cbor-unsupported'],
  ['float 1.1', 'fb3ff199999999999a', 'cbor-unsupported'],
  ['Infinity', 'f97c00', 'cbor-unsupported'],
  ['NaN', 'f97e00', 'cbor-unsupported'],
  ['undefined', 'f7', 'cbor-unsupported'],
  ['simple(16)', 'f0', 'cbor-unsupported'],
  ['simple(255)', 'f8ff', 'cbor-unsupported'],
  ['a bignum (tag 2)', 'c249010000000000000000', 'cbor-unsupported'],
  ['a date (tag 0)', 'c074323031332d30332d32315432303a30343a30305a', 'cbor-unsupported'],
  ['an empty map', 'a0', 'cbor-unsupported'],
  ['a map', 'a201020304', 'cbor-unsupported'],
  ['a map in an array', '81a10102', 'cbor-unsupported'],
  ['0 in two bytes', '1800', 'cbor-not-canonical'],
  ['23 in two bytes', '1817', 'cbor-not-canonical'],
  ['255 in three bytes', '1900ff', 'cbor-not-canonical'],
  ['65535 in five bytes', '1a0000ffff', 'cbor-not-canonical'],
  ['2^32-1 in nine bytes', '1b00000000ffffffff', 'cbor-not-canonical'],
  ['-1 in two bytes', '3800', 'cbor-not-canonical'],
  ['a byte string with a long head', '580100', 'cbor-not-canonical'],
  ['a text with a long head', '780161', 'cbor-not-canonical'],
  ['an array with a long head', '980101', 'cbor-not-canonical'],
  ['an array of indefinite length', '9f01ff', 'cbor-not-canonical'],
  ['a byte string of indefinite length', '5f42010243030405ff', 'cbor-not-canonical'],
  ['a text of indefinite length', '7f657374726561646d696e67ff', 'cbor-not-canonical'],
  ['a break alone', 'ff', 'cbor-not-canonical'],
  ['reserved head 28', '1c', 'cbor-malformed'],
  ['reserved head 30', '9e', 'cbor-malformed'],
  ['an integer cut short', '1901', 'cbor-malformed'],
  ['an integer of eight bytes cut short', '1b00000001000000', 'cbor-malformed'],
  ['a byte string cut short', '4201', 'cbor-malformed'],
  ['a byte string of 2^32 bytes', '5affffffff00', 'cbor-malformed'],
  ['a byte string of 2^63 bytes', '5b800000000000000000', 'cbor-malformed'],
  ['an array of 2^32 items', '9affffffff00', 'cbor-malformed'],
  ['an array cut short', '8201', 'cbor-malformed'],
  ['two values', '0101', 'cbor-malformed'],
  ['UTF-8: a continuation byte alone', '6180', 'cbor-malformed'],
  ['UTF-8: an overlong slash', '62c0af', 'cbor-malformed'],
  ['UTF-8: a surrogate', '63eda080', 'cbor-malformed'],
  ['UTF-8: above U+10FFFF', '64f4908080', 'cbor-malformed'],
  ['UTF-8: cut short', '62e6b0', 'cbor-malformed'],
  ['33 arrays inside each other', `${'81'.repeat(32)}80`, 'cbor-too-deep'],
  ['1,000 arrays inside each other', `${'81'.repeat(1000)}80`, 'cbor-too-deep'],
]

export function cborVectors(): { good: CborVector[]; bad: CborFault[]; texts: { bad: string[]; good: string[] } } {
  return {
    good: goodValues.map((value) => ({ hex: toHex(encodeCbor(value)), value: asJson(value) })),
    bad: faults.map(([name, hex, code]) => ({ name, hex, code })),
    texts: { good: goodTexts, bad: badTexts.map((unit) => `a${unit}b`) },
  }
}

/** What checkText accepts and refuses; each bad character stands between two letters. */
const goodTexts = ['', 'plain', '政务公开', 'e\u0301', 'क्\u200dष', '👩‍💻', '\u{20000}']
const badTexts = [
  ...['\u0000', '\t', '\n', '\r', '\u001f', '\u007f', '\u0085', '\u009f'],
  ...['\u061c', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202e', '\u2066', '\u2069'],
  ...['\ufeff', '\ufff9', '\ufdd0', '\ufffe', '\uffff', '\u{1fffe}', '\u{10ffff}', '\u{e0041}', '\ud800', '\udc00'],
]

function asJson(value: Cbor): unknown {
  if (typeof value === 'number' || typeof value === 'bigint') return { int: value.toString() }
  if (value instanceof Uint8Array) return { bytes: toHex(value) }
  if (Array.isArray(value)) return { array: value.map(asJson) }
  return value
}
