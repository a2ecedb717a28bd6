import { ProtocolError } from '../errors.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** By the character's code; 64: not in the alphabet. */
const sextets = new Uint8Array(128).fill(64)
for (let value = 0; value < 64; value++) sextets[alphabet.charCodeAt(value)] = value

/** Base64 with padding (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const word = (bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += alphabet[word >> 18]! + alphabet[(word >> 12) & 63]!
    text += at + 1 < bytes.length ? alphabet[(word >> 6) & 63]! : '='
    text += at + 2 < bytes.length ? alphabet[word & 63]! : '='
  }
  return text
}

/**
 * The one spelling of base64: padded, no line breaks, unused bits zero (RFC 4648 §3.5).
 * @throws {ProtocolError} text-malformed
 */
export function fromBase64(text: string): Uint8Array {
  if (text.length % 4 !== 0) throw new ProtocolError({ code: 'text-malformed' })
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  const bytes = new Uint8Array((text.length / 4) * 3 - padding)
  for (let at = 0, to = 0; at < text.length; at += 4, to += 3) {
    const last = at + 4 === text.length ? padding : 0
    let word = 0
    for (let index = 0; index < 4; index++) {
      const sextet = index >= 4 - last ? 0 : (sextets[text.charCodeAt(at + index)] ?? 64)
      if (sextet === 64) throw new ProtocolError({ code: 'text-malformed' })
      word = word * 64 + sextet
    }
    if (word % 256 ** last !== 0) throw new ProtocolError({ code: 'text-malformed' })
    for (let index = 0; index < 3 - last; index++) bytes[to + index] = (word >> (16 - 8 * index)) & 255
  }
  return bytes
}
