import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type NodeInTest, startNode } from '../../test/nodeInTest.ts'

let node: NodeInTest
before(async () => {
  node = await startNode(['--chain-id', 'views'])
})
after(() => node.end())

describe('gongshi views rebuild', () => {
  test('ends when lists and search are made anew', async () => {
    const { code, out, err } = await node.gongshi('views', 'rebuild', '--ops-url', node.opsUrl, '--json')
    assert.equal(code, 0, err)
    const { serving, building } = JSON.parse(out) as { serving: { generation: number }; building: null }
    assert.ok(serving.generation > 1)
    assert.equal(building, null)
    assert.match(await node.good('views', 'rebuild', '--ops-url', node.opsUrl), /made anew from \d+ entries/)
  })

  test('says by a code when nobody answers there, or somebody else', async () => {
    const nobody = await node.gongshi('views', 'rebuild', '--ops-url', 'http://127.0.0.1:1')
    assert.deepEqual([nobody.code, /client-node-unreachable/.test(nobody.err)], [3, true])
    const other = await node.gongshi('views', 'rebuild', '--ops-url', `${node.opsUrl}/version`)
    assert.deepEqual([other.code, /client-answer-malformed/.test(other.err)], [3, true])
  })
})
