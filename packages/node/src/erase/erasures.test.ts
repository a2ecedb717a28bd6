import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseEvidence } from '@gongshi/protocol'
import { commit, publish, waitFor } from '../../test/acts.ts'
import { eraseEntry } from '../../test/eraseEntry.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample({ erasureWaitMs: 500 })
})
after(() => node.end())

const json = async <Answer>(path: string): Promise<Answer> => (await fetch(`${node.url}${path}`)).json() as Answer

type Described = {
  readonly input: object | null
  readonly erasedBy: number | null
  readonly raw: { readonly body: string | null }
}

test('an answer about an entry that was asked for before says nothing of its body once that is erased', async () => {
  const { index } = await commit(node.url, await publish())
  await commit(node.url, await publish())
  const ask = async () => {
    const evidence = await fetch(`${node.url}/api/v1/evidence/entries/${index}`)
    const { subject } = parseEvidence(new Uint8Array(await evidence.arrayBuffer()))
    const body = subject.kind === 'entry' ? subject.signed?.body.kind : null
    const { input, erasedBy, raw } = await json<Described>(`/api/v1/entries/${index}`)
    return { body, input, erasedBy, raw: raw.body }
  }
  const first = await ask()
  assert.equal(first.body, 'present')
  assert.ok(first.raw !== null && first.input !== null && first.erasedBy === null)
  await waitFor('the next checkpoint', async () => (await fetch(`${node.url}/log/proof/${index + 1}`)).status === 200)
  for (let again = 0; again < 3; again++) assert.deepEqual(await ask(), first)

  await eraseEntry(node.url, index)
  const left = await ask()
  assert.deepEqual([left.body, left.input, left.raw], ['erased', null, null])
  assert.ok(Number(left.erasedBy) > index)
  assert.deepEqual(await ask(), left)
})
