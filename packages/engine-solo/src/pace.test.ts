import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Pace } from './pace.ts'

test('as many as the last blocks did in a time, never few, and any number as long as nobody knows', () => {
  let now = 0
  const pace = new Pace({ monotonic: () => now })
  const execute = (count: number, ms: number) =>
    pace.time(count, () => {
      now += ms
      return count
    })
  assert.equal(pace.most(50), Number.POSITIVE_INFINITY)
  assert.equal(execute(0, 7), 0)
  assert.equal(pace.most(50), Number.POSITIVE_INFINITY)
  execute(500, 50)
  assert.equal(pace.most(50), 500)
  for (let block = 0; block < 40; block++) execute(100, 5)
  assert.equal(pace.most(50), 999)
  for (let block = 0; block < 40; block++) execute(10, 1000)
  assert.equal(pace.most(50), 150)
})
