import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { commit, publish, rowKeyOf, waitFor } from '../../test/acts.ts'
import { assertDiscreet, converse, head, problemOf, refusal, sendRaw, statuses } from '../../test/ask.ts'
import { organ, type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
let index: number
before(async () => {
  node = await startSample()
  index = (await commit(node.url, await publish({}, { identifier: 'Attacked' }))).index
})
afterEach(async () => {
  const began = performance.now()
  assert.equal((await fetch(`${node.url}/api/v1/ledger`)).status, 200, 'others are served as before')
  assert.ok(performance.now() - began < 5000)
  assert.deepEqual(node.lines.slice(0, 1), [], 'nothing of it is a fault of the node')
})
after(() => node.end())

/** Each address of the document and of the portal, with names that there are. */
async function addresses(): Promise<string[]> {
  const { paths } = (await (await fetch(`${node.url}/openapi.json`)).json()) as {
    paths: { [path: string]: { [method: string]: object } }
  }
  const names: { readonly [name: string]: string } = {
    index: String(index),
    height: '1',
    name: 'disclosure',
    view: 'publication',
    affair: 'disclosure',
    table: 'entity%2Fpublication',
    key: rowKeyOf([[organ.scheme, organ.id], 'Attacked']),
    commitment: '0'.repeat(64),
    txId: '0'.repeat(64),
    path: '0/000.p/1',
    method: 'status',
  }
  const readable = Object.keys(paths).filter((path) => paths[path]!.get !== undefined)
  const filled = readable.map((path) => path.replace(/\{(\w+)\}/g, (_all, name: string) => names[name] ?? 'x'))
  return [
    ...filled,
    '/',
    '/zh/',
    '/en/ledger',
    '/verify',
    '/openapi.json',
    `/en/entries/${index}`,
    '/zh/affairs/disclosure',
  ]
}

describe('each address', () => {
  test('HEAD says what GET says, and ends', async () => {
    for (const path of await addresses()) {
      const url = `${node.url}${path}`
      const of = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(10_000) })
      assert.equal(await of.text(), '', path)
      const hangUp = new AbortController()
      const has = await fetch(url, { redirect: 'manual', signal: hangUp.signal })
      assert.deepEqual([of.status, of.headers.get('content-type')], [has.status, has.headers.get('content-type')], path)
      hangUp.abort()
    }
  })

  test('OPTIONS is refused with the methods that there are', async () => {
    for (const path of await addresses()) {
      const answer = await fetch(`${node.url}${path}`, { method: 'OPTIONS' })
      assert.equal(answer.status, 405, path)
      assert.match(answer.headers.get('allow') ?? '', /^GET, HEAD(, \w+)*$/, path)
      assert.equal(answer.headers.get('access-control-allow-origin'), null)
    }
    const allow = async (path: string) =>
      (await fetch(`${node.url}${path}`, { method: 'OPTIONS' })).headers.get('allow')
    assert.equal(await allow('/api/v1/transactions/dry-run'), 'POST', 'not those of /api/v1/transactions/{txId}')
    assert.equal(await allow('/api/v1/%6Cedger'), 'GET, HEAD', 'as the router reads it')
    assert.equal(await refusal(`${node.url}/api/v1/transactions/dry-run`), 'method-unknown')
  })

  test('refuses a method it does not take before it reads the body', async () => {
    for (const method of ['PATCH', 'DELETE', 'PUT'])
      for (const type of ['text/plain', 'application/json', 'nonsense', '']) {
        const request = { method, body: '{', headers: { 'content-type': type } }
        assert.equal(await refusal(`${node.url}/api/v1/ledger`, request), 'method-unknown', `${method} ${type}`)
      }
    const query = await sendRaw(node.url, head('QUERY /api/v1/ledger HTTP/1.1', 'connection: close'))
    assert.equal(query?.status, 405)
  })

  test('takes hostile tags for what they are: not the one that it has', async () => {
    const hostile = [
      '"',
      'W/',
      'W/"',
      '""',
      '"a"b"',
      'W/W/"x"',
      ','.repeat(12_000),
      '"x",'.repeat(3000),
      '*'.repeat(9000),
      '\u00ff',
    ]
    for (const path of ['/api/v1/ledger', '/zh/', '/verify', '/log/checkpoint'])
      for (const tag of hostile) {
        const began = performance.now()
        const answer = await sendRaw(
          node.url,
          head(`GET ${path} HTTP/1.1`, `if-none-match: ${tag}`, 'connection: close'),
        )
        assert.equal(answer?.status, 200, `${path} ${tag.slice(0, 20)}`)
        assert.ok(performance.now() - began < 5000)
      }
    for (const field of ['if-match: "x"', 'if-unmodified-since: yesterday', 'if-range: "x"\r\nrange: bytes=5-2'])
      assert.equal((await sendRaw(node.url, head('GET /api/v1/ledger HTTP/1.1', field)))?.status, 200)
  })
})

describe('what is asked for', () => {
  const evidence = () => `${node.url}/api/v1/evidence/entries/${index}`
  const typeOf = async (accept: string) => {
    const answer = await fetch(evidence(), { headers: { accept } })
    return answer.status === 200 ? answer.headers.get('content-type')?.split(';', 1)[0] : (await problemOf(answer)).code
  }
  test('is weighed by its quality', async () => {
    await waitFor('evidence', async () => (await fetch(evidence())).status === 200)
    const cbor = 'application/vnd.gongshi.evidence+cbor'
    assert.equal(await typeOf(`${cbor}, application/json;q=0.5`), cbor)
    assert.equal(await typeOf(`${cbor};q=0.2, application/json;q=0.5`), 'application/json')
    assert.equal(await typeOf('application/json;q=0, */*'), cbor)
    assert.equal(await typeOf('application/json-seq'), 'media-type-unacceptable')
    assert.equal(await typeOf('image/png'), 'media-type-unacceptable')
    assert.equal(await typeOf(`${'x/y,'.repeat(3000)}application/json`), 'application/json')
  })

  test('a failed page is a page for whoever would rather have one', async () => {
    const typeOfFailure = async (accept: string) =>
      (await fetch(`${node.url}/zh/nothing`, { headers: { accept } })).headers.get('content-type')
    assert.match((await typeOfFailure('text/html,*/*;q=0.8')) ?? '', /^text\/html/)
    for (const accept of ['*/*', 'text/html;q=0', 'application/problem+json, text/html;q=0.3'])
      assert.match((await typeOfFailure(accept)) ?? '', /^application\/problem\+json/, accept)
  })

  test('CSV and JSON of a view have tags of their own', async () => {
    const ask = (headers: { readonly [name: string]: string }) =>
      fetch(`${node.url}/api/v1/affairs/disclosure/views/publication`, { headers })
    const json = await ask({})
    const tag = json.headers.get('etag')!
    assert.equal(json.headers.get('vary'), 'accept')
    assert.equal((await ask({ 'if-none-match': tag })).status, 304)
    const csv = await ask({ accept: 'text/csv', 'if-none-match': tag })
    assert.deepEqual([csv.status, csv.headers.get('vary')], [200, 'accept'])
    assert.match(csv.headers.get('content-type') ?? '', /^text\/csv/)
    assert.match((await ask({ accept: 'text/csv;q=0, */*' })).headers.get('content-type') ?? '', /^application\/json/)
  })
})

describe('compressed bodies', () => {
  test('are refused by a code wherever a body is read', async () => {
    const body = gzipSync('{"jsonrpc":"2.0","id":1,"method":"status"}')
    const permit = { 'gongshi-upload': 'AA==' }
    for (const [path, method] of [
      ['/rpc', 'POST'],
      ['/api/v1/transactions', 'POST'],
      ['/api/v1/transactions/dry-run', 'POST'],
      ['/api/v1/contents', 'POST'],
      [`/api/v1/contents/${'0'.repeat(64)}`, 'PUT'],
      ['/api/v1/affairs/disclosure/actions/publish/prepare', 'POST'],
    ] as const)
      for (const encoding of ['gzip', 'br', 'deflate', 'zstd', 'GZIP', 'gzip, gzip', 'identity, gzip', 'x']) {
        const headers = { 'content-type': 'application/json', 'content-encoding': encoding, ...permit }
        const answer = await fetch(`${node.url}${path}`, { method, headers, body })
        assert.equal(answer.headers.get('accept-encoding'), 'identity')
        assert.equal((await problemOf(answer)).code, 'encoding-unsupported', `${path} ${encoding}`)
      }
    const plain = { 'content-type': 'application/json', 'content-encoding': 'identity' }
    const call = '{"jsonrpc":"2.0","id":1,"method":"status"}'
    assert.equal((await fetch(`${node.url}/rpc`, { method: 'POST', headers: plain, body: call })).status, 200)
  })
})

describe('paths that climb', () => {
  test('in any writing lead nowhere, and tell nothing of the machine', async () => {
    const ups = [
      '..',
      '%2e%2e',
      '%252e%252e',
      '.%2e',
      '%c0%ae%c0%ae',
      '%uff0e%uff0e',
      '．．',
      '..;',
      '..%00',
      '..%5c',
      '..\\',
    ]
    const roots = [
      '/assets/',
      '/log/tile/',
      '/log/tile/entries/',
      '/zh/records/',
      '/verify/',
      '/api/v1/contents/',
      '/rpc/',
      '/',
    ]
    const targets = ['genesis.json', 'keys/validator.key', 'etc/passwd', 'gongshi.config.json']
    for (const up of ups)
      for (const root of roots)
        for (const target of targets)
          for (const slash of ['/', '%2f']) {
            const path = `${root}${[up, up, up, target].join(slash)}`
            const text = await converse(
              node.url,
              Buffer.from(head(`GET ${path} HTTP/1.1`, 'connection: close')),
              (sofar) => /\r\n\r\n./s.test(sofar),
            )
            assert.ok(
              statuses(text).every((status) => status === 400 || status === 404),
              `${path}: ${text.slice(0, 100)}`,
            )
            assertDiscreet(text)
            assert.doesNotMatch(text, /root:|"secret"|genesisTime|"chainId"/)
          }
  })
})
