import assert from 'node:assert/strict'
import { executionAsyncResource } from 'node:async_hooks'
import { test } from 'node:test'
import { keepTickShape } from './tickShape.ts'

test('what is kept is what Node makes of any tick, with all that it has', async () => {
  const kept = await keepTickShape()
  const other = await new Promise<object>((resolve) => {
    process.nextTick(() => resolve(executionAsyncResource()))
  })
  assert.notEqual(kept, other)
  assert.equal(await keepTickShape(), kept)
  assert.deepEqual(Reflect.ownKeys(kept), Reflect.ownKeys(other))
  assert.ok(Object.hasOwn(kept, 'callback') && Object.hasOwn(kept, 'args'))
})
