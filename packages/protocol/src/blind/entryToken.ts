import { concat } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { isModulus, verifyPss } from './rsaPss.ts'

/** Of the key that signs tokens: RSA-3072, exponent 65537. */
export const tokenKeyBytes = 384
/** RFC 9474, section 4.1: what randomizes the message. */
export const tokenPrefixBytes = 32
/** A token is the prefix and the signature. */
export const tokenBytes = tokenPrefixBytes + tokenKeyBytes

/** What a token is for: the row that it lets be made (its label), and the key that alone may use it. */
export function tokenMessage(label: Uint8Array, keyId: Uint8Array): Uint8Array {
  return encodeCbor(['gongshi/token/1', label, keyId])
}

/** Whether a key may sign tokens, as far as its public part shows. */
export function isTokenKey(modulus: Uint8Array): boolean {
  return modulus.length === tokenKeyBytes && isModulus(modulus)
}

/** RSABSSA-SHA384-PSS-Randomized (RFC 9474): whether whoever has the key let this row be made, without knowing which it was. */
export function verifyToken(modulus: Uint8Array, message: Uint8Array, token: Uint8Array): boolean {
  if (!isTokenKey(modulus) || token.length !== tokenBytes) return false
  const prefixed = concat(token.subarray(0, tokenPrefixBytes), message)
  return verifyPss(modulus, prefixed, token.subarray(tokenPrefixBytes))
}
