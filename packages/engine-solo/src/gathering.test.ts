import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Gathering } from './gathering.ts'
import { systemTimers } from './timers.ts'

const settled = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

/** A gathering under a clock that stands still unless told. */
function still({ mock }: TestContext) {
  mock.timers.enable({ apis: ['setTimeout'] })
  let now = 0
  let waiting = 0
  const gathering = new Gathering({ monotonic: () => now }, systemTimers, () => waiting)
  const gather = async () => {
    const asked = { isOver: false }
    void gathering.gather().then(() => {
      asked.isOver = true
    })
    await settled()
    return asked
  }
  const arrive = async () => {
    await gathering.admit(async () => {
      waiting += 1
    })
    await settled()
  }
  const pass = async (ms: number) => {
    now += ms
    mock.timers.tick(ms)
    await settled()
  }
  return { gathering, gather, arrive, pass }
}

test('a block waits until as many are there as the last one answered', async (context) => {
  const { gathering, gather, arrive } = still(context)
  gathering.answered(3)
  await arrive()
  const asked = await gather()
  await arrive()
  assert.equal(asked.isOver, false)
  await arrive()
  assert.equal(asked.isOver, true)
  assert.equal((await gather()).isOver, true)
})

test('who does not come back within a few milliseconds is not waited for', async (context) => {
  const { gathering, gather, arrive, pass } = still(context)
  await arrive()
  assert.equal((await gather()).isOver, true, 'nobody was answered')
  gathering.answered(3)
  const asked = await gather()
  await pass(3)
  assert.equal(asked.isOver, false)
  await pass(1)
  assert.equal(asked.isOver, true)
  assert.equal((await gather()).isOver, true)
})

test('a block waits for what is being looked at, but not for ever', async (context) => {
  const { gathering, gather, arrive, pass } = still(context)
  const { promise, resolve } = Promise.withResolvers<void>()
  const looking = gathering.admit(() => promise)
  await arrive()
  const first = await gather()
  assert.equal(first.isOver, false)
  await pass(10)
  assert.equal(first.isOver, true)
  const second = await gather()
  assert.equal(second.isOver, false)
  resolve()
  await looking
  await settled()
  assert.equal(second.isOver, true)
})
