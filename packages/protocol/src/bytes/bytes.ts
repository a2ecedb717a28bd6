import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { ProtocolError } from '../errors.ts'

export const toHex = bytesToHex

const encoder = new TextEncoder()

/** UTF-8 of a text. PERF: an encoder for each call, and a copy of what it gives, cost twice as much as encoding. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text)
}

/** The parts, one after the other, in bytes of their own. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Lower-case hexadecimal only, so that one value has one spelling. @throws {ProtocolError} text-malformed */
export function fromHex(text: string): Uint8Array {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) throw new ProtocolError({ code: 'text-malformed' })
  return hexToBytes(text)
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) return false
  return true
}

/** Byte order, as every sorted list on the ledger uses: negative, zero or positive. */
export function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shared = Math.min(left.length, right.length)
  for (let at = 0; at < shared; at++) if (left[at] !== right[at]) return left[at]! - right[at]!
  return left.length - right.length
}
