import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromHex, memberLeaf, memberSalts, parseUpload, toHex } from '@gongshi/protocol'
import { createClient } from '../client.ts'
import { nativeMemberHasher } from '../node/nativeMemberLeaves.ts'
import { createMemoryWallet } from '../wallet/wallet.ts'
import { prepareLarge, sendLarge } from './uploadLarge.ts'

const recordKey = new Uint8Array(32).fill(5)
const { signers } = createMemoryWallet(() => new Uint8Array(32).fill(3))
const large = new Uint8Array(300_000).map((_, at) => at >> 4)
const members = [
  { path: '@type', bytes: new Blob(['application/age']) },
  { path: '/documents', bytes: new Blob([large.slice(0, 200_000), large.slice(200_000)]) },
]

/** A node that has nothing, and keeps what it is sent. */
function node(answer?: string) {
  const kept = new Map<string, Uint8Array>()
  let requests = 0
  const client = createClient({
    url: 'http://node.test',
    chainId: 'test',
    fetch: async (url, options) => {
      const commitment = String(url).split('/').at(-1)!
      if (options?.method !== 'PUT') return Response.json({ state: kept.has(commitment) ? 'present' : 'absent' })
      requests += 1
      kept.set(commitment, new Uint8Array(await new Response(options.body as Blob).arrayBuffer()))
      return Response.json({ commitment: answer ?? commitment, members: [] }, { status: 201 })
    },
  })
  return { client, kept, requests: () => requests }
}

describe('a content of files', () => {
  test('has the same commitment each time, by script and natively, and is sent as it was committed', async () => {
    const { client, kept } = node()
    const content = await prepareLarge(client, recordKey, members)
    assert.deepEqual(await prepareLarge({ memberHasher: nativeMemberHasher }, recordKey, members), content)
    await sendLarge(client, signers[0], content)
    const sent = parseUpload(kept.get(toHex(content.commitment))!)
    assert.deepEqual(sent.recordKey, recordKey)
    assert.deepEqual(
      sent.members.map(({ path }) => path),
      ['@type', '/documents'],
    )
    assert.deepEqual(Uint8Array.from(sent.members[1]!.bytes), large)
    const salted = memberSalts(recordKey)('/documents')
    const hasher = nativeMemberHasher(salted, '/documents', large.length)
    hasher.update(large)
    assert.deepEqual(hasher.digest(), memberLeaf(salted, '/documents', large))
  })

  test('is not sent to a node that has it', async () => {
    const { client, requests } = node()
    const content = await prepareLarge(client, recordKey, members)
    await sendLarge(client, signers[0], content)
    await sendLarge(client, signers[0], content)
    assert.equal(requests(), 1)
  })

  test('that the node says is another is refused', async () => {
    const { client } = node(toHex(fromHex('00'.repeat(32))))
    const content = await prepareLarge(client, recordKey, members)
    await assert.rejects(sendLarge(client, signers[0], content), { code: 'client-upload-mismatch' })
  })
})
