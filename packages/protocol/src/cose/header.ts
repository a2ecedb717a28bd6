import { concat, fromHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { type CosePart, ProtocolError } from '../errors.ts'
import { joinAssertion, splitAssertion, webauthnEs256Algorithm } from '../suites/webauthn.ts'

/**
 * The one header of the closed profile: {1: alg, 4: kid} protected, nothing unprotected (RFC 9052 §3.1), but for a passkey
 * {-65537: authenticatorData, -65538: clientDataJSON}.
 */
export type CoseHeader = { readonly alg: number; readonly kid: Uint8Array }

/** `signature` as the suite defines it: a passkey's holds what COSE writes into the unprotected header, too. */
export type CoseSignature = CoseHeader & { readonly signature: Uint8Array }

/** The unprotected header and the signature, as they stand in COSE. */
type Spread = { readonly unprotected: Uint8Array; readonly signature: Uint8Array }

const beforeAlgorithm = fromHex('a201')
const beforeKeyId = fromHex('045820')
const emptyMap = fromHex('a0')
const beforeAuthenticatorData = fromHex('a23a00010000')
const beforeClientData = fromHex('3a00010001')
const keyIdBytes = 32

/** The bytes of the protected header map. */
export function encodeHeader(header: CoseHeader): Uint8Array {
  return concat(beforeAlgorithm, encodeCbor(header.alg), beforeKeyId, header.kid)
}

/** @throws {ProtocolError} cose-outside-profile; `at` is where the header's byte string begins */
export function parseHeader(bytes: Uint8Array, at: number): CoseHeader {
  const reader = new CborReader(bytes)
  if (!reader.skipLiteral(beforeAlgorithm)) throw outsideProfile('protected-header', at)
  const alg = reader.integer()
  const kidAt = reader.at + beforeKeyId.length
  if (!reader.skipLiteral(beforeKeyId) || bytes.length !== kidAt + keyIdBytes)
    throw outsideProfile('protected-header', at)
  return { alg, kid: bytes.slice(kidAt) }
}

/** @throws {ProtocolError} cose-outside-profile for an assertion of lengths that none has */
export function spreadSignature({ alg, signature }: CoseSignature): Spread {
  if (alg !== webauthnEs256Algorithm) return { unprotected: emptyMap, signature }
  const assertion = splitAssertion(signature)
  if (assertion === undefined) throw outsideProfile('signature', 0)
  const { authenticatorData, clientData } = assertion
  const members = [beforeAuthenticatorData, encodeCbor(authenticatorData), beforeClientData, encodeCbor(clientData)]
  return { unprotected: concat(...members), signature: assertion.signature }
}

/**
 * Reads the unprotected header that belongs to an algorithm. Gives what makes the suite's signature of COSE's.
 * @throws {ProtocolError} cose-outside-profile
 */
export function readUnprotected(reader: CborReader, alg: number): (signature: Uint8Array) => Uint8Array {
  const { at } = reader
  if (alg !== webauthnEs256Algorithm) {
    if (!reader.skipLiteral(emptyMap)) throw outsideProfile('unprotected-header', at)
    return (signature) => signature
  }
  if (!reader.skipLiteral(beforeAuthenticatorData)) throw outsideProfile('unprotected-header', at)
  const authenticatorData = reader.byteString()
  if (!reader.skipLiteral(beforeClientData)) throw outsideProfile('unprotected-header', at)
  const clientData = reader.byteString()
  return (signature) => {
    const value = joinAssertion({ authenticatorData, signature, clientData })
    if (value === undefined) throw outsideProfile('signature', at)
    return value
  }
}

export function outsideProfile(part: CosePart, at: number): ProtocolError {
  return new ProtocolError({ code: 'cose-outside-profile', part, at })
}
