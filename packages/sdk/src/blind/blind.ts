import { RSABSSA } from '@cloudflare/blindrsa-ts'
import { fromBase64, toBase64, tokenKeyBytes, tokenPrefixBytes } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'

const algorithm = { name: 'RSA-PSS', hash: 'SHA-384' } as const
const scheme = () => RSABSSA.SHA384.PSS.Randomized()

/** What whoever asks keeps between asking and the answer. */
export type Blinding = {
  /** The random prefix and the message, which the desk never sees. */
  readonly prepared: Uint8Array
  /** Takes the blinding off again: 384 bytes. */
  readonly inverse: Uint8Array
  /** What the desk signs: 384 bytes that say nothing of the message. */
  readonly blinded: Uint8Array
}

/** RFC 9474, sections 4.1 and 4.2, in Node and in browsers. @throws {ClientError} client-token-invalid: no such key */
export async function blind(modulus: Uint8Array, message: Uint8Array): Promise<Blinding> {
  const prepared = scheme().prepare(message)
  try {
    const { blindedMsg, inv } = await scheme().blind(await publicKey(modulus), prepared)
    return { prepared, inverse: inv, blinded: blindedMsg }
  } catch (cause) {
    throw new ClientError({ code: 'client-token-invalid' }, { cause })
  }
}

/** The token: prefix and signature (section 4.4). @throws {ClientError} client-token-invalid: signed was something else */
export async function unblind(modulus: Uint8Array, blinding: Blinding, signed: Uint8Array): Promise<Uint8Array> {
  const { prepared, inverse } = blinding
  try {
    const signature = await scheme().finalize(await publicKey(modulus), prepared, signed, inverse)
    const token = new Uint8Array(tokenPrefixBytes + tokenKeyBytes)
    token.set(prepared.subarray(0, tokenPrefixBytes))
    token.set(signature, tokenPrefixBytes)
    return token
  } catch (cause) {
    throw new ClientError({ code: 'client-token-invalid' }, { cause })
  }
}

/** A key for tokens, for one procedure alone: PKCS #8, and the modulus that the ledger gets. */
export async function newTokenKey(): Promise<{ readonly secret: Uint8Array; readonly modulus: Uint8Array }> {
  const parameters = { ...algorithm, modulusLength: tokenKeyBytes * 8, publicExponent: Uint8Array.of(1, 0, 1) }
  const { privateKey, publicKey: made } = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify'])
  const secret = new Uint8Array(await crypto.subtle.exportKey('pkcs8', privateKey))
  const { n } = await crypto.subtle.exportKey('jwk', made)
  return { secret, modulus: fromBase64(n!.replaceAll('-', '+').replaceAll('_', '/')) }
}

/** Signs without knowing what (section 4.3); the same each time. @throws {ClientError} client-token-invalid: no such number */
export async function blindSign(secret: Uint8Array, blinded: Uint8Array): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('pkcs8', secret.slice(), algorithm, true, ['sign'])
  try {
    return await scheme().blindSign(key, blinded)
  } catch (cause) {
    throw new ClientError({ code: 'client-token-invalid' }, { cause })
  }
}

function publicKey(modulus: Uint8Array): Promise<CryptoKey> {
  const n = toBase64(modulus).replaceAll('+', '-').replaceAll('/', '_')
  return crypto.subtle.importKey('jwk', { kty: 'RSA', n, e: 'AQAB' }, algorithm, true, ['verify'])
}
