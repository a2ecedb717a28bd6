import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { act, commit, publication, rowKeyOf } from '../../../test/acts.ts'
import { problemOf } from '../../../test/ask.ts'
import { officers, type Sample, startSample } from '../../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

function lookUp(body: unknown, path = 'disclosure/rows/publication'): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${node.url}/api/v1/affairs/${path}/lookup`, { method: 'POST', headers, body: JSON.stringify(body) })
}

describe('looking for many rows', () => {
  test('says which there are, in their order, as soon as they are committed', async () => {
    const input = publication()
    const { outcome, height } = await commit(node.url, await act('disclosure', 'publish', input, officers.clerk))
    assert.equal(outcome, 'ok')
    const { organ, identifier } = input as { organ: { scheme: string; id: string }; identifier: string }
    const key = (name: string) => rowKeyOf([[organ.scheme, organ.id], name])
    const answer = await lookUp({ keys: [key('none'), key(identifier), key('no other')] })
    assert.equal(answer.status, 200)
    const found = (await answer.json()) as { height: number; present: boolean[] }
    assert.deepEqual(found.present, [false, true, false])
    assert.ok(found.height >= height)
    assert.deepEqual(((await (await lookUp({ keys: [] })).json()) as typeof found).present, [])
  })

  test('keys that are none, too many, rows of nothing that is declared', async () => {
    const codeOf = async (...asked: Parameters<typeof lookUp>) => (await problemOf(await lookUp(...asked))).code
    for (const key of ['%', 'AA==', 'gg', '_w', ''])
      assert.equal(await codeOf({ keys: [key] }), 'state-key-malformed', key)
    assert.equal(await codeOf({ keys: Array(1001).fill('AA') }), 'request-malformed')
    for (const body of [{}, { keys: [1] }, { keys: 'AA' }, { keys: [{}] }, { keys: [[]] }, { keys: [], more: 1 }, []])
      assert.equal(await codeOf(body), 'request-malformed', JSON.stringify(body))
    assert.equal(await codeOf({ keys: [] }, 'disclosure/rows/nothing'), 'view-unknown')
    assert.equal(await codeOf({ keys: [] }, 'nothing/rows/publication'), 'view-unknown')
    assert.equal(await codeOf({ keys: [] }, 'disclosure/rows/toString'), 'view-unknown')
  })
})
