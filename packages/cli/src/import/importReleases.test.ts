import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeInput } from '@gongshi/affair-kit'
import { disclosure } from '@gongshi/affairs'
import { readReleases } from '@gongshi/ocds'
import { encodeLeaf, parseTransaction, parseUploadBatch, toBase64, toHex } from '@gongshi/protocol'
import { createClient, createMemoryWallet } from '@gongshi/sdk'
import { CliError } from '../errors.ts'
import { importReleases } from './importReleases.ts'

const start = 1_790_000_000_000

const release = (number: number): object => ({
  ocid: `ocds-213czf-${number}`,
  id: `${number}-01`,
  date: '2026-03-01T09:00:00Z',
  tag: ['tender'],
  initiationType: 'tender',
  language: 'en',
  buyer: { name: 'City', id: 'city-1' },
  tender: { id: `t${number}`, value: { amount: 1200.5, currency: 'EUR' }, items: [] },
})
const packageOf = (count: number): Uint8Array =>
  Buffer.from(
    JSON.stringify({
      uri: 'https://city.example/releases',
      version: '1.1',
      publishedDate: '2026-03-01T09:00:00Z',
      publisher: { name: 'City' },
      releases: Array.from({ length: count }, (_, at) => release(at)),
    }),
  )

/** A node that keeps releases in a map, as the ledger's state does, and answers what ours answers. */
class TinyNode {
  readonly rows = new Map<string, Uint8Array>()
  readonly contents = new Set<string>()
  entries = 0
  /** Transactions after which it is lost; the last answers are lost although they were committed. */
  lostAfter = Number.POSITIVE_INFINITY
  /** How many contents each upload held. */
  readonly batches: number[] = []
  refuseContent: ((stored: number) => string | undefined) | undefined
  refuse: ((ocid: string) => string | undefined) | undefined
  /** For each of these there is no room when it comes first. */
  readonly full = new Set<string>()
  /** Each of these is committed, and its first answer comes too early to say so. */
  readonly slow = new Set<string>()
  readonly #committed = new Map<string, object>()
  /** How many transactions each submission held. */
  readonly submissions: number[] = []

  readonly fetch = async (url: URL | RequestInfo, options?: RequestInit): Promise<Response> => {
    const { pathname } = new URL(String(url))
    if (this.entries >= this.lostAfter) throw new TypeError('fetch failed')
    if (pathname === '/api/v1/ledger')
      return Response.json({
        chainId: 'test',
        engine: 'solo',
        height: 1,
        appHash: '',
        stateRoot: '',
        logSize: 0,
        logKeys: [],
      })
    if (pathname.endsWith('/rows/release/lookup')) {
      const { keys } = JSON.parse(Buffer.from(options!.body as Uint8Array).toString()) as { keys: string[] }
      return Response.json({ height: 1, present: keys.map((key) => this.rows.has(key)) })
    }
    if (pathname === '/api/v1/contents') return this.#storeAll(options!.body as Uint8Array)
    if (pathname.startsWith('/api/v1/contents/')) return this.#store(pathname.split('/').at(-1)!)
    if (pathname === '/api/v1/transactions') {
      const transactions = split(options!.body as Uint8Array)
      this.submissions.push(transactions.length)
      return Response.json(transactions.map((bytes) => this.#take(bytes)))
    }
    const known = this.#committed.get(pathname.split('/').at(-1)!)
    if (known !== undefined) return Response.json(known)
    return Response.json({ code: 'transaction-unknown', title: 't', next: 'n' }, { status: 404 })
  }

  #storeAll(body: Uint8Array): Response {
    const batch = parseUploadBatch(body).map(({ commitment }) => toHex(commitment))
    this.batches.push(batch.length)
    return Response.json(
      batch.map((commitment) => {
        const code = this.refuseContent?.(this.contents.size)
        if (code !== undefined) return { commitment, status: 'refused', code }
        this.contents.add(commitment)
        return { commitment, status: 'stored' }
      }),
    )
  }

  #store(commitment: string): Response {
    this.contents.add(commitment)
    return Response.json({ commitment, members: [] }, { status: 201 })
  }

  #take(bytes: Uint8Array): object {
    const { txId, signers, hash, input } = parseTransaction(bytes)
    const {
      ocid,
      release: id,
      content,
    } = decodeInput(disclosure, 'importRelease', input) as { ocid: string; release: string; content: Uint8Array }
    assert.ok(this.contents.has(toHex(content)), 'the content is there before the act that names it')
    if (this.full.delete(ocid)) return { txId: toHex(txId), status: 'refused', code: 'queue-share-full' }
    if (this.#committed.has(toHex(txId))) return { txId: toHex(txId), status: 'refused', code: 'transaction-repeated' }
    const code = this.refuse?.(ocid) ?? (this.rows.has(rowKey(ocid, id)) ? 'row-exists' : undefined)
    if (code === undefined) this.rows.set(rowKey(ocid, id), content)
    const outcome = code === undefined ? (['ok', []] as const) : (['refused', code, null] as const)
    const leaf = encodeLeaf({
      kind: 'tx',
      height: 3,
      time: start,
      txId,
      signers,
      affair: 'disclosure',
      version: 1,
      action: 'importRelease',
      outcome,
      signedHash: hash,
    })
    const told = { height: 1, time: 0, outcome: code ?? 'ok', leaf: toBase64(leaf) }
    const answer = { txId: toHex(txId), status: 'committed', index: this.entries++, ...told }
    this.#committed.set(toHex(txId), answer)
    return this.slow.delete(ocid) ? { txId: toHex(txId), status: 'pending' } : answer
  }
}

/** CBOR of [ocid, id] in base64url, both short texts. */
function rowKey(ocid: string, id: string): string {
  const head = (text: string): Uint8Array =>
    text.length < 24 ? Uint8Array.of(0x60 + text.length) : Uint8Array.of(0x78, text.length)
  return Buffer.concat([Uint8Array.of(0x82), head(ocid), Buffer.from(ocid), head(id), Buffer.from(id)]).toString(
    'base64url',
  )
}

/** Cuts a sequence of [signed, salt, input] by its heads. */
function split(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  for (let at = 0; at < bytes.length; ) {
    const from = at++
    for (let part = 0; part < 3; part++) {
      const info = bytes[at]! & 31
      const width = info < 24 ? 0 : 2 ** (info - 24)
      const size =
        width === 0 ? info : bytes.subarray(at + 1, at + 1 + width).reduce((sum, byte) => sum * 256 + byte, 0)
      at += 1 + width + size
    }
    found.push(bytes.subarray(from, at))
  }
  return found
}

function importing(node: TinyNode, signal = new AbortController().signal) {
  const client = createClient({ url: 'http://node.test', fetch: node.fetch, now: () => start, sleep: async () => {} })
  return {
    client,
    wallet: createMemoryWallet(client.random),
    act: { affair: disclosure, action: 'importRelease' },
    entity: 'release',
    signal,
  }
}

const counts = ({ read, published, already, refused }: Record<string, unknown>): unknown[] => [
  read,
  published,
  already,
  refused,
]

describe('importing OCDS releases', () => {
  test('each release once, however often the file comes', async () => {
    const node = new TinyNode()
    const file = packageOf(150)
    assert.deepEqual(counts((await importReleases(readReleases([file]), importing(node))).summary()), [150, 150, 0, 0])
    assert.deepEqual(counts((await importReleases(readReleases([file]), importing(node))).summary()), [150, 0, 150, 0])
    assert.deepEqual([node.rows.size, node.contents.size, node.entries], [150, 150, 150])
    assert.deepEqual(node.batches, [16, 32, 64, 38], 'many contents a request, and none for what is there')
  })

  test('lost half way, run again: what was missing, and nothing twice', async () => {
    const node = new TinyNode()
    const file = packageOf(300)
    node.lostAfter = 100
    await assert.rejects(importReleases(readReleases([file]), importing(node)), { code: 'client-node-unreachable' })
    const first = node.rows.size
    assert.ok(first >= 100 && first < 300, String(first))
    node.lostAfter = Number.POSITIVE_INFINITY
    assert.deepEqual(counts((await importReleases(readReleases([file]), importing(node))).summary()), [
      300,
      300 - first,
      first,
      0,
    ])
    assert.equal(node.rows.size, 300)
  })

  test('stopped by a person: ends well, and says that it was interrupted', async () => {
    const stopping = new AbortController()
    const node = new TinyNode()
    const run = importReleases(readReleases([packageOf(1000)]), {
      ...importing(node, stopping.signal),
      onProgress: () => stopping.abort(),
    })
    await assert.rejects(run, (error) => error instanceof CliError && error.code === 'cli-interrupted')
    assert.ok([16, 48, 112, 240, 368].includes(node.rows.size), `whole batches, not ${node.rows.size}`)
  })

  test('a content that the node refuses leaves its release out, by its code, and the rest goes on', async () => {
    const node = new TinyNode()
    node.refuseContent = (stored) => (stored === 2 ? 'content-too-many-members' : undefined)
    const first = (await importReleases(readReleases([packageOf(5)]), importing(node))).summary()
    assert.deepEqual(counts(first), [5, 2, 0, 3])
    assert.ok(first.refusals.every(({ code }) => code === 'content-too-many-members'))
    node.refuseContent = undefined
    const again = (await importReleases(readReleases([packageOf(5)]), importing(node))).summary()
    assert.deepEqual(counts(again), [5, 3, 2, 0])
  })

  test('those of a batch for which there is no room, or no block in time, go again until their end is known', async () => {
    const node = new TinyNode()
    for (const number of [3, 5, 15]) node.full.add(`ocds-213czf-${number}`)
    for (const number of [5, 7]) node.slow.add(`ocds-213czf-${number}`)
    node.refuse = (ocid) => (ocid === 'ocds-213czf-15' ? 'signer-role' : undefined)
    const { refusals, ...summary } = (await importReleases(readReleases([packageOf(16)]), importing(node))).summary()
    assert.deepEqual(counts(summary), [16, 15, 0, 1])
    assert.deepEqual(
      refusals.map(({ at, code }) => [at, code]),
      [[15, 'signer-role']],
    )
    assert.deepEqual([node.entries, node.rows.size, node.submissions], [16, 15, [16, 4, 1]], 'no act twice')
  })

  test('a release that fills no batch goes by itself', async () => {
    const node = new TinyNode()
    const small = release(1)
    const large = { ...release(2), description: 'x'.repeat(2_000_000) }
    const file = Buffer.from(JSON.stringify({ releases: [small, large, release(3)] }))
    assert.deepEqual(counts((await importReleases(readReleases([file]), importing(node))).summary()), [3, 3, 0, 0])
    assert.deepEqual([node.batches, node.contents.size], [[], 3])
  })

  test('refusals are named with their reason: by the reader, by the affair; one that was there first is none', async () => {
    const node = new TinyNode()
    node.refuse = (ocid) => (ocid.endsWith('-1') ? 'signer-role' : ocid.endsWith('-2') ? 'row-exists' : undefined)
    const bad = [...JSON.parse(Buffer.from(packageOf(4)).toString()).releases, { id: 'no ocid', ocid: '' }]
    const { refusals, ...summary } = (
      await importReleases(readReleases([Buffer.from(JSON.stringify({ releases: bad }))]), importing(node))
    ).summary()
    assert.deepEqual(counts(summary), [5, 2, 1, 2])
    assert.deepEqual(
      refusals.map(({ at, code }) => [at, code]),
      [
        [1, 'signer-role'],
        [4, 'ocds-ocid-malformed'],
      ],
    )
  })
})
