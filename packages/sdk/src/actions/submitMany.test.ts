import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Transaction } from '@gongshi/protocol'
import { submitMany, submitManyBriefly } from './submitMany.ts'

const transactions = Array.from({ length: 1001 }, (_, at): Transaction => {
  const txId = new Uint8Array(32).fill(at)
  return { transaction: Uint8Array.of(at & 255), txId } as Transaction
})

function answering(...answers: readonly Response[]) {
  const left = [...answers]
  return { url: 'https://node.example', fetch: async () => left.shift()!, language: 'en' } as const
}

const problem = (status: number, code: string): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: '', status, code, next: '' }), {
    status,
    headers: { 'content-type': 'application/problem+json' },
  })

test('a request that finds no room is refused act by act; the answers before it stand', async () => {
  const pending = transactions.slice(0, 1000).map(({ txId }) => ({
    txId: Buffer.from(txId).toString('hex'),
    status: 'pending',
  }))
  const client = answering(Response.json(pending), problem(429, 'queue-share-full'))
  const answers = await submitMany(client, transactions)
  assert.equal(answers.length, 1001)
  assert.equal(answers[0]!.status, 'pending')
  assert.deepEqual(answers[1000], { status: 'refused', txId: transactions[1000]!.txId, code: 'queue-share-full' })
})

test('another refusal of the whole is thrown', async () => {
  const client = answering(problem(415, 'media-type-unsupported'))
  await assert.rejects(submitMany(client, transactions.slice(0, 2)), { message: 'client-node-refused' })
})

test('a brief answer has the code of a refusal, and none for what was done; one of another act is malformed', async () => {
  const [first, second] = transactions
  const named = ({ txId }: Transaction) => Buffer.from(txId).toString('hex')
  const committed = { status: 'committed', index: 7, height: 3, time: 1_000 }
  const answers = [
    { ...committed, txId: named(first!), outcome: 'ok' },
    { ...committed, txId: named(second!), outcome: 'row-exists' },
  ]
  assert.deepEqual(await submitManyBriefly(answering(Response.json(answers)), [first!, second!]), [
    { ...committed, txId: first!.txId, code: null },
    { ...committed, txId: second!.txId, code: 'row-exists' },
  ])
  await assert.rejects(submitManyBriefly(answering(Response.json(answers)), [second!, first!]), {
    message: 'client-answer-malformed',
  })
})
