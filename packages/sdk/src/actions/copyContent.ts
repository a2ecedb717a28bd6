import {
  commitMembers,
  encodeUploadKey,
  encodeUploadMemberHead,
  equalBytes,
  type Signer,
  toHex,
  verifyMember,
} from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { type Json, malformed, member, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import { openLeaf } from './openMember.ts'
import { sendContent, type Uploading } from './uploadContent.ts'

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'memberHasher'>

/** Whether the node has a content: `present`, `absent`, `damaged` or `erased`. */
export async function contentState(client: Asking, commitment: Uint8Array): Promise<string> {
  return readText(member(await askContent(client, commitment), 'state'), 'state')
}

/**
 * A whole content as it comes, in the form of an upload that needs no record key: what a keeper writes down, and `restoreContent`
 * takes. Only at its end is it known that these are all members, and as they were committed to: until then it is kept aside.
 * @throws {ClientError} client-content-missing; at the end, client-evidence-mismatch; those of a request
 */
export async function* copyContent(client: Asking, commitment: Uint8Array): AsyncGenerator<Uint8Array> {
  const answer = await askContent(client, commitment)
  if (member(answer, 'state') !== 'present') throw new ClientError({ code: 'client-content-missing' })
  const leaves: Uint8Array[] = []
  yield encodeUploadKey(null)
  for (const path of pathsIn(answer)) {
    const isFit = (leaf: Uint8Array, proof: Parameters<typeof verifyMember>[2]) => {
      leaves.push(leaf)
      return verifyMember(commitment, leaf, proof)
    }
    const { ground, bytes } = await openLeaf(client, commitment, path, isFit)
    yield encodeUploadMemberHead(path, ground.size, ground.salt)
    yield* bytes
  }
  if (!equalBytes(commitMembers(leaves), commitment)) throw new ClientError({ code: 'client-evidence-mismatch' })
}

/**
 * Puts a content back by a copy of it, unless the node has it. Whoever has a key on the ledger may: nothing but the bytes that were
 * committed to is taken.
 * @returns whether it had to be put back
 * @throws {ClientError} client-node-refused (content-mismatch: other bytes); those of a request
 */
export async function restoreContent(
  client: Uploading & Asking,
  signer: Signer,
  commitment: Uint8Array,
  upload: Blob,
): Promise<boolean> {
  if ((await contentState(client, commitment)) === 'present') return false
  await sendContent(client, signer, { commitment, upload })
  return true
}

function askContent(client: Asking, commitment: Uint8Array): Promise<Json> {
  return askJson(client, addressOf(commitment))
}

function addressOf(commitment: Uint8Array): string {
  return `/api/v1/contents/${toHex(commitment)}`
}

function pathsIn(answer: Json): string[] {
  const listed = member(answer, 'members')
  if (!Array.isArray(listed)) throw malformed('members')
  return listed.map((each) => readText(member(each as Json, 'path'), 'members.path'))
}
