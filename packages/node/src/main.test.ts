import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killAgainAndAgain } from '../test/killLoop.ts'

test('P1: killed under load, a few times: nothing acknowledged is lost, and a replay gives the same app hash', async () => {
  const { kills, acknowledged } = await killAgainAndAgain(5, 20_000)
  assert.ok(kills >= 1 && acknowledged > 0, `${kills} kills, ${acknowledged} acknowledged`)
})
