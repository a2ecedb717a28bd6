import { type Cbor, encodeCbor, toBase64 } from '@gongshi/protocol'

/** A row's id in an address: canonical CBOR in base64url (RFC 4648 §5) without padding. */
export function rowKeyText(key: Cbor): string {
  return toBase64(encodeCbor(key)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
