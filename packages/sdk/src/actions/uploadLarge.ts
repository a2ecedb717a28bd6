import {
  commitMembers,
  encodeUploadKey,
  encodeUploadMemberHead,
  equalBytes,
  memberSalts,
  type Signer,
  toHex,
} from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { member, readHex } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import { permitFor, type Uploading } from './uploadContent.ts'

/** A part of a content that is too large to be at hand: a file, in Node (`openAsBlob`) as in a page. */
export type LargeMember = { readonly path: string; readonly bytes: Blob }

/** What a content of files is, known by its commitment. The record key is kept: with another one it is another content. */
export type LargeContent = {
  readonly recordKey: Uint8Array
  readonly members: readonly LargeMember[]
  readonly commitment: Uint8Array
}

/** Reads every member once, in bounded memory. */
export async function prepareLarge(
  client: Pick<Client, 'memberHasher'>,
  recordKey: Uint8Array,
  members: readonly LargeMember[],
): Promise<LargeContent> {
  const saltOf = memberSalts(recordKey)
  const leaves: Uint8Array[] = []
  for (const { path, bytes } of members) {
    const hasher = client.memberHasher(saltOf(path), path, bytes.size)
    const reader = bytes.stream().getReader()
    for (let next = await reader.read(); !next.done; next = await reader.read()) hasher.update(next.value)
    leaves.push(hasher.digest())
  }
  return { recordKey, members, commitment: commitMembers(leaves) }
}

/**
 * Stores a content of files beside the ledger, unless the node has it: an upload that was interrupted is done again by the same
 * call. @throws {ClientError} client-upload-mismatch and those of a request
 */
export async function sendLarge(
  client: Uploading,
  signer: Signer,
  { recordKey, members, commitment }: LargeContent,
): Promise<void> {
  const path = `/api/v1/contents/${toHex(commitment)}`
  if (member(await askJson(client, path), 'state') === 'present') return
  const parts = members.flatMap(({ path: name, bytes }) => [encodeUploadMemberHead(name, bytes.size), bytes])
  const answer = await askJson(client, path, {
    method: 'PUT',
    headers: {
      'content-type': 'application/vnd.gongshi.content',
      'gongshi-upload': await permitFor(client, signer, commitment),
    },
    body: new Blob([encodeUploadKey(recordKey), ...parts] as BlobPart[]),
  })
  if (!equalBytes(readHex(member(answer, 'commitment'), 'commitment'), commitment))
    throw new ClientError({ code: 'client-upload-mismatch' })
}
