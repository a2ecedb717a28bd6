import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { encodeInput } from '@gongshi/affair-kit'
import { disclosure, erasure } from '@gongshi/affairs'
import {
  encodeTransaction,
  fromBase64,
  fromHex,
  parseLeaf,
  parseTransaction,
  type Signer,
  toHex,
  verifyReceipt,
} from '@gongshi/protocol'
import { act, type Committed, commit, post, publication, publish, txIdOf } from '../../../test/acts.ts'
import { problemOf, refusal } from '../../../test/ask.ts'
import { officers, type Sample, signerOf, startSample } from '../../../test/sampleNode.ts'
import { readNodeKey } from '../../keys/nodeKey.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

/** The code with which a transaction is refused, in both languages, without having become an entry. */
async function refused(transaction: Uint8Array): Promise<string> {
  const size = await logSize()
  const code = await refusal(`${node.url}/api/v1/transactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/cose', prefer: 'wait=30' },
    body: Buffer.from(transaction),
  })
  assert.equal(await logSize(), size, `${code} left an entry`)
  return code
}

async function logSize(): Promise<number> {
  return ((await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { logSize: number }).logSize
}

const recordOf = (transaction: Uint8Array) => fetch(`${node.url}/api/v1/transactions/${txIdOf(transaction)}`)

describe('a transaction over HTTP', () => {
  test('answers after commit where asked to wait, and is the same when asked for again', async () => {
    const transaction = await publish()
    const committed = await commit(node.url, transaction)
    assert.equal(committed.outcome, 'ok')
    assert.equal(committed.txId, txIdOf(transaction))
    const again = (await (await recordOf(transaction)).json()) as Committed & { leaf: string }
    assert.deepEqual(again, committed)
    const leaf = parseLeaf(fromBase64(again.leaf))
    assert.ok(leaf.kind === 'tx' && toHex(leaf.txId) === committed.txId)
  })

  test('otherwise 202 with a receipt under the key of the node, and where to look', async () => {
    const transaction = await publish()
    const response = await post(node.url, transaction, { prefer: 'respond-async' })
    const body = (await response.json()) as { status: string; receipt: string }
    assert.equal(response.status, 202)
    assert.equal(body.status, 'pending')
    assert.equal(response.headers.get('location'), `/api/v1/transactions/${txIdOf(transaction)}`)
    const { key } = await readNodeKey(`${node.data}/keys`, 'publisher')
    const receipt = verifyReceipt(fromBase64(body.receipt), key)
    assert.equal(toHex(receipt.txId), txIdOf(transaction))
    assert.ok(receipt.includeBy <= parseTransaction(transaction).notAfter)
    for (let status = 'pending'; status !== 'committed'; )
      ({ status } = (await (await recordOf(transaction)).json()) as Committed)
  })

  test('P3: sent twice at once it is one entry; sent again later it is refused, also after a restart', async () => {
    const transaction = await publish()
    const answers = await Promise.all([1, 2, 3].map(() => post(node.url, transaction)))
    const bodies = (await Promise.all(answers.map((answer) => answer.json()))) as Committed[]
    assert.equal(new Set(bodies.filter(({ status }) => status === 'committed').map(({ index }) => index)).size, 1)
    assert.equal(await refused(transaction), 'transaction-repeated')
    await node.restart()
    assert.equal(await refused(transaction), 'transaction-repeated')
    assert.equal((await recordOf(transaction)).status, 200)
  })

  test('many in one request: each has the answer that it would have had alone', async () => {
    const [good, other] = [await publish(), await publish({ chainId: 'other-city' })]
    const response = await post(node.url, Buffer.concat([good, other]), { 'content-type': 'application/cbor-seq' })
    const [first, second] = (await response.json()) as [Committed, { status: string; code: string }]
    assert.deepEqual([response.status, first.status, first.txId], [200, 'committed', txIdOf(good)])
    assert.deepEqual(second, { status: 'refused', code: 'chain-other' })
    for (const bad of [
      Buffer.concat([good, Buffer.of(1)]),
      Buffer.concat([good, good.subarray(0, 40)]),
      Buffer.alloc(9),
    ]) {
      const answer = await post(node.url, bad, { 'content-type': 'application/cbor-seq' })
      assert.equal((await problemOf(answer)).code, 'request-malformed')
    }
  })

  test('one that the rules refuse is an entry that says so', async () => {
    const input = publication()
    assert.equal((await commit(node.url, await act('disclosure', 'publish', input, officers.clerk))).outcome, 'ok')
    const cases: [string, Uint8Array][] = [
      ['row-exists', await act('disclosure', 'publish', input, officers.clerk)],
      ['signer-role', await publish({ signers: [officers.keeper] })],
      ['signer-count', await publish({ signers: [officers.clerk, officers.notary] })],
    ]
    for (const [outcome, transaction] of cases) {
      const committed = await commit(node.url, transaction)
      assert.equal(committed.outcome, outcome)
      const entry = (await (await fetch(`${node.url}/api/v1/entries/${committed.index}`)).json()) as { outcome: string }
      assert.equal(entry.outcome, outcome)
    }
  })

  test('an unknown id, and ids that are none', async () => {
    const at = (id: string) => refusal(`${node.url}/api/v1/transactions/${id}`)
    assert.equal(await at('0'.repeat(64)), 'transaction-unknown')
    for (const id of ['0', 'g'.repeat(64), 'A'.repeat(64), '0'.repeat(65), '%00', '..%2f..'])
      assert.equal(await at(id), 'request-malformed', id)
  })
})

describe('each code of admission has its status and both texts', () => {
  const late = () => Date.now() + 3_600_000
  const cases: readonly [code: string, how: () => Promise<Uint8Array>][] = [
    ['chain-other', () => publish({ chainId: 'other-city' })],
    ['transaction-expired', () => publish({ notAfter: Date.now() - 60_000 })],
    ['not-after-too-far', () => publish({ notAfter: late() + 60_000 })],
    ['signer-unknown', () => publish({ signers: [signerOf('stranger')] })],
    ['signer-unknown', () => publish({ signers: [officers.clerk, signerOf('stranger')] })],
    ['signer-revoked', () => publish({ signers: [officers.former] })],
    ['affair-unknown', () => publish({ affair: 'nothing' })],
    ['action-unknown', () => publish({ action: 'nothing' })],
    ['action-unknown', () => publish({ action: 'constructor' })],
    ['affair-version-inactive', () => publish({ version: 2 })],
    [
      'action-not-submittable',
      () =>
        act('erasure', 'carryOut', {}, officers.keeper, {
          input: encodeInput(erasure, 'carryOut', { erasure: new Uint8Array(32) }),
        }),
    ],
    ['value-count', () => publish({ input: Uint8Array.of(0x80) })],
    ['value-kind', () => publish({ input: Uint8Array.of(0x88, 1, 1, 1, 1, 1, 1, 1, 1) })],
    ['transaction-too-large', async () => new Uint8Array(64 * 1024)],
  ]
  for (const [code, how] of cases)
    test(code, async () => {
      assert.equal(await refused(await how()), code)
    })

  test('not-after-quota: acts of several signers that are kept for long', async () => {
    const joint = () => publish({ signers: [officers.notary, officers.clerk], notAfter: late() + 60_000 })
    const transactions = await Promise.all(Array.from({ length: 100 }, joint))
    for (const transaction of transactions) assert.equal((await post(node.url, transaction)).status, 200)
    assert.equal(await refused(await joint()), 'not-after-quota')
  })

  test('a signature that is changed, malleable, of small order, or another key’s', async () => {
    const [one, two] = [await publish(), await publish({ signers: [officers.notary] })]
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const p256Order = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')
    const changes: [string, Uint8Array, (signature: Uint8Array) => Uint8Array][] = [
      ['one bit', one, (bytes) => bytes.with(7, bytes[7]! ^ 1)],
      [
        'S + L',
        one,
        (bytes) => Uint8Array.of(...bytes.subarray(0, 32), ...little(fromLittle(bytes.subarray(32)) + order)),
      ],
      ['R of small order', one, (bytes) => Uint8Array.of(1, ...new Uint8Array(31), ...bytes.subarray(32))],
      ['zeros', one, () => new Uint8Array(64)],
      [
        'high S',
        two,
        (bytes) => Uint8Array.of(...bytes.subarray(0, 32), ...big(p256Order - fromBig(bytes.subarray(32)))),
      ],
      ['zeros', two, () => new Uint8Array(64)],
    ]
    for (const [name, transaction, change] of changes)
      assert.equal(await refused(withSignature(transaction, change)), 'signature-invalid', name)
    const forger: Signer = { key: officers.clerk.key, sign: signerOf('stranger').sign }
    assert.equal(await refused(await publish({ signers: [forger] })), 'signature-invalid')
    assert.equal((await post(node.url, one)).status, 200)
    assert.equal((await post(node.url, two)).status, 200)
  })

  test('a schema violation names the place and never repeats the input', async () => {
    const input = encodeInput(disclosure, 'publish', publication({ identifier: 'secret-words' }))
    const at = Buffer.from(input).indexOf('x-sample')
    const spoiled = new Uint8Array(
      Buffer.concat([input.subarray(0, at), Buffer.from('secretXY'), input.subarray(at + 8)]),
    )
    const problem = await problemOf(await post(node.url, await publish({ input: spoiled })))
    assert.match(problem.code, /^value-/)
    assert.doesNotMatch(JSON.stringify(problem), /secret/)
  })

  const vectors = JSON.parse(
    readFileSync(new URL('../../../../../docs/vectors/transaction.json', import.meta.url), 'utf8'),
  ) as { bad: { name: string; transaction: string; code: string; keys?: unknown }[] }
  test('every malformed transaction of docs/vectors/transaction.json', async () => {
    const malformed = vectors.bad.filter(({ keys }) => keys === undefined)
    assert.ok(malformed.length > 50)
    for (const { name, transaction, code } of malformed) assert.equal(await refused(fromHex(transaction)), code, name)
  })

  test('cut short anywhere, or with something behind it', async () => {
    const transaction = await publish()
    for (let length = 0; length < transaction.length; length += 31)
      assert.match(await refused(transaction.subarray(0, length)), /^transaction-/)
    assert.match(await refused(Uint8Array.of(...transaction, 0)), /^transaction-/)
  })
})

describe('the request itself', () => {
  const ask = (headers: Record<string, string>, body: Uint8Array) =>
    refusal(`${node.url}/api/v1/transactions`, { method: 'POST', headers, body: Buffer.from(body) })

  test('of no or another media type, or too large', async () => {
    const transaction = await publish()
    for (const type of ['', 'application/json', 'text/plain', 'application/cbor', 'application/x-www-form-urlencoded'])
      assert.match(
        await ask({ 'content-type': type }, transaction),
        /^(media-type-unsupported|request-malformed)$/,
        type,
      )
    assert.equal(await ask({ 'content-type': 'application/cose' }, new Uint8Array(1_100_000)), 'request-too-large')
    assert.equal(await ask({ 'content-type': 'application/cbor-seq' }, new Uint8Array(1_100_000)), 'request-too-large')
  })

  test('a wait that is none is no wait; a wait without end is cut', async () => {
    for (const prefer of ['wait=-1', 'wait=1e9', 'wait=', 'wait=9999999', 'wait', ';;;,,,', 'wait=0'])
      assert.equal((await post(node.url, await publish(), { prefer })).status, 202, prefer)
    assert.equal((await post(node.url, await publish(), { prefer: 'respond-async, wait=20' })).status, 200)
  })

  test('who prefers a minimal answer is told how it ended, and without the leaf', async () => {
    const bytes = await publish()
    const { txId } = parseTransaction(bytes)
    for (const body of [bytes, await publish()]) {
      const minimal = await (await post(node.url, body, { prefer: 'wait=20, return=minimal' })).json()
      assert.deepEqual(Object.keys(minimal as object), ['txId', 'status', 'index', 'height', 'time', 'outcome'])
    }
    const found = (await (await fetch(`${node.url}/api/v1/transactions/${toHex(txId)}`)).json()) as { leaf: string }
    assert.ok(found.leaf.length > 100)
    const many = await fetch(`${node.url}/api/v1/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor-seq', prefer: 'return=minimal; wait=20' },
      body: Buffer.concat([await publish(), bytes]),
    })
    const [done, again] = (await many.json()) as { status: string; outcome?: string; leaf?: string; code?: string }[]
    assert.deepEqual([done!.outcome, done!.leaf, again!.code], ['ok', undefined, 'transaction-repeated'])
  })
})

function withSignature(transaction: Uint8Array, change: (signature: Uint8Array) => Uint8Array): Uint8Array {
  const { bytes, salt, input, signatures } = parseTransaction(transaction)
  const { signature } = signatures[0]!
  const at = Buffer.from(bytes).indexOf(signature)
  const changed = Buffer.concat([bytes.subarray(0, at), change(signature), bytes.subarray(at + signature.length)])
  return encodeTransaction(new Uint8Array(changed), salt, input)
}

const fromBig = (bytes: Uint8Array): bigint => BigInt(`0x${toHex(bytes)}`)
const fromLittle = (bytes: Uint8Array): bigint => fromBig(bytes.toReversed())
const big = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, '0'))
const little = (value: bigint): Uint8Array => big(value).toReversed()
