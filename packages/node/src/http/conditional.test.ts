import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import fastify from 'fastify'
import { atRest, commit, publish, put, rowKeyOf, upload } from '../../test/acts.ts'
import { organ, type Sample, startSample } from '../../test/sampleNode.ts'
import { conditional, KeptByTag } from './conditional.ts'

const identifier = 'Tag-1'
let node: Sample
let content: Awaited<ReturnType<typeof upload>>

before(async () => {
  node = await startSample()
  content = await upload([{ path: 'title/en', bytes: utf8('Held at last') }])
  await commit(node.url, await publish({}, { identifier, content: content.commitment }))
  await atRest(node.url)
})
after(() => node.end())

const get = (path: string, tag?: string) =>
  fetch(`${node.url}${path}`, tag === undefined ? {} : { headers: { 'if-none-match': tag } })

async function tagOf(path: string): Promise<string> {
  const response = await get(path)
  await response.arrayBuffer()
  assert.equal(response.status, 200, path)
  return response.headers.get('etag') ?? ''
}

const record = `/en/records/p-${rowKeyOf([[organ.scheme, organ.id], identifier])}`
const pages = ['/zh/', '/en/', '/en/ledger', record, `/zh/organs/${organ.scheme}/${organ.id}`, '/zh/affairs/disclosure']
const answers = [
  '/api/v1/ledger',
  '/api/v1/trust',
  '/api/v1/publishers',
  '/api/v1/genesis',
  '/api/v1/affairs',
  '/api/v1/affairs/disclosure',
  '/api/v1/affairs/disclosure/views/publication?limit=1',
  '/api/v1/blocks/1',
  '/openapi.json',
]

describe('what has not changed is not sent again', () => {
  test('pages and answers have a tag, and are 304 to whoever holds it', async () => {
    for (const path of [...pages, ...answers, '/log/checkpoint', '/verify']) {
      const tag = await tagOf(path)
      assert.match(tag, /^W\/"[^"]+"$/, path)
      for (const held of [tag, tag.slice(2), `"other", ${tag}`]) {
        const again = await get(path, held)
        assert.equal(again.status, 304, `${path} ${held}`)
        assert.equal(again.headers.get('content-security-policy'), null, 'what the browser keeps has its own')
        assert.equal(again.headers.get('etag'), tag)
        assert.equal(await again.text(), '')
      }
      for (const other of ['"other"', '*', 'W/""', tag.slice(0, -1)]) assert.equal((await get(path, other)).status, 200)
    }
  })

  test('what may be erased is not for shared caches', async () => {
    for (const path of [...pages, ...answers])
      assert.equal((await get(path)).headers.get('cache-control'), 'private, no-cache', path)
    for (const path of ['/api/v1/entries/0', '/api/v1/evidence/entries/0', '/log/body/0'])
      assert.equal((await get(path)).headers.get('cache-control'), 'no-store', path)
  })

  test('what never changes is immutable; the checkpoint is fresh for two seconds', async () => {
    for (const path of ['/log/tile/0/000.p/1', '/log/tile/entries/000.p/1', '/log/signed/0'])
      assert.match((await get(path)).headers.get('cache-control') ?? '', /max-age=31536000, immutable/, path)
    assert.equal((await get('/log/checkpoint')).headers.get('cache-control'), 'public, max-age=2')
  })

  test('a refusal has no tag, and is no 304 to whoever claims one', async () => {
    const tag = await tagOf('/en/')
    for (const path of ['/en/entries/99999', '/api/v1/blocks/99999', '/en/records/p-AA', '/nothing']) {
      const response = await get(path)
      assert.deepEqual([response.headers.get('etag'), response.headers.get('cache-control')], [null, 'no-store'], path)
    }
    assert.equal((await get('/zh/?before=x', tag)).status, 400)
    assert.equal((await get('/nothing', tag)).status, 404)
  })

  test('a tag goes with the first change: a content that arrives, an entry, a start', async () => {
    const absent = await tagOf(record)
    assert.equal((await put(node.url, content)).status, 201)
    const held = await get(record, absent)
    assert.equal(held.status, 200)
    assert.match(await held.text(), /Held at last/)

    const before = await tagOf('/en/')
    await commit(node.url, await publish())
    assert.equal((await get('/en/', before)).status, 200)
    await atRest(node.url)

    const last = await tagOf('/en/')
    await node.restart()
    assert.equal((await get('/en/', last)).status, 200)
  })
})

test('the handler has nothing to do for whoever holds the answer', async () => {
  const server = fastify()
  let made = 0
  server.get('/', { preHandler: conditional(() => 'W/"1"') }, async () => ({ made: ++made }))
  assert.equal((await server.inject('/')).statusCode, 200)
  assert.equal((await server.inject({ url: '/', headers: { 'if-none-match': 'W/"1"' } })).statusCode, 304)
  assert.equal(made, 1)
  await server.close()
})

test('what follows from nothing but the state is made once for each tag', async () => {
  const server = fastify()
  let made = 0
  let tag = 'W/"1"'
  server.get('/', { preHandler: conditional(() => tag) }, new KeptByTag(() => ({ made: ++made })).handler)
  const ask = async () => (await server.inject('/')).json() as { made: number }
  assert.deepEqual([await ask(), await ask()], [{ made: 1 }, { made: 1 }])
  tag = 'W/"2"'
  assert.deepEqual(await ask(), { made: 2 })
  await server.close()
})
