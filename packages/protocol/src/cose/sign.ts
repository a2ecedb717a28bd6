import { concat, fromHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { limits } from '../limits.ts'
import {
  type CoseSignature,
  encodeHeader,
  outsideProfile,
  parseHeader,
  readUnprotected,
  spreadSignature,
} from './header.ts'

/** COSE_Sign_Tagged (RFC 9052 §4.1) in the closed profile: what varies in it. */
export type CoseSign = { readonly payload: Uint8Array; readonly signatures: readonly CoseSignature[] }

// Tag 98, array of 4, protected h'', unprotected {}.
const envelope = fromHex('d8628440a0')
const signatureHead = fromHex('83')

export function encodeCoseSign({ payload, signatures }: CoseSign): Uint8Array {
  const parts = signatures.flatMap((each) => {
    const { unprotected, signature } = spreadSignature(each)
    return [signatureHead, encodeCbor(encodeHeader(each)), unprotected, encodeCbor(signature)]
  })
  return concat(envelope, encodeCbor(payload), arrayHead(signatures.length), ...parts)
}

/**
 * Reads hostile bytes; encoding the result again gives the same bytes. Algorithms and signature lengths are the
 * caller's to judge.
 * @throws {ProtocolError} cose-outside-profile, cbor-malformed, cbor-not-canonical or cbor-unsupported
 */
export function parseCoseSign(bytes: Uint8Array): CoseSign {
  const reader = new CborReader(bytes)
  if (!reader.skipLiteral(envelope)) throw outsideProfile('envelope', 0)
  const payload = reader.byteString()
  const countAt = reader.at
  const count = reader.array()
  if (count === 0 || count > limits.signers) throw outsideProfile('signature-count', countAt)
  const signatures: CoseSignature[] = []
  for (let index = 0; index < count; index++) signatures.push(readSignature(reader))
  reader.end()
  return { payload, signatures }
}

/**
 * The bytes that a signer signs (RFC 9052 §4.4): Sig_structure with context "Signature", body_protected h'', the
 * signer's own protected header, the external data, the payload.
 */
export function signStructure(
  header: { alg: number; kid: Uint8Array },
  externalAad: Uint8Array,
  payload: Uint8Array,
): Uint8Array {
  return encodeCbor(['Signature', new Uint8Array(0), encodeHeader(header), externalAad, payload])
}

function readSignature(reader: CborReader): CoseSignature {
  if (!reader.skipLiteral(signatureHead)) throw outsideProfile('signature', reader.at)
  const headerAt = reader.at
  const { alg, kid } = parseHeader(reader.byteString(), headerAt)
  const joined = readUnprotected(reader, alg)
  return { alg, kid, signature: joined(reader.byteString()) }
}

/** An array's head alone: fewer than 24 items, which `limits.signers` keeps to. */
function arrayHead(count: number): Uint8Array {
  return Uint8Array.of(0x80 | count)
}
