import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startedComet } from './nodeState.ts'

test('the line in which a node tells of its CometBFT, another one, and one that was cut off when the node was killed', () => {
  const line = JSON.stringify({ level: 30, cometbft: { pid: 77 }, msg: 'CometBFT starts' })
  assert.equal(startedComet(line), 77)
  assert.equal(startedComet(line.replace('CometBFT starts', 'a block')), undefined)
  assert.equal(startedComet(line.slice(0, -1)), undefined)
})
