import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { disclosure } from '@gongshi/affairs'
import { actOf, createClient, createWallet, submit } from '@gongshi/sdk'
import { rowKeyOf, waitFor } from '../../packages/node/test/acts.ts'
import { officers, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'

const organ = { scheme: 'x-sample', id: 'city-office' }
const id = rowKeyOf([[organ.scheme, organ.id], 'pages-1'])
let node: Sample
let entry: number
before(async () => {
  node = await startSample()
  const input = {
    organ,
    identifier: 'pages-1',
    kind: 'notice',
    clause: 'government-information/20',
    issued: '2026-01-02',
    content: new Uint8Array(32).fill(7),
  }
  const done = await submit(
    createClient({ url: node.url }),
    createWallet(officers.clerk),
    actOf(disclosure, 'publish'),
    input,
  )
  entry = done.index
  await waitFor('the register', async () =>
    (await page('/organs/x-sample/city-office')).text.includes(`/entries/${entry}`),
  )
})
after(() => node.end())

async function page(path: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${node.url}/en${path}`)
  return { status: answer.status, text: await answer.text() }
}
const form = (affair: string, action: string, query: Record<string, string> = {}) =>
  page(`/act/${affair}/${action}?${new URLSearchParams(query)}`)

describe('pages of acts', () => {
  test('an entry names the clause of its day; where the register had none, it says so', async () => {
    const { text } = await page(`/entries/${entry}`)
    assert.match(text, /\/clauses\?day=\d{4}-\d\d-\d\d#clause-government-information%2F20/)
    assert.match(text, /the register had no wording of it on that day/)
  })

  test('a form starts from a row and from what the address knows, and from nothing that does not fit', async () => {
    const started = await form('disclosure', 'supersede', { id, input: '{"clause":"a/1","reason":"nonsense"}' })
    assert.equal(started.status, 200)
    assert.match(started.text, /name="publication" value="\[\[&quot;x-sample&quot;/)
    assert.match(started.text, /name="issued"[^>]* value="2026-01-02"/)
    assert.match(started.text, /name="clause"[^>]* value="a\/1"/)
    assert.doesNotMatch(started.text, /nonsense|0707070707/)
    assert.match(started.text, /npx gongshi submit disclosure supersede/)
  })

  test('what is no form, no row or no JSON is answered by its code, never by a fault', async () => {
    for (const [affair, action] of [
      ['nothing', 'publish'],
      ['disclosure', 'constructor'],
      ['erasure', 'carryOut'],
    ] as const)
      assert.equal((await form(affair, action)).status, 404, `${affair} ${action}`)
    for (const bad of ['!!', 'AAAA', rowKeyOf(['none'])])
      assert.equal((await form('disclosure', 'withdraw', { id: bad })).status, 404, bad)
    for (const input of ['{', '[]', 'null', '{"organ":null}', '{"organ":{"scheme":"<b>","id":1}}', '{"__proto__":1}']) {
      const { status, text } = await form('disclosure', 'publish', { input })
      assert.equal(status, 200, input)
      assert.doesNotMatch(text, /<b>/)
    }
  })

  test('a receipt says what became of the act, and what may follow', async () => {
    const { status, text } = await page(`/receipts/${entry}`)
    assert.equal(status, 200)
    for (const action of ['supersede', 'withdraw']) assert.ok(text.includes(`/en/act/disclosure/${action}?id=`), action)
    assert.ok(text.includes(`/api/v1/evidence/entries/${entry}`))
    assert.equal((await page('/receipts/999999')).status, 404)
  })
})
