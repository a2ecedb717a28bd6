import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { decode, encode } from 'cborg'

export const signatureBytes = 64
/** Brings a record to about 512 bytes. */
const paddingBytes = 200
const writes = 3

/** `[signature, CBOR of [key and value, three times, and padding]]`, one after the other. */
export type Records = { readonly key: Uint8Array; readonly records: readonly Uint8Array[] }

export function makeRecords(count: number): Records {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const records = Array.from({ length: count }, () => {
    const entries = Array.from({ length: writes }, () => [randomBytes(32), randomBytes(32)])
    const payload = encode([entries, randomBytes(paddingBytes)])
    return Buffer.concat([sign(null, payload, privateKey), payload])
  })
  return { key: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x!, 'base64url')), records }
}

/** What a record writes: keys and values. */
export function decodeRecord(record: Uint8Array): [Uint8Array, Uint8Array][] {
  const [entries] = decode(record.subarray(signatureBytes)) as [[Uint8Array, Uint8Array][], Uint8Array]
  return entries
}
