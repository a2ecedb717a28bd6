import { fromBase64, type MemberGround, ProtocolError, parseMemberGround, toHex, verifyMember } from '@gongshi/protocol'
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
  const response = await openAnswer(
    client,
    `/api/v1/contents/${toHex(commitment)}/member?path=${encodeURIComponent(path)}`,
    {},
  )
  const ground = groundIn(response.headers.get('gongshi-member-proof'))
  return { size: ground.size, bytes: checked(client, { commitment, path, ground }, response.body) }
}

type Expected = { readonly commitment: Uint8Array; readonly path: string; readonly ground: MemberGround }

async function* checked(
  { memberHasher }: Asking,
  { commitment, path, ground }: Expected,
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
  if (left !== 0 || !verifyMember(commitment, hasher.digest(), ground.proof))
    throw new ClientError({ code: 'client-evidence-mismatch' })
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
