import {
  commitMembers,
  encodeUpload,
  equalBytes,
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

export type Uploading = Pick<
  Client,
  'url' | 'fetch' | 'language' | 'now' | 'random' | 'memberLeaves' | 'trust' | 'chainId'
>

/** A content ready to be sent. */
export type PreparedContent = { readonly commitment: Uint8Array; readonly upload: Uint8Array }

/** A permit is for what it names and soon ends: found in a log it is of no use. */
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
  const prepared = prepareContent(client, members)
  await sendContent(client, signer, prepared)
  return prepared.commitment
}

export function prepareContent(
  client: Pick<Client, 'random' | 'memberLeaves'>,
  members: readonly ContentMember[],
): PreparedContent {
  const recordKey = client.random(32)
  const commitment = commitMembers(client.memberLeaves(recordKey, members))
  return { commitment, upload: encodeUpload(recordKey, members) }
}

/** One content of any size, in a request of its own. */
export async function sendContent(
  client: Uploading,
  signer: Signer,
  { commitment, upload }: { readonly commitment: Uint8Array; readonly upload: Uint8Array | Blob },
): Promise<void> {
  const answer = await askJson(client, `/api/v1/contents/${toHex(commitment)}`, {
    method: 'PUT',
    headers: {
      'content-type': 'application/vnd.gongshi.content',
      'gongshi-upload': await permitFor(client, signer, commitment),
    },
    body: upload,
  })
  if (!equalBytes(readHex(member(answer, 'commitment'), 'commitment'), commitment))
    throw new ClientError({ code: 'client-upload-mismatch' })
}

/** The permit for a content, or for those of a batch, as it stands in a header. */
export async function permitFor(client: Uploading, signer: Signer, commitment: Uint8Array): Promise<string> {
  const chainId = await chainIdOf(client)
  return toBase64(await signUploadPermit(signer, { chainId, commitment, notAfter: client.now() + permitMs }))
}
