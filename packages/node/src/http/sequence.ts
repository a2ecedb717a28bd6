import { NodeError } from '../errors.ts'

/** `[signed, salt, input]`: an array of three byte strings. */
const transactionHead = 0x83
const transactionParts = 3

/**
 * Cuts a CBOR sequence (RFC 8742) of transactions into its items, by their outermost heads only: what stands inside,
 * the transactions' own parser judges. @throws {NodeError} request-malformed
 */
export function cutTransactions(bytes: Uint8Array, maxItems: number): Uint8Array[] {
  const items: Uint8Array[] = []
  if (bytes.length === 0) throw new NodeError({ code: 'request-malformed', at: 'body' })
  for (let at = 0; at < bytes.length; ) {
    const end = items.length < maxItems && bytes[at] === transactionHead ? endOfParts(bytes, at + 1) : null
    if (end === null) throw new NodeError({ code: 'request-malformed', at: `body item ${items.length}` })
    items.push(bytes.subarray(at, end))
    at = end
  }
  return items
}

function endOfParts(bytes: Uint8Array, from: number): number | null {
  let at = from
  for (let part = 0; part < transactionParts; part++) {
    const head = bytes[at]
    if (head === undefined || head >> 5 !== 2) return null
    const info = head & 31
    const width = info < 24 ? 0 : info === 24 ? 1 : info === 25 ? 2 : info === 26 ? 4 : null
    if (width === null) return null
    const argument = bytes.subarray(at + 1, at + 1 + width)
    at += 1 + width + (width === 0 ? info : argument.reduce((sum, byte) => sum * 256 + byte, 0))
    if (argument.length < width || at > bytes.length) return null
  }
  return at
}
