import { concat, fromHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { type CosePart, ProtocolError } from '../errors.ts'

/** The one header of the closed profile: {1: alg, 4: kid} protected, nothing unprotected (RFC 9052 §3.1). */
export type CoseHeader = { readonly alg: number; readonly kid: Uint8Array }

export type CoseSignature = CoseHeader & { readonly signature: Uint8Array }

const beforeAlgorithm = fromHex('a201')
const beforeKeyId = fromHex('045820')
const emptyMap = fromHex('a0')
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

/** The empty unprotected header. @throws {ProtocolError} cose-outside-profile */
export function readUnprotected(reader: CborReader): void {
  if (!reader.skipLiteral(emptyMap)) throw outsideProfile('unprotected-header', reader.at)
}

export function outsideProfile(part: CosePart, at: number): ProtocolError {
  return new ProtocolError({ code: 'cose-outside-profile', part, at })
}
