import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Run, scriptedCipher } from '../index.ts'
import { serveCipher, workerCipher } from './workerCipher.ts'

/** A page's worker as this program has it: two ends of a channel, which hands messages over as a browser does. */
const channels: MessageChannel[] = []
after(() => {
  for (const { port1, port2 } of channels) for (const port of [port1, port2]) port.close()
})

function makeWorker(): Worker {
  const { port1, port2 } = new MessageChannel()
  channels.push({ port1, port2 })
  serveCipher(port2 as unknown as Parameters<typeof serveCipher>[0])
  port1.start()
  port2.start()
  const ended = { terminate: () => port1.close() }
  return Object.assign(port1, ended) as unknown as Worker
}

const runOf = (size: number, fill: number): Run => ({
  key: new Uint8Array(32).fill(9),
  first: 3,
  isLast: true,
  bytes: new Uint8Array(size).fill(fill),
})

test('several workers make the bytes of one, each answer to its own run; what is altered opens to nothing', async () => {
  const cipher = workerCipher(makeWorker, 2)
  const sizes = [1, 70_000, 65_536, 200_000, 5]
  const sealed = await Promise.all(sizes.map((size, at) => cipher.seal(runOf(size, at))))
  for (const [at, size] of sizes.entries()) assert.deepEqual(sealed[at], await scriptedCipher.seal(runOf(size, at)))
  const opened = await cipher.open({ ...runOf(0, 0), bytes: sealed[1]!.slice() })
  assert.deepEqual(opened, new Uint8Array(70_000).fill(1))
  assert.equal(await cipher.open({ ...runOf(0, 0), bytes: sealed[1]!.with(9, sealed[1]![9]! ^ 1) }), undefined)
  const waiting = cipher.seal(runOf(10, 1))
  cipher.end()
  await assert.rejects(Promise.resolve(waiting))
})
