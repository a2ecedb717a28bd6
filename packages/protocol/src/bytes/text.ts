import { ProtocolError } from '../errors.ts'

// Controls, line and paragraph separators; bidirectional marks, embeddings, overrides and isolates; the byte order
// mark, interlinear annotations, tag characters and noncharacters: whatever can hide or turn what people read. Only the
// two properties that Unicode promises never to change are named; the rest is listed, so that no engine's Unicode
// version can make two nodes disagree.
const forbidden =
  /[\p{Cc}\p{Noncharacter_Code_Point}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u

/**
 * Whether a text may stand in a ledger structure: well-formed Unicode, no control, bidirectional or invisible
 * formatting character, at most `maxBytes` of UTF-8. Returns it, so that a border can parse and pass on in one line.
 * Normalisation is the client's matter (NFC); the ledger compares bytes.
 * @throws {ProtocolError} text-malformed, text-too-long or text-forbidden-character
 */
export function checkText(text: string, maxBytes: number): string {
  // PERF: names, codes and numbers are plain ASCII, of which nothing is forbidden but the controls.
  if (text.length <= maxBytes && isPrintableAscii(text)) return text
  if (!text.isWellFormed()) throw new ProtocolError({ code: 'text-malformed' })
  const bytes = utf8Length(text)
  if (bytes > maxBytes) throw new ProtocolError({ code: 'text-too-long', bytes, limit: maxBytes })
  const at = text.search(forbidden)
  if (at >= 0) throw new ProtocolError({ code: 'text-forbidden-character', at })
  return text
}

function isPrintableAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x20 || unit > 0x7e) return false
  }
  return true
}

/** Bytes of UTF-8 that a well-formed text takes. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    // A surrogate pair is two units and four bytes: each unit adds one to itself.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2
  }
  return bytes
}
