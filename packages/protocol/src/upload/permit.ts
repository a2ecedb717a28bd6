import { equalBytes, utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { encodeCoseSign1, parseCoseSign1, sign1Structure } from '../cose/sign1.ts'
import { ProtocolError } from '../errors.ts'
import { checkSignature, type SignatureCheck } from '../keys/check.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { suites } from '../suites/suite.ts'
import { UploadError } from './errors.ts'

/**
 * An officer's word that a node may take in the content with this commitment, or those of a batch (`batchCommitment`),
 * until `notAfter` (UnixMs).
 */
export type UploadPermit = { readonly chainId: string; readonly commitment: Uint8Array; readonly notAfter: number }

export type SignedUploadPermit = UploadPermit & {
  /** Who signed, by thumbprint; whether the ledger knows the key is for the node to say. */
  readonly kid: Uint8Array
  readonly alg: number
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

const externalAad = utf8('gongshi/upload/1')

export async function signUploadPermit(signer: Signer, permit: UploadPermit): Promise<Uint8Array> {
  const header = { alg: suites[signer.key.suite].algorithm, kid: signer.key.id }
  const payload = encodeCbor([permit.chainId, permit.commitment, permit.notAfter])
  return encodeCoseSign1({
    ...header,
    payload,
    signature: await signer.sign(sign1Structure(header, externalAad, payload)),
  })
}

/** Reads a permit; nothing in it may be trusted before `verifyUploadPermit`. @throws {UploadError} upload-malformed */
export function parseUploadPermit(bytes: Uint8Array): SignedUploadPermit {
  if (bytes.length > limits.receiptBytes) throw new UploadError({ code: 'upload-malformed' })
  try {
    const { alg, kid, payload, signature } = parseCoseSign1(bytes)
    const reader = new CborReader(payload)
    if (reader.array() !== 3) throw new UploadError({ code: 'upload-malformed' })
    const permit = { chainId: reader.text(), commitment: reader.byteString(), notAfter: reader.integer() }
    reader.end()
    if (permit.commitment.length !== limits.hashBytes) throw new UploadError({ code: 'upload-malformed' })
    return { ...permit, alg, kid, payload, signature }
  } catch (error) {
    if (error instanceof ProtocolError) throw new UploadError({ code: 'upload-malformed' }, { cause: error })
    throw error
  }
}

/** Whether this key signed the permit. */
export function verifyUploadPermit(
  permit: SignedUploadPermit,
  key: PublicKey,
  check: SignatureCheck = checkSignature,
): boolean {
  if (permit.alg !== suites[key.suite].algorithm || !equalBytes(permit.kid, key.id)) return false
  return check(key, sign1Structure(permit, externalAad, permit.payload), permit.signature)
}
