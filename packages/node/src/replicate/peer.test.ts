import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { ContentStore } from '@gongshi/contents'
import { type BatchedUpload, encodeUploadBatch, maxBatchBytes, toHex, utf8 } from '@gongshi/protocol'
import { type Upload, upload } from '../../test/acts.ts'
import { freshFolder } from '../../test/sampleNode.ts'
import { type AskedAmong, fetchContent, fetchContents, fetchReceipts } from './peer.ts'

let answer: RequestListener
let peer: Server
let contents: ContentStore
let wanted: Upload
const folder = freshFolder()

before(async () => {
  peer = createServer((request, response) => answer(request, response))
  await new Promise<void>((listening) => peer.listen(0, '127.0.0.1', listening))
  contents = await ContentStore.open({ folder: join(folder, 'contents') })
  wanted = await upload([{ path: '/1', bytes: utf8('x'.repeat(100_000)) }])
})
after(async () => {
  await contents.close()
  peer.closeAllConnections()
  peer.close()
  rmSync(folder, { recursive: true, force: true })
})

const portal = () => `http://127.0.0.1:${(peer.address() as AddressInfo).port}`
const fetchIt = (stop = new AbortController().signal, mostBytes = 1 << 20) =>
  fetchContent(portal(), { commitment: wanted.commitment, request: new Uint8Array(8), mostBytes }, contents, stop)

describe('asking a peer for a content', () => {
  for (const [what, verdict, listener] of [
    ['has not got it', 'absent', (_, response) => response.writeHead(404).end()],
    ['may not give it', 'absent', (_, response) => response.writeHead(403).end()],
    ['is broken', 'unreachable', (_, response) => response.writeHead(500).end()],
    ['sends noise', 'lied', (_, response) => response.end('x'.repeat(1000))],
    ['sends nothing', 'lied', (_, response) => response.end()],
    ['stops early and says that it was all', 'lied', (_, response) => response.end(half())],
    ['sends more than anybody asked for', 'lied', (_, response) => endless(response)],
    ['breaks off', 'unreachable', (_, response) => response.write(half(), () => response.destroy())],
    ['leads elsewhere', 'unreachable', (_, response) => response.writeHead(302, { location: '/' }).end()],
  ] as readonly (readonly [string, string, RequestListener])[])
    test(`one that ${what}: ${verdict}, and nothing is kept`, async () => {
      answer = listener
      assert.equal(await fetchIt(), verdict)
      assert.equal((await contents.status(wanted.commitment)).state, 'absent')
    })

  test('one that never answers is left at the stop', async () => {
    const stop = new AbortController()
    answer = () => stop.abort()
    assert.equal(await fetchIt(stop.signal), 'unreachable')
  })

  test('one that has it', async () => {
    answer = (_, response) => response.end(Buffer.from(wanted.body))
    assert.equal(await fetchIt(), 'stored')
    assert.equal((await contents.status(wanted.commitment)).state, 'present')
  })

  test('what was ordered to go meanwhile is not brought back', async () => {
    await contents.erase(wanted.commitment, { entry: 1, clause: 'personal-information/47', at: 1 })
    assert.equal(await fetchIt(), 'erased')
  })
})

describe('asking a peer for many contents', () => {
  let many: Upload[]
  before(async () => {
    many = await Promise.all(['a', 'b', 'c'].map((text) => upload([{ path: '/1', bytes: utf8(text) }])))
  })
  const idOf = ({ commitment }: Upload) => toHex(commitment)
  const batchOf = (uploads: readonly BatchedUpload[]) => Buffer.from(encodeUploadBatch(uploads))
  const here = ({ commitment, body }: Upload) => ({ commitment, upload: body })
  const ask = async () => {
    const commitments = many.map(({ commitment }) => commitment)
    const stop = new AbortController().signal
    return fetchContents(portal(), { commitments, request: new Uint8Array(8) }, contents, stop)
  }
  const verdicts = async () => {
    const asked = await ask()
    return many.map((each) => asked.get(idOf(each)) ?? 'absent')
  }
  const all = (asked: AskedAmong) => many.map(() => asked)
  const statesOf = () => Promise.all(many.map(async (each) => (await contents.status(each.commitment)).state))

  for (const [what, expected, listener] of [
    ['may not give them', 'unreachable', (_, response) => response.writeHead(403).end()],
    ['knows no batches yet', 'alone', (_, response) => response.writeHead(404).end()],
    ['has none of them', 'absent', (_, response) => response.end()],
    ['sends noise', 'lied', (_, response) => response.end('x'.repeat(1000))],
    ['sends what nobody asked for', 'lied', (_, response) => response.end(batchOf([here(wanted)]))],
    ['sends too much', 'lied', (_, response) => response.end(Buffer.alloc(maxBatchBytes + 1))],
    ['breaks off', 'unreachable', (_, response) => response.write('x', () => response.destroy())],
  ] as readonly (readonly [string, AskedAmong, RequestListener])[])
    test(`one that ${what}: ${expected}, and nothing is kept`, async () => {
      answer = listener
      assert.deepEqual(await verdicts(), all(expected))
      assert.deepEqual(await statesOf(), ['absent', 'absent', 'absent'])
    })

  test('each is judged by itself: here, another’s bytes, too large to come with others', async () => {
    const [first, second, third] = many as [Upload, Upload, Upload]
    const swapped = { commitment: second.commitment, upload: first.body }
    const large = { commitment: third.commitment, upload: new Uint8Array() }
    answer = (_, response) => response.end(batchOf([here(first), swapped, large]))
    assert.deepEqual(await verdicts(), ['stored', 'lied', 'alone'])
    assert.deepEqual(await statesOf(), ['present', 'absent', 'absent'])
  })
})

describe('asking a peer for receipts', () => {
  const ask = () => fetchReceipts(portal(), 7, new AbortController().signal)

  test('texts that may be receipts, and nothing else', async () => {
    answer = (_, response) =>
      response.end(JSON.stringify({ receipts: [{ receipt: 'AA==' }, { receipt: 1 }, null, 'x'] }))
    assert.deepEqual(await ask(), ['AA=='])
    answer = (_, response) => response.end('{}')
    assert.deepEqual(await ask(), [])
  })

  test('no answer, no JSON, or too much of it: none', async () => {
    for (const listener of [
      (_, response) => response.writeHead(404).end(),
      (_, response) => response.end('<html>'),
      (_, response) => endless(response),
    ] as readonly RequestListener[]) {
      answer = listener
      assert.equal(await ask(), null)
    }
  })
})

const half = () => Buffer.from(wanted.body.subarray(0, wanted.body.length / 2))

function endless(response: Parameters<RequestListener>[1]): void {
  response.write(Buffer.from(wanted.body))
  const more = () => {
    while (!response.destroyed && response.write(Buffer.alloc(1 << 16)));
    if (!response.destroyed) response.once('drain', more)
  }
  more()
}
