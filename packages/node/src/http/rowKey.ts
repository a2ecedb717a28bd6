import { type Cbor, decodeCbor, ProtocolError } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'

const limits = { maxBytes: 1024, maxDepth: 8 }

/** A row's id in an address: canonical CBOR in base64url (RFC 4648 §5) without padding. */
export function rowKeyText(key: Uint8Array): string {
  return Buffer.from(key).toString('base64url')
}

/** @throws {NodeError} state-key-malformed */
export function parseRowKey(text: string): { readonly bytes: Uint8Array; readonly key: Cbor } {
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'))
  if (rowKeyText(bytes) !== text) throw new NodeError({ code: 'state-key-malformed' })
  try {
    return { bytes, key: decodeCbor(bytes, limits) }
  } catch (error) {
    if (error instanceof ProtocolError) throw new NodeError({ code: 'state-key-malformed' })
    throw error
  }
}
