import assert from 'node:assert/strict'
import { cpSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { commit, publish, waitFor } from '../../packages/node/test/acts.ts'
import { eraseEntry } from '../../packages/node/test/eraseEntry.ts'
import { runSample, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'
import { foundPlace, gongshi, type Place } from './command.ts'

let node: Sample
let place: Place
before(async () => {
  place = await foundPlace()
  node = await startSample({ erasureWaitMs: 500 })
})
after(async () => {
  await node.end()
  place.remove()
})

test('the command backs a running node up after an erasure, and what comes back goes on without the body', async () => {
  const { index } = await commit(node.url, await publish())
  await eraseEntry(node.url, index)
  const { index: last } = await commit(node.url, await publish())
  await waitFor('the checkpoint', async () => (await fetch(`${node.url}/log/proof/${last}`)).status === 200)
  const [file, data] = [place.at('backup.gsb'), place.at('restored')]
  const made = await gongshi(['backup', file, '--data', node.data, '--json'], place)
  assert.equal(made.code, 0, made.err)
  assert.equal((await gongshi(['backup', file, '--data', node.data], place)).code, 1, 'nothing is overwritten')
  const none = await gongshi(['restore', file, '--data', data], place)
  assert.deepEqual([none.code, /--checkpoint \| --without-checkpoint/.test(none.err)], [2, true])
  writeFileSync(place.at('page'), '<html>')
  const page = await gongshi(['restore', file, '--data', data, '--checkpoint', place.at('page')], place)
  assert.match(page.err, /checkpoint-unreadable/)
  const restored = await gongshi(['restore', file, '--data', data, '--checkpoint', node.url, '--json'], place)
  assert.equal(restored.code, 0, restored.err)
  const { verdict, entries } = JSON.parse(restored.out) as { verdict: string; entries: number }
  assert.deepEqual([verdict, entries > last], ['current', true])
  assert.ok(existsSync(join(data, 'state/data.mdb')))
  cpSync(join(node.data, 'keys'), join(data, 'keys'), { recursive: true })
  await node.stop()
  const running = await runSample(data)
  try {
    assert.equal((await fetch(`${running.url}/log/body/${index}`)).status, 410)
    assert.equal((await commit(running.url, await publish())).outcome, 'ok')
  } finally {
    await running.stop()
  }
})
