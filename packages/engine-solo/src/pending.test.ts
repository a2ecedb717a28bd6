import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PendingTransactions } from './pending.ts'

test('a block takes what fits, and no more than it may', () => {
  const pending = new PendingTransactions({ transactions: 10 })
  for (let at = 0; at < 6; at++)
    pending.add({ transaction: new Uint8Array(5), txId: new Uint8Array(32).fill(at), signers: [] }, 0)
  assert.deepEqual([pending.take(100, 2).length, pending.take(10, 5).length, pending.take(100).length], [2, 2, 2])
})

test('what is on its way is listed from its arrival until its fate is known, also while it is in a block', () => {
  const pending = new PendingTransactions({ transactions: 10 })
  const bytes = [1, 2, 3].map((at) => new Uint8Array(5).fill(at))
  for (const [at, each] of bytes.entries())
    pending.add({ transaction: each, txId: new Uint8Array(32).fill(at), signers: [] }, 0)
  assert.deepEqual([...pending.transactions()], bytes)
  const [first] = pending.take(5)
  assert.deepEqual([...pending.transactions()], bytes)
  pending.settle(first!)
  assert.deepEqual([...pending.transactions()], bytes.slice(1))
})
