import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  appHash,
  decodeCbor,
  encodeBundle,
  encodeCbor,
  fromBase64,
  fromHex,
  type Json,
  leafHash,
  sha256,
  statePath,
  stateProofFromCbor,
  stateProofRoot,
  toBase64,
  toHex,
  verifyInclusion,
} from '@gongshi/protocol'
import { commit, post, publish } from '../../../test/acts.ts'
import { organ, type Sample, startSample } from '../../../test/sampleNode.ts'

type Answer = {
  readonly id: Json
  readonly result?: { readonly [name: string]: unknown }
  readonly error?: { readonly code: number; readonly message: string; readonly data?: string }
}

const identifier = 'RPC-1'
const blockSize = 30

let node: Sample
let hash: Uint8Array
let bundle: Uint8Array
let socket: WebSocket

before(async () => {
  node = await startSample()
  const transaction = await publish({}, { identifier })
  await commit(node.url, transaction)
  bundle = encodeBundle([transaction])
  hash = sha256(bundle)
  socket = new WebSocket(`${node.url.replace('http', 'ws')}/rpc/websocket`)
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
})
after(async () => {
  socket.close()
  await node.end()
})

/** A parameter as a URI writes it. */
function inUri(value: Json): string {
  return typeof value === 'string' && /^0x/.test(value) ? value : JSON.stringify(value)
}

async function byUri(method: string, params: { readonly [name: string]: Json }): Promise<Answer> {
  const query = new URLSearchParams(Object.entries(params).map(([name, value]) => [name, inUri(value)]))
  return (await fetch(`${node.url}/rpc/${method}?${query}`)).json() as Promise<Answer>
}

async function byPost(method: string, params: Json): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 7, method, params })
  const headers = { 'content-type': 'application/json' }
  return (await fetch(`${node.url}/rpc`, { method: 'POST', headers, body })).json() as Promise<Answer>
}

async function bySocket(method: string, params: Json): Promise<Answer> {
  const heard = new Promise<string>((resolve) =>
    socket.addEventListener('message', (event) => resolve(String(event.data)), { once: true }),
  )
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 7, method, params }))
  return JSON.parse(await heard) as Answer
}

/** The same call in its three forms, which must agree. */
async function ask(method: string, json: { readonly [name: string]: Json }, uri = json): Promise<Answer> {
  const [posted, sent, got] = [await byPost(method, json), await bySocket(method, json), await byUri(method, uri)]
  assert.deepEqual(sent, posted)
  assert.deepEqual({ ...got, id: 7 }, posted)
  return posted
}

const headerAt = async (height: number) =>
  (await byPost('header', { height: String(height) })).result!.header as { data_hash: string; app_hash: string }

describe('tx', () => {
  test('gives a bundle by its hash, with its result and the way to the data hash of its header', async () => {
    const json = { hash: toBase64(hash), prove: true }
    const { result } = await ask('tx', json, { hash: `0x${toHex(hash)}`, prove: true })
    const {
      height,
      index,
      tx_result: became,
      tx,
      proof,
    } = result as {
      height: string
      index: number
      tx_result: { code: number; data: string }
      tx: string
      proof: {
        root_hash: string
        data: string
        proof: { total: string; index: string; leaf_hash: string; aunts: string[] }
      }
    }
    assert.deepEqual(fromBase64(tx), bundle)
    assert.equal(result!.hash, toHex(hash).toUpperCase())
    assert.equal(became.code, 0)
    const results = (await byPost('block_results', { height })).result as { txs_results: object[] }
    assert.deepEqual(results.txs_results[index], became)
    const { total, leaf_hash: leaf, aunts } = proof.proof
    assert.equal(proof.root_hash, (await headerAt(Number(height))).data_hash)
    assert.deepEqual(fromBase64(leaf), leafHash(hash))
    const inclusion = { leafHash: leafHash(hash), index, size: Number(total), proof: aunts.map(fromBase64) }
    assert.ok(verifyInclusion(inclusion, fromHex(proof.root_hash.toLowerCase())))
    const { result: plain } = await ask('tx', { hash: toBase64(hash) }, { hash: `0x${toHex(hash)}` })
    assert.ok(!Object.hasOwn(plain!, 'proof'))
  })

  test('each bundle of a full block has its proof', async () => {
    const transactions = await Promise.all(Array.from({ length: blockSize }, () => publish()))
    await Promise.all(transactions.map((transaction) => post(node.url, transaction)))
    const { sync_info: info } = (await byPost('status', {})).result as { sync_info: { latest_block_height: string } }
    let bundles = 0
    for (let height = 1; height <= Number(info.latest_block_height); height++) {
      const { block } = (await byPost('block', { height: String(height) })).result as {
        block: { data: { txs: string[] } }
      }
      for (const [index, tx] of block.data.txs.entries()) {
        bundles++
        const { result } = await byPost('tx', { hash: toBase64(sha256(fromBase64(tx))), prove: true })
        const { root_hash: root, proof } = result!.proof as {
          root_hash: string
          proof: { total: string; index: string; aunts: string[] }
        }
        assert.deepEqual([result!.height, result!.index, proof.index], [String(height), index, String(index)])
        assert.equal(root, (await headerAt(height)).data_hash)
        const inclusion = {
          leafHash: leafHash(sha256(fromBase64(tx))),
          index,
          size: Number(proof.total),
          proof: proof.aunts.map(fromBase64),
        }
        assert.ok(verifyInclusion(inclusion, fromHex(root.toLowerCase())))
      }
    }
    assert.ok(bundles > 1)
  })

  test('refused in CometBFT’s words: unknown hashes, hashes that are none', async () => {
    const nobody = new Uint8Array(32)
    const { error } = await ask('tx', { hash: toBase64(nobody) }, { hash: `0x${toHex(nobody)}` })
    assert.deepEqual(error, { code: -32603, message: 'Internal error', data: `tx (${'0'.repeat(64)}) not found` })
    assert.equal((await ask('tx', {})).error?.data, 'tx () not found')
    for (const wrong of [{ hash: '?' }, { hash: 7 }, { hash: toBase64(hash), prove: 'yes' }]) {
      const refused = (await byPost('tx', wrong)).error!
      assert.deepEqual([refused.code, refused.message], [-32602, 'Invalid params'])
    }
    for (const query of ['hash=abc', 'hash=0xabc', 'hash=%22abc', 'prove=maybe&hash=0x00'])
      assert.equal(((await (await fetch(`${node.url}/rpc/tx?${query}`)).json()) as Answer).error?.code, -32602, query)
  })

  test('is there after a start', async () => {
    const { result } = await byPost('tx', { hash: toBase64(hash) })
    socket.close()
    await node.restart()
    assert.deepEqual((await byPost('tx', { hash: toBase64(hash) })).result, result)
    socket = new WebSocket(`${node.url.replace('http', 'ws')}/rpc/websocket`)
    await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }))
  })
})

describe('abci_query', () => {
  const key = encodeCbor([[organ.scheme, organ.id], identifier])
  type Response = {
    readonly code: number
    readonly log: string
    readonly key: string
    readonly value: string | null
    readonly height: string
    readonly codespace: string
    readonly proofOps: {
      readonly ops: readonly { readonly type: string; readonly key: string | null; readonly data: string }[]
    }
  }
  const query = async (
    path: string,
    data: Uint8Array,
    more: { readonly [name: string]: Json } = {},
  ): Promise<Response> => {
    const { result } = await ask(
      'abci_query',
      { path, data: toHex(data), ...more },
      { path, data: `0x${toHex(data)}`, ...more },
    )
    return result!.response as Response
  }

  /** Folds a value up to the app hash of the next header, as a light client would. */
  async function prove(response: Response, table: string, asked: Uint8Array): Promise<void> {
    const [state, app] = response.proofOps.ops
    const stateKey = [...['disclosure', table], decodeCbor(asked, { maxBytes: 1024, maxDepth: 8 })]
    assert.deepEqual(fromBase64(state!.key!), encodeCbor(stateKey))
    const proof = stateProofFromCbor(decodeCbor(fromBase64(state!.data), { maxBytes: 65536, maxDepth: 8 }))!
    const path = statePath('disclosure', table, stateKey[2]!)
    const present = response.value !== null && toHex(proof.terminal!.path) === toHex(path)
    assert.equal(present, response.value !== null)
    if (response.value !== null) assert.deepEqual(proof.terminal!.valueHash, sha256(fromBase64(response.value)))
    const [logSize, logRoot] = decodeCbor(fromBase64(app!.data), { maxBytes: 128, maxDepth: 2 }) as [number, Uint8Array]
    const reached = appHash({ stateRoot: stateProofRoot(path, proof)!, logSize, logRoot })
    assert.equal(toHex(reached).toUpperCase(), (await headerAt(Number(response.height) + 1)).app_hash)
  }

  test('gives what the state holds, with operators that lead to the app hash of the next header', async () => {
    const response = await query('/state/disclosure/entity/publication', key, { prove: true })
    assert.equal(response.code, 0)
    assert.deepEqual(fromBase64(response.key), key)
    assert.ok(response.value)
    await prove(response, 'entity/publication', key)
    const { value } = await query('/state/disclosure/entity/publication', key)
    assert.equal(value, response.value)
    assert.equal((await query('/state/disclosure/entity/publication', key, { height: response.height })).value, value)
  })

  test('shows that nothing stands under a key', async () => {
    const nobody = encodeCbor(['nobody', 'nothing'])
    const response = await query('/state/disclosure/entity/publication', nobody, { prove: true })
    assert.equal(response.value, null)
    await prove(response, 'entity/publication', nobody)
  })

  test('gives the app hash of a height, as the next header has it', async () => {
    for (const height of ['1', '2']) {
      const response = await query('/app/hash', new Uint8Array(), { height })
      const next = await headerAt(Number(height) + 1)
      assert.equal(toHex(fromBase64(response.value!)).toUpperCase(), next.app_hash)
    }
  })

  test('answers with a code where there is no answer', async () => {
    for (const [path, data, more, code] of [
      ['/store/x/key', key, {}, 1],
      ['', key, {}, 1],
      ['/state/disclosure/entity/publication', new Uint8Array(), {}, 2],
      ['/state/disclosure/entity/publication', Uint8Array.of(0x18, 0), {}, 2],
      ['/state/disclosure/entity/publication', key, { height: '99999' }, 3],
      ['/app/hash', new Uint8Array(), { height: '99999' }, 3],
      ['/app/hash', new Uint8Array(), { height: '-1' }, 3],
    ] as const) {
      const response = await query(path, data, more)
      assert.deepEqual([response.code, response.codespace, response.value], [code, 'gongshi', null], path)
      assert.notEqual(response.log, '')
    }
    assert.equal((await byPost('abci_query', { path: 7 })).error?.code, -32602)
    assert.equal((await byPost('abci_query', { path: '/app/hash', data: 'x' })).error?.code, -32602)
  })
})

describe('what is not offered', () => {
  test('is refused in CometBFT’s words', async () => {
    const query = { query: 'tx.height=1' }
    assert.deepEqual((await ask('tx_search', query)).error, {
      code: -32603,
      message: 'Internal error',
      data: 'transaction indexing is disabled',
    })
    assert.equal((await ask('block_search', query)).error?.data, 'block indexing is disabled')
    for (const method of ['nothing', 'subscribe', 'constructor', 'broadcast_tx_sync'])
      assert.deepEqual((await ask(method, {})).error, { code: -32601, message: 'Method not found' })
  })
})
