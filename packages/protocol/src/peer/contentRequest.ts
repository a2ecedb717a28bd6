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
import { PeerError } from './errors.ts'

/** A member's node asks another for a whole content, its record key included. `notAfter` in UnixMs. */
export type ContentRequest = { readonly chainId: string; readonly commitment: Uint8Array; readonly notAfter: number }

export type SignedContentRequest = Signed<ContentRequest>

const form: StatementForm<ContentRequest> = {
  name: 'gongshi/content-request/1',
  size: 3,
  write: ({ chainId, commitment, notAfter }) => [chainId, commitment, notAfter],
  read: (reader) => {
    const request = { chainId: reader.text(), commitment: reader.byteString(), notAfter: reader.integer() }
    return request.commitment.length === limits.hashBytes && request
  },
  malformed: (cause) => new PeerError({ code: 'peer-statement-malformed' }, { cause }),
}

export function signContentRequest(signer: Signer, request: ContentRequest): Promise<Uint8Array> {
  return signStatement(form, signer, request)
}

/** @throws {PeerError} peer-statement-malformed */
export function parseContentRequest(bytes: Uint8Array): SignedContentRequest {
  return parseStatement(form, bytes)
}

export function verifyContentRequest(request: SignedContentRequest, key: PublicKey, check?: SignatureCheck): boolean {
  return verifyStatement(form, request, key, check)
}
