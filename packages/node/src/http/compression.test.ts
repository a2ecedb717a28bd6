import assert from 'node:assert/strict'
import { get } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { atRest, commit, publish, waitFor } from '../../test/acts.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'
import { preferredCoding } from './compression.ts'

let node: Sample
let index: number
before(async () => {
  node = await startSample()
  index = (await commit(node.url, await publish())).index
  await atRest(node.url)
})
after(() => node.end())

type Raw = { readonly status: number; readonly headers: { readonly [name: string]: unknown }; readonly body: Buffer }

/** As it comes over the wire: `fetch` would take it apart. */
function ask(path: string, headers: { readonly [name: string]: string } = {}, method = 'GET'): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = get(`${node.url}${path}`, { headers, method }, async (response) => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece as Buffer)
      resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces) })
    })
    request.once('error', reject)
  })
}

const plain = { br: brotliDecompressSync, gzip: gunzipSync }
const paths = ['/zh/', '/en/ledger', '/openapi.json', '/api/v1/affairs/disclosure']

describe('compression', () => {
  for (const coding of ['br', 'gzip'] as const)
    test(`${coding}: the same bytes, whole, with their length and under the same tag`, async () => {
      for (const path of paths) {
        const [as, coded] = await Promise.all([ask(path), ask(path, { 'accept-encoding': coding })])
        assert.deepEqual([as.headers['content-encoding'], coded.headers['content-encoding']], [undefined, coding], path)
        assert.deepEqual(plain[coding](coded.body), as.body)
        assert.ok(coded.body.length < as.body.length * 0.75, path)
        assert.equal(coded.headers['content-length'], String(coded.body.length))
        assert.equal(coded.headers['content-type'], as.headers['content-type'])
        assert.match(String(coded.headers.etag), /^W\//)
        assert.equal(coded.headers.etag, as.headers.etag)
        for (const { headers } of [as, coded]) assert.match(String(headers.vary), /(^|, )accept-encoding$/, path)
        const tagged = { 'accept-encoding': coding, 'if-none-match': String(coded.headers.etag) }
        const again = await ask(path, tagged)
        assert.deepEqual([again.status, again.body.length, again.headers['content-encoding']], [304, 0, undefined])
      }
    })

  test('HEAD tells the length of what GET would send', async () => {
    for (const path of paths) {
      const headers = { 'accept-encoding': 'br' }
      const [of, has] = [await ask(path, headers, 'HEAD'), await ask(path, headers)]
      for (const name of ['content-length', 'content-encoding', 'vary', 'etag'])
        assert.equal(of.headers[name], has.headers[name], `${path} ${name}`)
    }
  })

  test('small answers, coded ones, bytes, streams and submissions go as they are', async () => {
    const evidence = `/api/v1/evidence/entries/${index}`
    await waitFor('evidence', async () => (await ask(evidence)).status === 200)
    const takes = { 'accept-encoding': 'br, gzip' }
    const small = '/api/v1/affairs/disclosure/views/release?limit=1'
    for (const path of [small, '/log/checkpoint', '/nothing', evidence, '/log/tile/entries/000.p/1'])
      assert.equal((await ask(path, takes)).headers['content-encoding'], undefined, path)
    assert.equal((await ask('/verify', takes)).headers['content-encoding'], 'gzip', 'once, when it was built')
    assert.equal((await ask(evidence, { ...takes, accept: 'application/json' })).headers['content-encoding'], 'br')

    const hangUp = new AbortController()
    const stream = await fetch(`${node.url}/api/v1/events?after=-1`, { headers: takes, signal: hangUp.signal })
    assert.equal(stream.headers.get('content-encoding'), null)
    hangUp.abort()
    const call = { jsonrpc: '2.0', id: 1, method: 'genesis', params: {} }
    const posted = await fetch(`${node.url}/rpc`, {
      method: 'POST',
      headers: { ...takes, 'content-type': 'application/json' },
      body: JSON.stringify(call),
    })
    assert.equal(posted.headers.get('content-encoding'), null)
    assert.ok((await posted.text()).length > 1024)
  })

  test('many at once are all answered, with what they should hold', async () => {
    const expected = (await ask('/openapi.json')).body
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, each) => ask('/openapi.json', { 'accept-encoding': each % 2 ? 'br' : 'gzip' })),
    )
    for (const { headers, body } of answers) {
      const coding = headers['content-encoding'] as 'br' | 'gzip' | undefined
      assert.ok(expected.equals(coding === undefined ? body : plain[coding](body)))
    }
  })
})

describe('Accept-Encoding', () => {
  const cases: readonly [header: string | undefined, answer: string | null][] = [
    [undefined, null],
    ['', null],
    ['gzip', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP', 'gzip'],
    ['br;q=0.1, gzip', 'gzip'],
    ['br;q=0, gzip;q=0', null],
    ['*', 'br'],
    ['*;q=0', null],
    ['br;q=0, *', 'gzip'],
    ['identity', null],
    ['gzip;q=2, br;q=x', null],
    ['xgzip, brx', null],
    [','.repeat(10_000), null],
  ]
  for (const [header, answer] of cases)
    test(`${header?.slice(0, 40)} gives ${answer}`, () => assert.equal(preferredCoding(header), answer))
})
