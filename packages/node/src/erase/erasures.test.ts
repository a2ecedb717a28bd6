import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeCbor, parseEvidence } from '@gongshi/protocol'
import { act, commit, publish, waitFor } from '../../test/acts.ts'
import { officers, organ, type Sample, startSample } from '../../test/sampleNode.ts'

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

  const proposal = { organ, content: null, entry: BigInt(index), clause: 'personal-information/47', ground: 'request' }
  const { index: proposed } = await commit(node.url, await act('erasure', 'propose', proposal, officers.keeper))
  const key = await waitFor('the proposal', async () => {
    const { rows } = await json<{ rows: { entry: number; key: string }[] }>('/api/v1/affairs/erasure/views/erasure')
    return rows.find(({ entry }) => entry === proposed)?.key
  })
  const erasure = decodeCbor(new Uint8Array(Buffer.from(key, 'base64url')), { maxBytes: 64, maxDepth: 2 })
  await commit(node.url, await act('erasure', 'approve', { erasure } as never, officers.keeper2))
  await waitFor('the erasure', async () => (await fetch(`${node.url}/log/body/${index}`)).status === 410)
  const left = await ask()
  assert.deepEqual([left.body, left.input, left.raw], ['erased', null, null])
  assert.ok(Number(left.erasedBy) > index)
  assert.deepEqual(await ask(), left)
})
