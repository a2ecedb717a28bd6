import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Room } from './room.ts'

const entering = (bytes: number, ...signers: number[]) => ({
  transaction: new Uint8Array(bytes),
  signers: signers.map((of) => new Uint8Array(32).fill(of)),
})
const nothing = async () => undefined

test('what is looked at takes a place, and so does what waits, by their number and by their bytes', async () => {
  const room = new Room({ transactions: 3, bytes: 100 })
  const { promise, resolve } = Promise.withResolvers<void>()
  const looking = room.during(10, () => promise)
  room.enter(entering(50, 1))
  await assert.rejects(room.during(41, nothing), {
    failure: { code: 'queue-full', limit: 3, retryAfterSeconds: 1 },
  })
  await room.during(40, nothing)
  room.enter(entering(10, 2))
  await assert.rejects(room.during(1, nothing), { failure: { code: 'queue-full', limit: 3, retryAfterSeconds: 1 } })
  resolve()
  await looking
  await room.during(40, nothing)
  await assert.rejects(
    room.during(10, async () => assert.fail('in')),
    /in/,
  )
  room.leave(entering(50, 1))
  await room.during(90, nothing)
})

test('one key has its share and no more, whoever signs beside it; others go on', () => {
  const room = new Room({ transactions: 9, perSigner: 2 })
  room.enter(entering(5, 1))
  room.enter(entering(5, 1, 2))
  const full = { failure: { code: 'queue-share-full', limit: 2, retryAfterSeconds: 1 } }
  assert.throws(() => room.enter(entering(5, 1)), full)
  assert.throws(() => room.enter(entering(5, 3, 1)), full)
  room.enter(entering(5, 3))
  room.leave(entering(5, 1))
  room.enter(entering(5, 3, 1))
})
