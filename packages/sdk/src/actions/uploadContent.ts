import {
  commitMembers,
  concat,
  encodeUpload,
  equalBytes,
  memberLeaf,
  memberSalt,
  type Signer,
  signUploadPermit,
  toBase64,
  toHex,
} from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { member, readHex } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import { chainIdOf } from './getLedger.ts'

/** A part of a content, disclosed by itself: the text of a paragraph, a member of a JSON document, "@type". */
export type ContentMember = { readonly path: string; readonly bytes: Uint8Array }

type Uploading = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'random' | 'trust' | 'chainId'>

/** A permit is for one content and soon ends: found in a log it is of no use. */
const permitMs = 5 * 60 * 1000

/**
 * Stores a content beside the ledger, before the act that names it. The commitment is computed here, from a fresh record
 * key, and the node keeps nothing that does not match it.
 * @returns the commitment, 32 bytes: what the act carries
 * @throws {ClientError} client-upload-mismatch and those of a request
 */
export async function uploadContent(
  client: Uploading,
  signer: Signer,
  members: readonly ContentMember[],
): Promise<Uint8Array> {
  const recordKey = client.random(32)
  const leaves = members.map(({ path, bytes }) => memberLeaf(memberSalt(recordKey, path), path, bytes))
  const commitment = commitMembers(leaves)
  const chainId = await chainIdOf(client)
  const permit = await signUploadPermit(signer, { chainId, commitment, notAfter: client.now() + permitMs })
  const answer = await askJson(client, `/api/v1/contents/${toHex(commitment)}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/vnd.gongshi.content', 'gongshi-upload': toBase64(permit) },
    body: concat(encodeUpload(recordKey, members)),
  })
  const stored = readHex(member(answer, 'commitment'), 'commitment')
  if (!equalBytes(stored, commitment)) throw new ClientError({ code: 'client-upload-mismatch' })
  return commitment
}
