import type { SignatureCheck } from '../keys/check.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import {
  parseStatement,
  type Signed,
  type StatementForm,
  signStatement,
  verifyStatement,
} from '../statement/statement.ts'
import { UploadError } from './errors.ts'

/**
 * An officer's word that a node may take in the content with this commitment, or those of a batch (`batchCommitment`),
 * until `notAfter` (UnixMs).
 */
export type UploadPermit = { readonly chainId: string; readonly commitment: Uint8Array; readonly notAfter: number }

/** Whether the ledger knows the key is for the node to say. */
export type SignedUploadPermit = Signed<UploadPermit>

const form: StatementForm<UploadPermit> = {
  name: 'gongshi/upload/1',
  size: 3,
  write: ({ chainId, commitment, notAfter }) => [chainId, commitment, notAfter],
  read: (reader) => {
    const permit = { chainId: reader.text(), commitment: reader.byteString(), notAfter: reader.integer() }
    return permit.commitment.length === limits.hashBytes && permit
  },
  malformed: (cause) => new UploadError({ code: 'upload-malformed' }, { cause }),
}

export function signUploadPermit(signer: Signer, permit: UploadPermit): Promise<Uint8Array> {
  return signStatement(form, signer, permit)
}

/** Reads a permit; nothing in it may be trusted before `verifyUploadPermit`. @throws {UploadError} upload-malformed */
export function parseUploadPermit(bytes: Uint8Array): SignedUploadPermit {
  return parseStatement(form, bytes)
}

/** Whether this key signed the permit. */
export function verifyUploadPermit(permit: SignedUploadPermit, key: PublicKey, check?: SignatureCheck): boolean {
  return verifyStatement(form, permit, key, check)
}
