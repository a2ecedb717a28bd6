import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isFailure, readPlaces, runSchedule, writePlaces } from './schedule.ts'

const schedules = process.env.GONGSHI_LONG === '1' ? 2000 : 50

describe('the simulator', () => {
  test('P1, P2, P3, P6: schedules of faults: what was acknowledged is found, and executed again it is the same', async (context) => {
    Error.stackTraceLimit = 0
    const total = { transactions: 0, acknowledged: 0, starts: 0 }
    for (let seed = 1; seed <= schedules; seed++) {
      const ended = await runSchedule(seed)
      if (isFailure(ended)) assert.fail(`npm run simulate -- --seed ${seed}: ${String(ended.error)}`)
      for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += ended[name]
    }
    context.diagnostic(JSON.stringify(total))
    assert.ok(total.acknowledged > total.transactions / 3 && total.starts > 2 * schedules)
  })

  test('a seed decides a whole run', async () => {
    for (const seed of [30, 31]) assert.deepEqual(await runSchedule(seed), await runSchedule(seed))
  })

  // Found by the simulator: a record that a failed sync, or a kill before the sync, had left in the system's cache
  // alone was built upon; a loss of power then took it from under acknowledged blocks.
  test('seeds that found a fault once', async () => {
    for (const [seed, kept] of [
      [20, '36-37,40-41'],
      [20, undefined],
      [4, undefined],
    ] as const)
      assert.ok(!isFailure(await runSchedule(seed, kept === undefined ? undefined : readPlaces(kept))), `seed ${seed}`)
  })

  test('places of steps as they are passed on', () => {
    assert.equal(writePlaces([1, 4, 5, 6, 9]), '1,4-6,9')
    assert.deepEqual(readPlaces('1,4-6,9'), [1, 4, 5, 6, 9])
    assert.throws(() => readPlaces('1,x'))
  })
})
