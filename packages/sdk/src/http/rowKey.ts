import { type Cbor, decodeCbor, encodeCbor, fromBase64, toBase64 } from '@gongshi/protocol'
import { malformed } from './json.ts'

/** A row's id in an address: canonical CBOR in base64url (RFC 4648 §5) without padding. */
export function rowKeyText(key: Cbor): string {
  return toBase64(encodeCbor(key)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** The other way. @throws {ClientError} client-answer-malformed */
export function parseRowKey(text: string): Cbor {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/')
  try {
    const bytes = fromBase64(standard.padEnd(4 * Math.ceil(standard.length / 4), '='))
    return decodeCbor(bytes, { maxBytes: 1024, maxDepth: 8 })
  } catch (cause) {
    throw malformed('key', cause)
  }
}
