import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { ContentStore } from '@gongshi/contents'
import { checkSignature, encodeVkey, keyMaterial, type Signer, signErasureReceipt, toBase64 } from '@gongshi/protocol'
import { waitFor } from '../../test/acts.ts'
import { freshFolder, signerOf } from '../../test/sampleNode.ts'
import { ErasureReceipts } from './erasureReceipts.ts'
import { Members } from './members.ts'
import { Replicator } from './replicator.ts'
import { Wanted } from './wanted.ts'

const chainId = 'city'
const [one, two, stranger] = [signerOf('node one'), signerOf('node two'), signerOf('a stranger')]
const publisher = (origin: string, { key }: Signer) => ({
  origin,
  vkey: encodeVkey({ name: origin, type: 1, publicKey: keyMaterial(key) }),
  from: 0,
  height: 0,
})
const listed = [publisher('city/one', one), publisher('city/two', two)]
const receipt = (signer: Signer, changes: object = {}) =>
  signErasureReceipt(signer, { chainId, entry: 7, at: 1_790_000_000_000, keeps: 'nothing', ...changes })

let folder: string
let receipts: ErasureReceipts
const open = () => {
  const members = new Members({
    chainId,
    publishers: () => listed,
    signatureCheck: checkSignature,
    now: () => Date.now(),
  })
  return ErasureReceipts.open(folder, members)
}
beforeEach(async () => {
  folder = freshFolder()
  receipts = await open()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('receipts of an erasure', () => {
  test('one a member, under its key; who is still to say so is known, over a restart, too', async () => {
    assert.equal(await receipts.add(7, await receipt(one)), true)
    assert.deepEqual([receipts.waitingFor(7), [...receipts.open]], [['city/two'], [7]])
    receipts = await open()
    assert.deepEqual([receipts.waitingFor(7), [...receipts.open]], [['city/two'], [7]])
    assert.equal(await receipts.add(7, await receipt(two, { keeps: 'blocks' })), true)
    assert.deepEqual([receipts.waitingFor(7), [...receipts.open]], [[], []])
    receipts = await open()
    assert.deepEqual(
      receipts.of(7).map(({ origin, keeps }) => [origin, keeps]),
      [
        ['city/one', 'nothing'],
        ['city/two', 'blocks'],
      ],
    )
  })

  test('a stranger’s, another entry’s, another ledger’s: nobody’s', async () => {
    for (const bytes of [
      await receipt(stranger),
      await receipt(one, { entry: 8 }),
      await receipt(one, { chainId: 'x' }),
    ])
      assert.equal(await receipts.add(7, bytes), false)
    assert.deepEqual(receipts.of(7), [])
  })

  test('the first word of a member stays', async () => {
    await receipts.add(7, await receipt(one, { at: 1 }))
    await receipts.add(7, await receipt(one, { at: 2 }))
    assert.deepEqual(
      receipts.of(7).map(({ at }) => at),
      [1],
    )
  })

  test('a file that is damaged is none: the others are asked again', async () => {
    await receipts.add(7, await receipt(one))
    writeFileSync(join(folder, 'erasure-receipts.json'), '{"receipts":{"7":["AAAA"]}}')
    assert.deepEqual((await open()).of(7), [])
  })
})

describe('collecting them', () => {
  let peer: Server
  let contents: ContentStore
  let given: readonly string[] = []
  before(async () => {
    peer = createServer((request, response) => {
      if (request.url !== '/api/v1/erasures/7') return response.writeHead(404).end()
      return response.end(JSON.stringify({ receipts: given.map((each) => ({ receipt: each })) }))
    })
    await new Promise<void>((listening) => peer.listen(0, '127.0.0.1', listening))
  })
  after(() => peer.close())

  test('each member is asked until it has said so; what is no receipt of its is passed over', async () => {
    contents = await ContentStore.open({ folder: join(folder, 'contents') })
    const faults: unknown[] = []
    const replicator = new Replicator({
      portals: [`http://127.0.0.1:${(peer.address() as AddressInfo).port}`],
      mostBytes: 1,
      ledger: { logSize: () => 0, findEntry: () => undefined, info: () => ({ chainId }) as never },
      affairs: { find: () => undefined },
      contents,
      wanted: await Wanted.open(folder),
      receipts,
      signer: one,
      now: () => Date.now(),
      onMissing: () => undefined,
      onLie: () => undefined,
      onFault: (error) => faults.push(error),
    })
    try {
      await receipts.add(7, await receipt(one))
      given = ['%', 'AAAA', toBase64(await receipt(stranger))]
      replicator.wake()
      await new Promise((resolve) => setTimeout(resolve, 300))
      assert.deepEqual(receipts.waitingFor(7), ['city/two'])
      given = [...given, toBase64(await receipt(two))]
      await waitFor('the second receipt', async () => receipts.waitingFor(7).length === 0)
      assert.deepEqual(faults, [])
    } finally {
      await replicator.stop()
      await contents.close()
    }
  })
})
