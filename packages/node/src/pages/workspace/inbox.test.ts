import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type Signer, toHex } from '@gongshi/protocol'
import { act, commit, waitFor } from '../../../test/acts.ts'
import { officers, organ, type Sample, startSample } from '../../../test/sampleNode.ts'
import { fromPage, portal, registerPasskey, signInBy } from '../../../test/signIn.ts'

let node: Sample
let cookie: string
before(async () => {
  node = await startSample({ portals: [portal], erasureWaitMs: 600_000 })
  const keeper = await registerPasskey(node.url, 'keeper', 'keeper')
  cookie = await signInBy(node.url, keeper)
})
after(() => node.end())

async function done(action: string, input: Parameters<typeof act>[2], signer: Signer): Promise<void> {
  assert.equal((await commit(node.url, await act('erasure', action, input, signer))).outcome, 'ok')
}

type Row = { readonly key: string; readonly fields: { readonly content: string } }
async function propose(fill: number, signer: Signer): Promise<Uint8Array> {
  const content = new Uint8Array(32).fill(fill)
  await done('propose', { organ, content, entry: null, clause: 'a/1', ground: 'request' }, signer)
  const row = await waitFor('the erasure in the views', async () => {
    const answer = await fetch(`${node.url}/api/v1/affairs/erasure/views/erasure?limit=20`)
    const { rows } = (await answer.json()) as { rows: readonly Row[] }
    return rows.find(({ fields }) => fields.content === toHex(content))
  })
  // A row's id in addresses is its CBOR: 32 bytes behind their head.
  return new Uint8Array(Buffer.from(row.key, 'base64url').subarray(2))
}

/** The part of the inbox under a heading. */
async function part(id: string, lang = 'en'): Promise<string> {
  const answer = await fromPage(node.url, `/${lang}/workspace/inbox`, { headers: { cookie } })
  assert.equal(answer.status, 200)
  return new RegExp(`id="${id}"[\\s\\S]*?</section>`).exec(await answer.text())![0]
}

describe('what came back to an officer', () => {
  test('a row of the officer’s that a colleague stopped, with the act; not one that nobody has touched since', async () => {
    await propose(1, officers.keeper)
    assert.match(await part('moved'), /Nothing at present/)
    const stopped = await propose(2, officers.keeper)
    await done('stop', { erasure: stopped, reason: 'mistake' }, officers.keeper2)
    const moved = await waitFor('the stop in the inbox', async () => {
      const found = await part('moved')
      return found.includes('Stop the erasure') && found
    })
    assert.ok(moved.includes(`${toHex(new Uint8Array(4).fill(2))}…`), moved)
    assert.ok(!moved.includes(`${toHex(new Uint8Array(4).fill(1))}…`), 'its own row is where it was')
    assert.match(await part('moved', 'zh'), /中止删除/)
  })

  test('where the officer’s role may act on it now, the form is one click away; a colleague’s own rows are none of it', async () => {
    const approved = await propose(3, officers.keeper)
    await done('approve', { erasure: approved }, officers.keeper2)
    await propose(4, officers.keeper2)
    const moved = await waitFor('the approval in the inbox', async () => {
      const found = await part('moved')
      return found.includes('/act/erasure/stop?id=') && found
    })
    assert.ok(!moved.includes(`${toHex(new Uint8Array(4).fill(4))}…`))
    assert.ok(!moved.includes('/act/erasure/forbid'), 'a supervisor’s, not the keeper’s')
  })
})

describe('notifications', () => {
  const ids = async () => {
    const answer = await fromPage(node.url, '/api/v1/workspace/notifications', { headers: { cookie } })
    return ((await answer.json()) as { readonly ids: readonly string[] }).ids
  }

  test('each has an id until something about it changes; what falls due within a week stands first', async () => {
    const proposed = await propose(5, officers.keeper2)
    const before = await ids()
    const waits = before.filter((id) => id.startsWith('waits erasure erasure ') && id.endsWith(' proposed'))
    assert.ok(waits.length > 0 && before.some((id) => id.startsWith('entry ')), before.join('\n'))
    await done('approve', { erasure: proposed }, officers.keeper)
    const after = await waitFor('the approval among the notifications', async () => {
      const found = await ids()
      return waits.some((id) => !found.includes(id)) && found
    })
    assert.equal(waits.filter((id) => !after.includes(id)).length, 1, 'it waits for nobody’s approval any more')
    assert.ok(after.some((id) => !before.includes(id) && id.startsWith('entry ')))
    const page = await fromPage(node.url, '/en/workspace/notifications', { headers: { cookie } })
    const text = await page.text()
    assert.match(text, /id="due"[\s\S]*left<\/span>[\s\S]*id="happened"[\s\S]*Approve/)
    for (const id of after) assert.ok(text.includes(`data-notice="${id.replaceAll('"', '&quot;')}"`), id)
  })
})
