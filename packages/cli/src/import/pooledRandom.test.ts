import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pooledRandom } from './pooledRandom.ts'

test('pooled random bytes are those of the source, in their order, each once', () => {
  let next = 0
  const drawn: number[] = []
  const source = (bytes: number): Uint8Array => {
    drawn.push(bytes)
    return Uint8Array.from({ length: bytes }, () => next++ % 251)
  }
  const random = pooledRandom(source)
  for (let count = 0; count < 128; count++)
    assert.deepEqual(
      [...random(32)],
      Array.from({ length: 32 }, (_, at) => (count * 32 + at) % 251),
    )
  assert.deepEqual(drawn, [4096])
  assert.equal(random(1).length, 1)
  assert.deepEqual(drawn, [4096, 4096], 'an empty pool is filled anew')
  assert.equal(random(4096).length, 4096, 'what is left is never stretched')
  assert.equal(random(5000).length, 5000)
  assert.deepEqual(drawn, [4096, 4096, 4096, 5000])
})
