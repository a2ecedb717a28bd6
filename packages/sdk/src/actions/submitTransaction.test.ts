import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  encodeCbor,
  encodeLeaf,
  generateSecret,
  parseTransaction,
  secretSigner,
  signReceipt,
  signTransaction,
  type Transaction,
  toBase64,
  toHex,
} from '@gongshi/protocol'
import { type Client, createClient } from '../client.ts'
import { ClientError } from '../errors.ts'
import { settleMany } from './settleMany.ts'
import { submitMany } from './submitMany.ts'
import { submitTransaction } from './submitTransaction.ts'

const signer = secretSigner('ed25519', generateSecret('ed25519', new Uint8Array(32).fill(1)))
const start = 1_700_000_000_000

async function transaction(salt = 1): Promise<Transaction> {
  const fields = {
    chainId: 'test',
    notAfter: start + 60_000,
    affair: 'notes',
    version: 1,
    action: 'add',
    input: encodeCbor([]),
  }
  return parseTransaction(await signTransaction({ ...fields, salt: new Uint8Array(32).fill(salt) }, [signer]))
}

function committed({ txId, signers, hash }: Transaction, code?: string): object {
  const outcome = code === undefined ? (['ok', []] as const) : (['refused', code, null] as const)
  const leaf = encodeLeaf({
    kind: 'tx',
    height: 3,
    time: start,
    txId,
    signers,
    affair: 'notes',
    version: 1,
    action: 'add',
    outcome,
    signedHash: hash,
  })
  return {
    txId: toHex(txId),
    status: 'committed',
    index: 7,
    height: 3,
    time: 0,
    outcome: code ?? 'ok',
    leaf: toBase64(leaf),
  }
}

type Answer = { status?: number; json: unknown; headers?: Record<string, string> } | 'lost'
const problem = (status: number, code: string, headers = {}): Answer => ({
  status,
  json: { status, code, title: 't', next: 'n' },
  headers,
})

const unknown = problem(404, 'transaction-unknown')

/** A node that answers from a script, one answer a request, and a clock that only sleeping moves. */
function node(script: Answer[]): { client: Client; asked: string[]; slept: number[] } {
  const asked: string[] = []
  const slept: number[] = []
  const client = createClient({
    url: 'http://node.test/',
    now: () => start + slept.reduce((sum, ms) => sum + ms, 0),
    sleep: async (ms) => void slept.push(ms),
    fetch: async (url, options) => {
      asked.push(`${options?.method} ${String(url).split('/').slice(5, 6).join('')}`)
      const answer = script.length > 1 ? script.shift()! : script[0]!
      if (answer === 'lost') throw new TypeError('fetch failed')
      return new Response(JSON.stringify(answer.json), { status: answer.status ?? 200, headers: answer.headers ?? {} })
    },
  })
  return { client, asked, slept }
}

const coded = (code: string) => (error: unknown) => error instanceof ClientError && error.code === code

describe('submitting until committed or expired', () => {
  test('committed at the first answer, as the leaf itself says', async () => {
    const tx = await transaction()
    const { client, asked } = node([{ json: committed(tx) }])
    const done = await submitTransaction(client, tx)
    assert.deepEqual([done.index, done.height, done.outcome, asked], [7, 3, ['ok', []], ['POST transactions']])
  })

  test('a refusal by the affair is an outcome', async () => {
    const tx = await transaction()
    const done = await submitTransaction(node([{ json: committed(tx, 'twice') }]).client, tx)
    assert.deepEqual(done.outcome, ['refused', 'twice', null])
  })

  test('a lost answer: looks first, and finds what was committed meanwhile', async () => {
    const tx = await transaction()
    const { client, asked } = node(['lost', { json: committed(tx) }])
    await submitTransaction(client, tx)
    assert.deepEqual(asked, ['POST transactions', 'GET transactions'])
  })

  test('pending, then unknown after a crash of the node: the same bytes again', async () => {
    const tx = await transaction()
    const txId = toHex(tx.txId)
    const { client, asked } = node([
      { status: 202, json: { txId, status: 'pending' } },
      unknown,
      { json: committed(tx) },
    ])
    await submitTransaction(client, tx)
    assert.deepEqual(asked, ['POST transactions', 'GET transactions', 'POST transactions'])
  })

  test('refused because it is there already: the answer wished for', async () => {
    const tx = await transaction()
    await submitTransaction(node([problem(409, 'transaction-repeated'), { json: committed(tx) }]).client, tx)
  })

  test('inadmissible: the node’s own code, at once; busy: patience', async () => {
    const tx = await transaction()
    const refused = node([problem(403, 'signer-unknown'), unknown])
    await assert.rejects(
      submitTransaction(refused.client, tx),
      (error) =>
        coded('client-node-refused')(error) &&
        error instanceof ClientError &&
        error.failure.code === 'client-node-refused' &&
        error.failure.problem.code === 'signer-unknown',
    )
    const busy = node([problem(503, 'queue-full'), unknown, { json: committed(tx) }])
    await submitTransaction(busy.client, tx)
    assert.equal(busy.slept.length, 1)
    const share = problem(429, 'queue-share-full', { 'retry-after': '7' })
    const wishing = node([share, unknown, { json: committed(tx) }])
    await submitTransaction(wishing.client, tx)
    assert.deepEqual(wishing.slept, [7_000], 'the node’s own wish')
  })

  test('never committed: expires, with pauses that grow and end', async () => {
    const tx = await transaction()
    const { client, slept } = node([{ json: { txId: toHex(tx.txId), status: 'pending' } }])
    await assert.rejects(submitTransaction(client, tx), coded('client-submission-expired'))
    assert.equal(Math.max(...slept), 5_000)
    assert.ok(slept.length < 25)
  })

  test('another transaction’s answer or receipt, a promise beyond expiry, a forged one: refused', async () => {
    const [tx, other] = [await transaction(1), await transaction(2)]
    await assert.rejects(
      submitTransaction(node([{ json: committed(other) }]).client, tx),
      coded('client-answer-malformed'),
    )
    const swapped = { ...committed(tx), leaf: (committed(other) as { leaf: string }).leaf }
    await assert.rejects(submitTransaction(node([{ json: swapped }]).client, tx), coded('client-answer-malformed'))
    const receipt = async (txId: Uint8Array, includeBy: number): Promise<object> => ({
      ...committed(tx),
      receipt: toBase64(await signReceipt(signer, { txId, received: start, includeBy })),
    })
    const kept: Uint8Array[] = []
    await submitTransaction(node([{ json: await receipt(tx.txId, start + 1) }]).client, tx, {
      onReceipt: (bytes) => kept.push(bytes),
      receiptKey: signer.key,
    })
    assert.equal(kept.length, 1)
    for (const bad of [await receipt(other.txId, start + 1), await receipt(tx.txId, start + 60_001)])
      await assert.rejects(submitTransaction(node([{ json: bad }]).client, tx), coded('client-receipt-mismatch'))
    const stranger = secretSigner('ed25519', generateSecret('ed25519', new Uint8Array(32).fill(9)))
    await assert.rejects(
      submitTransaction(node([{ json: await receipt(tx.txId, start + 1) }]).client, tx, { receiptKey: stranger.key }),
      coded('client-receipt-mismatch'),
    )
  })

  test('many at once: each has its own answer', async () => {
    const [good, bad] = [await transaction(1), await transaction(2)]
    const { client } = node([{ json: [committed(good), { status: 'refused', code: 'signer-unknown' }] }])
    const answers = await submitMany(client, [good, bad])
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['committed', 'refused'],
    )
    await assert.rejects(submitMany(node([{ json: [] }]).client, [good]), coded('client-answer-malformed'))
  })

  test('many to their end: the busy ones again and nobody else, what is there already found, the rest expired', async () => {
    const [good, bad, busy, there] = await Promise.all([1, 2, 3, 4].map((salt) => transaction(salt)))
    const refused = (code: string) => ({ status: 'refused', code })
    const { client, asked, slept } = node([
      problem(429, 'rate-limited', { 'retry-after': '9' }),
      { json: [committed(good!), refused('signer-unknown'), refused('queue-full'), refused('transaction-repeated')] },
      { json: committed(there!) },
      { json: [committed(busy!)] },
    ])
    const answers = await settleMany(client, [good!, bad!, busy!, there!])
    assert.deepEqual(
      answers.map((answer) => (answer.status === 'refused' ? answer.code : answer.status)),
      ['committed', 'signer-unknown', 'committed', 'committed'],
    )
    const [post, get] = ['POST transactions', 'GET transactions']
    assert.deepEqual([asked, slept[0]], [[post, post, get, post], 9_000])
    const gone = node([{ json: [refused('queue-full')] }, unknown])
    const [late] = await settleMany({ ...gone.client, now: () => good!.notAfter + 1 }, [good!])
    assert.ok(late?.status === 'refused' && late.code === 'client-submission-expired')
  })
})

describe('what a hostile node or proxy answers', () => {
  test('no JSON, wrong types, HTML errors, redirects to elsewhere: coded, never thrown through', async () => {
    const tx = await transaction()
    for (const json of [null, [], {}, { txId: 1 }, { txId: toHex(tx.txId), status: 'odd' }])
      await assert.rejects(submitTransaction(node([{ json }]).client, tx), coded('client-answer-malformed'))
    await assert.rejects(
      submitTransaction(node([{ status: 400, json: '<html>' }]).client, tx),
      coded('client-node-refused'),
    )
  })

  test('an address that is none', () => {
    for (const url of ['', 'node', 'ftp://node', 'http://user:secret@node', 'http://node/?q'])
      assert.throws(() => createClient({ url }), coded('client-url-malformed'))
  })
})
