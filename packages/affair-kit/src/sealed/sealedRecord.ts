import { type Cbor, concat, decodeCbor, encodeCbor, ProtocolError, utf8 } from '@gongshi/protocol'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import type { Value } from '../cel/value.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { KitError } from '../errors.ts'
import { decodeValue, encodeValue } from '../kinds/codec.ts'
import type { Fields } from '../kinds/kind.ts'
import { kindLimits } from '../kinds/limits.ts'

/** `secret`: 32 bytes, sealed to the trustees under `label`, which is the label of the row that holds the record. */
export type Sealing = { readonly secret: Uint8Array; readonly label: Uint8Array }

const tagBytes = 16
/** A secret is for one label and seals one record, so its key never meets a second nonce. */
const nonce = new Uint8Array(12)

/**
 * The fields of a record as an action declares them that is sealed (`unseals`) or of which there is a digest (`digests`).
 * @throws {KitError} declaration-unknown
 */
export function sealedFields(declaration: AffairDeclaration, action: string, name: string): Fields {
  const { unseals = {}, digests = {} } = Object.hasOwn(declaration.actions, action) ? declaration.actions[action]! : {}
  const declared = [unseals, digests].find((records) => Object.hasOwn(records, name))
  if (declared === undefined)
    throw new KitError({ code: 'declaration-unknown', path: `actions.${action}.unseals.${name}` })
  return declared[name]!
}

/**
 * Seals values into exactly `size` bytes, whatever they are, so that the length says nothing: canonical CBOR of the array of
 * the encoded fields, padded (ISO/IEC 7816-4: 0x80, then zeros), ChaCha20-Poly1305 (RFC 8439) under a key derived from the secret
 * (HKDF-SHA256, RFC 5869). Options may be left out.
 * @throws {KitError} value-*, with value-range for what does not fit into the size
 */
export function sealRecord(
  fields: Fields,
  values: { readonly [name: string]: Value },
  { secret, label, size }: Sealing & { readonly size: number },
): Uint8Array {
  const plain = encodeCbor(encodeValue({ kind: 'record', fields }, values, 'sealed'))
  const room = size - tagBytes
  if (plain.length >= room)
    throw new KitError({ code: 'value-range', path: 'sealed', expected: `at most ${room - 1} bytes` })
  const padded = new Uint8Array(room)
  padded.set(plain)
  padded[plain.length] = 0x80
  return cipher({ secret, label }).encrypt(padded)
}

/** What was sealed so, each value judged by its kind; null: it is something else, or under another secret or label. */
export function openRecord(
  fields: Fields,
  sealing: Sealing,
  sealed: Uint8Array,
): { readonly [name: string]: Value } | null {
  const plain = decrypted(sealing, sealed)
  if (plain === null) return null
  try {
    const array: Cbor = decodeCbor(plain, {
      maxBytes: sealed.length,
      maxDepth: kindLimits.maxDepth + kindLimits.maxIdDepth,
    })
    return decodeValue({ kind: 'record', fields }, array, 'sealed') as { readonly [name: string]: Value }
  } catch (error) {
    if (error instanceof KitError || error instanceof ProtocolError) return null
    throw error
  }
}

function decrypted(sealing: Sealing, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < tagBytes) return null
  let padded: Uint8Array
  try {
    padded = cipher(sealing).decrypt(sealed)
  } catch {
    // Of the right length it throws for one reason: the tag is not that of these bytes.
    return null
  }
  const end = padded.findLastIndex((byte) => byte !== 0)
  return padded[end] === 0x80 ? padded.subarray(0, end) : null
}

function cipher({ secret, label }: Sealing) {
  const info = concat(utf8('gongshi/sealed-record/1'), label)
  return chacha20poly1305(hkdf(sha256, secret, undefined, info, 32), nonce, label)
}
