import { concat, equalBytes, fromBase64, toBase64, utf8 } from '@gongshi/protocol'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { SealedError } from './errors.ts'

/** So many bytes that nobody else can guess. */
export type Random = (bytes: number) => Uint8Array

/** Under what documents are sealed: 32 bytes that are secret, bound to a label that is not. */
export type SealingKey = { readonly secret: Uint8Array; readonly label: Uint8Array }

const form =
  /^age-encryption\.org\/v1\n-> gongshi-threshold ([A-Za-z0-9+/]{22})\n([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n$/
/** The header has one form, and so one length. */
export const headerBytes = 22 + 44 + 44 + 48
export const nonceBytes = 16

/**
 * The header of an age file (c2sp.org/age) with our one stanza: `-> gongshi-threshold SALT`, and in it the file's key
 * under HKDF-SHA256(ikm secret, SALT, info "gongshi/sealed-documents/1" ‖ label). The salt is new for every file, so that
 * no key seals two.
 */
export function makeHeader(key: SealingKey, fileKey: Uint8Array, salt: Uint8Array): Uint8Array {
  const body = wrapping(key, salt).encrypt(fileKey)
  const text = `age-encryption.org/v1\n-> gongshi-threshold ${base64(salt)}\n${base64(body)}\n---`
  return utf8(`${text} ${base64(macOf(fileKey, text))}\n`)
}

/** The file's key. @throws {SealedError} sealed-malformed, sealed-other-secret, sealed-altered */
export function readHeader(key: SealingKey, header: Uint8Array): Uint8Array {
  const text = String.fromCharCode(...header)
  const parts = form.exec(text)?.slice(1)
  if (parts === undefined) throw new SealedError({ code: 'sealed-malformed' })
  const [salt, body, mac] = parts.map(canonical) as [Uint8Array, Uint8Array, Uint8Array]
  const fileKey = unwrap(key, salt, body)
  if (!equalBytes(mac, macOf(fileKey, text.slice(0, text.lastIndexOf('---') + 3))))
    throw new SealedError({ code: 'sealed-altered' })
  return fileKey
}

/** What the chunks are sealed with. */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  return hkdf(sha256, fileKey, nonce, utf8('payload'), 32)
}

function unwrap(key: SealingKey, salt: Uint8Array, body: Uint8Array): Uint8Array {
  try {
    return wrapping(key, salt).decrypt(body)
  } catch (cause) {
    throw new SealedError({ code: 'sealed-other-secret' }, { cause })
  }
}

/** @throws {RangeError} for a secret that is not one */
function wrapping({ secret, label }: SealingKey, salt: Uint8Array) {
  if (secret.length !== 32) throw new RangeError('a secret is 32 bytes')
  const key = hkdf(sha256, secret, salt, concat(utf8('gongshi/sealed-documents/1'), label), 32)
  return chacha20poly1305(key, new Uint8Array(12))
}

function macOf(fileKey: Uint8Array, text: string): Uint8Array {
  return hmac(sha256, hkdf(sha256, fileKey, undefined, utf8('header'), 32), utf8(text))
}

function base64(bytes: Uint8Array): string {
  return toBase64(bytes).replace(/=+$/, '')
}

/** Bits beyond the last byte must be zero: one header, one form. @throws {SealedError} sealed-malformed */
function canonical(text: string): Uint8Array {
  try {
    const bytes = fromBase64(text.padEnd(4 * Math.ceil(text.length / 4), '='))
    if (base64(bytes) === text) return bytes
  } catch (cause) {
    throw new SealedError({ code: 'sealed-malformed' }, { cause })
  }
  throw new SealedError({ code: 'sealed-malformed' })
}
