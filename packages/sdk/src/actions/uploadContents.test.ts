import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import {
  batchCommitment,
  commitMembers,
  fromBase64,
  memberLeaf,
  memberSalt,
  parseUpload,
  parseUploadBatch,
  parseUploadPermit,
  toHex,
  utf8,
  verifyUploadPermit,
} from '@gongshi/protocol'
import { type Client, createClient } from '../client.ts'
import { ClientError } from '../errors.ts'
import { nativeMemberLeaves } from '../node/nativeMemberLeaves.ts'
import { createMemoryWallet } from '../wallet/wallet.ts'
import { uploadContents } from './uploadContents.ts'

const { signers } = createMemoryWallet(() => new Uint8Array(32).fill(3))
const contentOf = (text: string) => [
  { path: '@type', bytes: utf8('text/plain') },
  { path: '/1', bytes: utf8(text) },
]

type Asked = { readonly method: string; readonly path: string; readonly body: Uint8Array; readonly permit: string }

/** A node that answers as `answer` says, and keeps what it was asked. */
function nodeOf(answer: (asked: Asked) => Response, memberLeaves?: Client['memberLeaves']) {
  const asked: Asked[] = []
  const client = createClient({
    url: 'http://node.test',
    chainId: 'test',
    fetch: async (url, options) => {
      const headers = new Headers(options!.headers)
      const one = {
        method: options!.method!,
        path: new URL(String(url)).pathname,
        body: options!.body as Uint8Array,
        permit: headers.get('gongshi-upload')!,
      }
      asked.push(one)
      return answer(one)
    },
    ...(memberLeaves === undefined ? {} : { memberLeaves }),
  })
  return { client, asked }
}

const storesAll = ({ method, path, body }: Asked): Response =>
  Response.json(
    method === 'PUT'
      ? { commitment: path.split('/').at(-1), members: [] }
      : parseUploadBatch(body).map(({ commitment }) => ({ commitment: toHex(commitment), status: 'stored' })),
  )

describe('uploading many contents', () => {
  for (const [hashing, memberLeaves] of [['portable'], ['native', nativeMemberLeaves]] as const)
    test(`one request, one permit for what was sent, commitments that hold: ${hashing} hashing`, async () => {
      const { client, asked } = nodeOf(storesAll, memberLeaves)
      const answers = await uploadContents(
        client,
        signers[0],
        [1, 2, 3].map((at) => contentOf(`text ${at} `.repeat(at * 20))),
      )
      assert.equal(asked.length, 1)
      const sent = parseUploadBatch(asked[0]!.body)
      assert.deepEqual(
        answers,
        sent.map(({ commitment }) => ({ status: 'stored', commitment })),
      )
      for (const { commitment, upload } of sent) {
        const { recordKey, members } = parseUpload(upload)
        const leaves = members.map(({ path, bytes }) => memberLeaf(memberSalt(recordKey, path), path, bytes))
        assert.deepEqual(commitMembers(leaves), commitment)
      }
      const permit = parseUploadPermit(fromBase64(asked[0]!.permit))
      assert.ok(verifyUploadPermit(permit, signers[0].key))
      assert.deepEqual(permit.commitment, batchCommitment(sent.map(({ commitment }) => commitment)))
    })

  test('more than a request holds goes in several, a content of its own size by itself', async () => {
    const { client, asked } = nodeOf(storesAll)
    const small = Array.from({ length: 300 }, (_, at) => contentOf(`text ${at}`))
    const large = contentOf(createHash('sha256').update('large').digest('hex').repeat(20_000))
    const answers = await uploadContents(client, signers[0], [...small, large, contentOf('last')])
    assert.equal(answers.length, 302)
    assert.deepEqual(
      asked.map(({ method, body }) => (method === 'PUT' ? 1 : parseUploadBatch(body).length)),
      [256, 44, 1, 1],
    )
    assert.deepEqual(await uploadContents(client, signers[0], []), [])
  })

  test('what is refused is told by its code, together with others or alone', async () => {
    const refusing = nodeOf(({ method, body }) =>
      method === 'PUT'
        ? Response.json({ status: 410, code: 'content-erased', title: 't', next: 'n' }, { status: 410 })
        : Response.json(
            parseUploadBatch(body).map(({ commitment }, at) =>
              at === 1
                ? { commitment: toHex(commitment), status: 'refused', code: 'content-mismatch' }
                : { commitment: toHex(commitment), status: 'stored' },
            ),
          ),
    )
    const tell = async (count: number) =>
      (
        await uploadContents(
          refusing.client,
          signers[0],
          Array.from({ length: count }, (_, at) => contentOf(`${at}`)),
        )
      ).map((each) => (each.status === 'refused' ? each.code : each.status))
    assert.deepEqual(await tell(3), ['stored', 'content-mismatch', 'stored'])
    assert.deepEqual(await tell(1), ['content-erased'])
  })

  test('a full disk, a node that claims something else', async () => {
    const fails = (answer: (asked: Asked) => Response, code: string, count: number) =>
      assert.rejects(
        uploadContents(
          nodeOf(answer).client,
          signers[0],
          Array.from({ length: count }, () => contentOf('x')),
        ),
        (error) => error instanceof ClientError && error.code === code,
      )
    const full = () => Response.json({ status: 507, code: 'content-disk-full', title: 't', next: 'n' }, { status: 507 })
    for (const count of [1, 2]) await fails(full, 'client-node-refused', count)
    await fails(() => Response.json([]), 'client-answer-malformed', 2)
    await fails(
      () => Response.json([1, 2].map(() => ({ commitment: '00'.repeat(32), status: 'stored' }))),
      'client-upload-mismatch',
      2,
    )
  })
})
