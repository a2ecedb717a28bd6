import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { describe, test } from 'node:test'
import { type Committed, publish } from '../../packages/node/test/acts.ts'
import { killAgainAndAgain } from '../../packages/node/test/killLoop.ts'
import { foundPlace, type NodeProcess, startNode } from './command.ts'

describe('P1 nothing acknowledged is lost', () => {
  test('SIGKILL loop: the engine under load, 100 times or for 45 s', async (context) => {
    const { kills, acknowledged } = await killAgainAndAgain(100, 45_000)
    context.diagnostic(`${kills} kills, ${acknowledged} acknowledged, none lost`)
    assert.ok(kills >= 10 && acknowledged > kills)
  })

  test('SIGKILL: the whole node, clients waiting over HTTP', async () => {
    const place = await foundPlace()
    const acknowledged: Committed[] = []
    for (let round = 0; round < 6; round++) {
      const node = await startNode(place)
      for (const { txId, index } of acknowledged) {
        const found = (await (await fetch(`${node.url}/api/v1/transactions/${txId}`)).json()) as Committed
        assert.deepEqual([found.status, found.index], ['committed', index], txId)
      }
      const clients = Array.from({ length: 8 }, () => submitUntilGone(node, acknowledged))
      await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400))
      await node.kill()
      await Promise.all(clients)
    }
    assert.ok(acknowledged.length > 0)
    rmSync(place.folder, { recursive: true, force: true })
  })
})

async function submitUntilGone(node: NodeProcess, acknowledged: Committed[]): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(`${node.url}/api/v1/transactions`, {
        method: 'POST',
        headers: { 'content-type': 'application/cose', prefer: 'wait=10' },
        body: Buffer.from(await publish()),
      })
      if (response.status === 200) acknowledged.push((await response.json()) as Committed)
    } catch {
      return
    }
  }
}
