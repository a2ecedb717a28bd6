import {
  fromBase64,
  type MemberGround,
  type MemberProof,
  ProtocolError,
  parseMemberGround,
  toHex,
  verifyMember,
} from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { malformed } from '../http/json.ts'
import { openAnswer } from '../http/request.ts'

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'memberHasher'>

/** A member of a content as it comes, of any size: `size` bytes. */
export type OpenMember = { readonly size: number; readonly bytes: AsyncGenerator<Uint8Array> }

/**
 * Fetches one member of a content. Its bytes are what the commitment covers only once the last of them has come: a reader who
 * acts on them keeps them aside until then.
 * @throws {ClientError} client-evidence-mismatch: at the end, for other bytes; those of a request
 */
export async function openMember(client: Asking, commitment: Uint8Array, path: string): Promise<OpenMember> {
  const isFit = (leaf: Uint8Array, proof: MemberProof) => verifyMember(commitment, leaf, proof)
  const { ground, bytes } = await openLeaf(client, commitment, path, isFit)
  return { size: ground.size, bytes }
}

/** Judges a member by its leaf, once all of it has come. */
export type JudgeLeaf = (leaf: Uint8Array, proof: MemberProof) => boolean

/** A member with its ground as the node gives it; the bytes end in client-evidence-mismatch where `isFit` says no. */
export async function openLeaf(
  client: Asking,
  commitment: Uint8Array,
  path: string,
  isFit: JudgeLeaf,
): Promise<{ readonly ground: MemberGround; readonly bytes: AsyncGenerator<Uint8Array> }> {
  const address = `/api/v1/contents/${toHex(commitment)}/member?path=${encodeURIComponent(path)}`
  const response = await openAnswer(client, address, {})
  const ground = groundIn(response.headers.get('gongshi-member-proof'))
  return { ground, bytes: checked(client, { path, ground, isFit }, response.body) }
}

type Expected = { readonly path: string; readonly ground: MemberGround; readonly isFit: JudgeLeaf }

async function* checked(
  { memberHasher }: Asking,
  { path, ground, isFit }: Expected,
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<Uint8Array> {
  const hasher = memberHasher(ground.salt, path, ground.size)
  let left = ground.size
  const reader = (body ?? new Blob([]).stream()).getReader()
  try {
    for (let next = await read(reader); !next.done; next = await read(reader)) {
      left -= next.value.length
      if (left < 0) break
      hasher.update(next.value)
      yield next.value
    }
  } finally {
    await reader.cancel().catch(() => undefined) // what failed has been thrown
  }
  if (left !== 0 || !isFit(hasher.digest(), ground.proof)) throw new ClientError({ code: 'client-evidence-mismatch' })
}

/** @throws {ClientError} client-node-unreachable: it broke off */
async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    throw new ClientError({ code: 'client-node-unreachable' }, { cause })
  }
}

function groundIn(header: string | null): MemberGround {
  try {
    return parseMemberGround(fromBase64(header ?? ''))
  } catch (cause) {
    if (!(cause instanceof ProtocolError)) throw cause
    throw malformed('gongshi-member-proof', cause)
  }
}
