import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { killAgainAndAgain } from '../../packages/node/test/killLoop.ts'
import { killNodeAgainAndAgain } from '../faults/killNode.ts'

// A few of what `npm run crash` does by the hundred: how many kills there is time for is the machine's, and is printed.

describe('P1 nothing acknowledged is lost', () => {
  test('SIGKILL loop: the engine under load, 100 times or for 20 s', async (context) => {
    const { kills, acknowledged } = await killAgainAndAgain(100, 20_000)
    context.diagnostic(`${kills} kills, ${acknowledged} acknowledged, none lost`)
    assert.ok(kills >= 1 && acknowledged >= 1)
  })

  test('SIGKILL: the whole node, clients waiting over HTTP', async (context) => {
    const { kills, acknowledged, again } = await killNodeAgainAndAgain(5, 60_000)
    context.diagnostic(`${kills} kills, ${acknowledged} acknowledged, ${again} sent again, none lost`)
    assert.ok(kills >= 1 && acknowledged >= 1)
  })
})
