import { concat, fromHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import {
  type CoseHeader,
  type CoseSignature,
  encodeHeader,
  outsideProfile,
  parseHeader,
  readUnprotected,
  spreadSignature,
} from './header.ts'

/** COSE_Sign1_Tagged (RFC 9052 §4.2) with the same closed headers: one signer, for receipts. */
export type CoseSign1 = CoseSignature & { readonly payload: Uint8Array }

// Tag 18, array of 4.
const envelope = fromHex('d284')

export function encodeCoseSign1(value: CoseSign1): Uint8Array {
  const { unprotected, signature } = spreadSignature(value)
  const header = encodeCbor(encodeHeader(value))
  return concat(envelope, header, unprotected, encodeCbor(value.payload), encodeCbor(signature))
}

/** @throws {ProtocolError} cose-outside-profile, cbor-malformed, cbor-not-canonical or cbor-unsupported */
export function parseCoseSign1(bytes: Uint8Array): CoseSign1 {
  const reader = new CborReader(bytes)
  if (!reader.skipLiteral(envelope)) throw outsideProfile('envelope', 0)
  const headerAt = reader.at
  const { alg, kid } = parseHeader(reader.byteString(), headerAt)
  const joined = readUnprotected(reader, alg)
  const payload = reader.byteString()
  const signature = joined(reader.byteString())
  reader.end()
  return { alg, kid, payload, signature }
}

/** Sig_structure with context "Signature1" (RFC 9052 §4.4). */
export function sign1Structure(header: CoseHeader, externalAad: Uint8Array, payload: Uint8Array): Uint8Array {
  return encodeCbor(['Signature1', encodeHeader(header), externalAad, payload])
}
