import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { commit, publish, waitFor } from '../../test/acts.ts'
import { problemOf } from '../../test/ask.ts'
import { noPostgres, PrivatePostgres } from '../../test/privatePostgres.ts'
import { startSample } from '../../test/sampleNode.ts'

type Page = { readonly rows: readonly { readonly fields: { readonly identifier: string } }[] }

describe('a node with its lists in PostgreSQL', { skip: noPostgres }, () => {
  test('serves everything but lists while that is down, and has them again afterwards', async (t) => {
    const postgres = PrivatePostgres.start()
    t.after(() => postgres.end())
    postgres.down()
    const node = await startSample({ config: { projections: { database: postgres.connection } } })
    t.after(() => node.end())
    const at = `${node.url}/api/v1/affairs/disclosure/views/publication`
    const names = async () => ((await (await fetch(at)).json()) as Page).rows.map(({ fields }) => fields.identifier)
    const isDown = async () => {
      for (const url of [at, `${node.url}/api/v1/search?q=a`, `${node.url}/en/`]) {
        const response = await fetch(url)
        assert.match(response.headers.get('retry-after') ?? '', /^\d+$/)
        if (url.includes('/api/')) assert.equal((await problemOf(response)).code, 'views-unavailable')
        else assert.deepEqual([response.status, /views-unavailable/.test(await response.text())], [503, true])
      }
      for (const path of ['/api/v1/ledger', '/api/v1/affairs/disclosure', '/en/ledger', '/verify'])
        assert.equal((await fetch(node.url + path)).status, 200, path)
    }
    await isDown()
    const first = await commit(node.url, await publish({}, { identifier: 'one' }))
    assert.equal((await fetch(`${node.url}/api/v1/entries/${first.index}`)).status, 200)
    postgres.up()
    await waitFor('the lists', async () => (await fetch(at)).ok && (await names()).length === 1)
    postgres.down()
    await commit(node.url, await publish({}, { identifier: 'two' }))
    await isDown()
    postgres.up()
    await waitFor('the lists', async () => (await fetch(at)).ok && (await names()).length === 2)
    assert.deepEqual(await names(), ['two', 'one'])
    assert.equal((await fetch(`${node.url}/en/`)).status, 200)
    assert.ok(node.lines.some((line) => line.includes('the projections do not follow the ledger')))
    for (const line of node.lines) assert.doesNotMatch(line, /unused-secret/)
  })
})
