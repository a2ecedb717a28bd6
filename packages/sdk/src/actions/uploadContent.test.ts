import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  commitMembers,
  fromBase64,
  fromHex,
  memberLeaf,
  memberSalt,
  parseUploadPermit,
  readUpload,
  toHex,
  utf8,
  verifyUploadPermit,
} from '@gongshi/protocol'
import { createClient } from '../client.ts'
import { ClientError } from '../errors.ts'
import { createMemoryWallet } from '../wallet/wallet.ts'
import { uploadContent } from './uploadContent.ts'

const members = [
  { path: '@type', bytes: utf8('text/plain') },
  { path: '/1', bytes: utf8('a paragraph') },
]
const start = 1_790_000_000_000
const { signers } = createMemoryWallet(() => new Uint8Array(32).fill(3))

/** A node that keeps what it gets and answers with the commitment that it computes, or another. */
async function upload(answer?: string): Promise<{ commitment: Uint8Array; request: Request }> {
  let request: Request | undefined
  const client = createClient({
    url: 'http://node.test',
    chainId: 'test',
    now: () => start,
    fetch: async (url, options) => {
      request = new Request(url as string, { ...options, body: options?.body as Uint8Array<ArrayBuffer> })
      return Response.json({ commitment: answer ?? String(url).split('/').at(-1), members: [] }, { status: 201 })
    },
  })
  const commitment = await uploadContent(client, signers[0], members)
  return { commitment, request: request! }
}

describe('uploading a content', () => {
  test('what is sent makes the commitment that is returned, under a permit of the signer for this content', async () => {
    const { commitment, request } = await upload()
    const { recordKey, members: sent } = await readUpload(request.body as unknown as AsyncIterable<Uint8Array>)
    const leaves: Uint8Array[] = []
    for await (const { path, bytes } of sent) {
      const parts: Uint8Array[] = []
      for await (const part of bytes) parts.push(part)
      leaves.push(memberLeaf(memberSalt(recordKey!, path), path, Buffer.concat(parts)))
    }
    assert.deepEqual(commitMembers(leaves), commitment)
    assert.equal(request.method, 'PUT')
    assert.deepEqual(fromHex(request.url.split('/').at(-1)!), commitment)
    const permit = parseUploadPermit(fromBase64(request.headers.get('gongshi-upload')!))
    assert.ok(verifyUploadPermit(permit, signers[0].key))
    assert.deepEqual([permit.chainId, permit.commitment, permit.notAfter - start], ['test', commitment, 300_000])
  })

  test('the same content twice has two commitments: nobody can tell that it is the same', async () => {
    assert.notEqual(toHex((await upload()).commitment), toHex((await upload()).commitment))
  })

  test('a node that claims to have stored something else', async () => {
    await assert.rejects(
      upload('00'.repeat(32)),
      (error) => error instanceof ClientError && error.code === 'client-upload-mismatch',
    )
    await assert.rejects(
      upload('odd'),
      (error) => error instanceof ClientError && error.code === 'client-answer-malformed',
    )
  })
})
