import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { post, publish, txIdOf } from '../../test/acts.ts'
import { officers, type Sample, startSample } from '../../test/sampleNode.ts'

const queue = 30
let node: Sample
before(async () => {
  node = await startSample({ config: { queue, queuePerSigner: 20, http: { port: 0, waitingPerAddress: 120 } } })
})
after(() => node.end())

type Answer = { readonly status: string; readonly code?: string; readonly txId?: string }

async function submitMany(transactions: readonly Uint8Array[]): Promise<Answer[]> {
  const answer = await post(node.url, Buffer.concat(transactions), { 'content-type': 'application/cbor-seq' })
  assert.equal(answer.status, 200)
  return (await answer.json()) as Answer[]
}

test('five times what may wait, at once: what is acknowledged is there, the rest is told so, and all of it gets in', async () => {
  const acts = await Promise.all(Array.from({ length: 5 * queue }, () => publish()))
  const refusals = new Set<string>()
  let left = acts
  for (let round = 0; left.length > 0; round++) {
    assert.ok(round < 40, 'each round takes some in')
    const answers = await submitMany(left)
    const refused = answers.flatMap(({ status, code }, at) => (status === 'refused' ? [{ code, act: left[at]! }] : []))
    if (round === 0) assert.ok(refused.length >= 4 * queue, `${refused.length} of ${left.length} refused`)
    for (const { code, act } of refused) {
      refusals.add(code!)
      if (round > 0) continue
      const { status } = await fetch(`${node.url}/api/v1/transactions/${txIdOf(act)}`)
      assert.equal(status, 404, 'what was refused did not slip in')
    }
    left = refused.map(({ act }) => act)
  }
  assert.deepEqual([...refusals].sort(), ['queue-full', 'queue-share-full'])
  await node.restart()
  for (const act of acts) {
    const found = (await (await fetch(`${node.url}/api/v1/transactions/${txIdOf(act)}`)).json()) as Answer
    assert.equal(found.status, 'committed')
  }
})

test('one key’s share used up, another’s is free', async () => {
  const clerks = await Promise.all(Array.from({ length: 25 }, () => publish()))
  const other = await publish({ signers: [officers.keeper] })
  const answers = await submitMany([...clerks, other])
  assert.equal(answers.filter(({ code }) => code === 'queue-share-full').length, 5)
  assert.equal(answers.at(-1)!.status, 'committed')
})
