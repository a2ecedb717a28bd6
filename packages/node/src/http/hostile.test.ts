import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { getCompileCacheDir } from 'node:module'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { loadPageAssets } from '@gongshi/portal/assets'
import { publish } from '../../test/acts.ts'
import { head, problemOf, refusal, sendRaw } from '../../test/ask.ts'
import { foundSample, freshFolder, runSample, type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

const stillWell = async () => assert.equal((await fetch(`${node.url}/api/v1/ledger`)).status, 200)

describe('methods', () => {
  const paths = {
    '/api/v1/ledger': 'GET, HEAD',
    '/api/v1/transactions': 'POST',
    [`/api/v1/contents/${'0'.repeat(64)}`]: 'GET, HEAD, PUT',
    '/zh/': 'GET, HEAD',
    '/rpc': 'POST',
    '/log/tile/0/000': 'GET, HEAD',
    '/openapi.json': 'GET, HEAD',
  }
  for (const [path, allow] of Object.entries(paths))
    test(`405 with Allow: ${path}`, async () => {
      for (const method of ['DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'LOCK']) {
        const answer = await sendRaw(node.url, head(`${method} ${path} HTTP/1.1`, 'connection: close'))
        assert.equal(answer?.status, 405, `${method} ${path}`)
        assert.match(answer.headers, new RegExp(`\r\nallow: ${allow}\r\n`, 'i'))
        assert.match(answer.body, /"code":"method-unknown"/)
      }
    })

  test('HEAD has the headers of GET and no body', async () => {
    for (const path of ['/api/v1/ledger', '/zh/', '/verify', '/api/v1/entries/99999']) {
      const [of, has] = await Promise.all([fetch(node.url + path, { method: 'HEAD' }), fetch(node.url + path)])
      assert.equal(of.status, has.status)
      assert.equal(of.headers.get('content-type'), has.headers.get('content-type'))
      assert.equal(await of.text(), '')
    }
  })

  test('an unknown address is 404 under every method', async () => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'])
      assert.equal(await refusal(`${node.url}/api/v2/ledger`, { method }), 'route-unknown')
  })
})

describe('addresses', () => {
  test('broken percent-encoding, endless names, absolute forms', async () => {
    for (const path of ['/%', '/%ff', '/api/v1/%E0%A4%A', '/zh/%', `/${'%'.repeat(500)}`]) {
      const answer = await sendRaw(node.url, head(`GET ${path} HTTP/1.1`, 'accept-language: en', 'connection: close'))
      assert.equal(answer?.status, 400, path)
      assert.match(answer.headers, /application\/problem\+json/)
      assert.doesNotMatch(answer.body, /FST_|valid url/)
    }
    for (const path of ['/zh/organs/%ff/0', '/en/%']) {
      const answer = await sendRaw(node.url, head(`GET ${path} HTTP/1.1`, 'accept: text/html', 'connection: close'))
      assert.equal(answer?.status, 400, path)
      assert.match(answer.headers, /text\/html/)
      assert.match(answer.headers, /content-security-policy: default-src 'none'; [^\r]*frame-ancestors 'none'/)
    }
    assert.equal(await refusal(`${node.url}/api/v1/affairs/${'a'.repeat(9000)}`), 'route-unknown')
    assert.equal((await sendRaw(node.url, head(`GET http://elsewhere/api/v1/ledger HTTP/1.1`)))?.status, 200)
    assert.equal((await sendRaw(node.url, head(`GET //elsewhere/api/v1/ledger HTTP/1.1`)))?.status, 404)
  })

  test('climbing out of the served tree', async () => {
    for (const path of [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/../../genesis.json',
      '/log/tile/%2e%2e/%2e%2e/genesis.json',
      '/zh/../../genesis.json',
      '/zh/records/..%2f..%2fgenesis.json',
      '/verify/../keys/validator.key',
      '/api/v1/contents/..%2f..%2fkeys%2fvalidator.key/member?path=x',
      '/C:\\windows',
    ]) {
      const answer = await sendRaw(node.url, head(`GET ${path} HTTP/1.1`, 'connection: close'))
      assert.ok(answer !== null && answer.status >= 400 && answer.status < 500, path)
      assert.doesNotMatch(answer.body, /secret|root:x|chainId/)
    }
  })

  test('parameters twice, unknown ones, and names of every object', async () => {
    for (const query of ['version=1&version=2', 'unknown=1', '__proto__=1', 'constructor=1', 'version[]=1'])
      assert.equal(await refusal(`${node.url}/api/v1/affairs/disclosure?${query}`), 'request-malformed', query)
    assert.equal((await fetch(`${node.url}/zh/?utm_source=x&from=singlemessage`)).status, 200, 'pages let them pass')
  })
})

describe('headers', () => {
  test('too large, doubled, malformed, none', async () => {
    const large = await sendRaw(node.url, head('GET / HTTP/1.1', `cookie: ${'a'.repeat(70_000)}`))
    assert.equal(large?.status, 431)
    assert.match(large.body, /"code":"headers-too-large"/)
    const lines = [
      ['content-length: 3', 'content-length: 4'],
      ['content-length: 3', 'transfer-encoding: chunked'],
      ['content-length: -1'],
      ['content-length: 99999999999999999999'],
      ['transfer-encoding: gzip'],
      ['bad header'],
      ['x: \u0000'],
    ]
    for (const headers of lines) {
      const answer = await sendRaw(node.url, `${head('POST /api/v1/transactions HTTP/1.1', ...headers)}abc`)
      assert.ok(answer === null || (answer.status >= 400 && answer.status < 500), `${headers}: ${answer?.status}`)
    }
    for (const bytes of [
      'GARBAGE\r\n\r\n',
      '\u0016\u0003\u0001',
      'GET / HTTP/9.9\r\n\r\n',
      head('GET / HTTP/1.1\r\nhost: y'),
    ]) {
      const answer = await sendRaw(node.url, bytes, true)
      assert.ok(answer === null || answer.status === 400 || answer.status === 302, bytes)
      if (answer?.status === 400 && answer.body.length > 10) assert.match(answer.body, /"code":"request-unreadable"/)
    }
    await stillWell()
  })

  test('languages: the better one of two, whatever stands in the header', async () => {
    const asked: [string, 'zh' | 'en'][] = [
      ['en-US,en;q=0.9,zh;q=0.8', 'en'],
      ['zh;q=0.1,en;q=0.01', 'zh'],
      ['en;q=0', 'zh'],
      ['*', 'zh'],
      [',,;;q=,en;q=9', 'en'],
      ['x'.repeat(5000), 'zh'],
    ]
    for (const [language, answer] of asked)
      await problemOf(await fetch(`${node.url}/nothing`, { headers: { 'accept-language': language } }), answer)
  })

  test('a conditional request has its answer, never a failure', async () => {
    for (const headers of [
      { 'if-none-match': '*' },
      { 'if-none-match': '"x"' },
      { 'if-modified-since': 'Sat, 01 Jan 2050 00:00:00 GMT' },
      { 'if-modified-since': 'nonsense' },
      { range: 'bytes=0-' },
      { range: 'bytes=99999999-' },
    ] as Record<string, string>[])
      for (const path of ['/verify', '/zh/', '/api/v1/ledger', '/api/v1/trust'])
        assert.ok(
          [200, 206, 304].includes((await fetch(node.url + path, { headers })).status),
          `${path} ${JSON.stringify(headers)}`,
        )
  })

  test('a page has one style of its own, which the policy allows by its hash, and nothing else inline', async () => {
    for (const path of ['/zh/', '/en/nothing']) {
      const answer = await fetch(node.url + path, { headers: { accept: 'text/html' } })
      const page = await answer.text()
      const styles = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style]) => style!)
      assert.equal(styles.length, 1)
      const hash = createHash('sha256').update(styles[0]!).digest('base64')
      const policy = (answer.headers.get('content-security-policy') ?? '').split('; ')
      assert.ok(policy.includes(`style-src 'sha256-${hash}'`))
      assert.ok(policy.includes("script-src 'self'"))
      assert.doesNotMatch(page, /<script(?! type="module" src=)|<link rel="stylesheet"| style=/)
    }
  })

  test('nothing may compile WebAssembly but a worker’s script, which may load nothing', async () => {
    const { portal } = await loadPageAssets(getCompileCacheDir() ?? null)
    for (const { path } of portal.files.filter(({ path }) => path.endsWith('.js'))) {
      const policy = (await fetch(node.url + path)).headers.get('content-security-policy') ?? ''
      assert.match(policy, /^default-src 'none'; .*frame-ancestors 'none'$/)
      assert.equal(policy.includes('wasm-unsafe-eval'), path === portal.scripts.cipherWorker, path)
    }
  })

  test('every answer forbids framing, sniffing and foreign scripts', async () => {
    for (const path of ['/zh/', '/zh/nothing', '/verify', '/api/v1/ledger', '/nothing']) {
      const { headers } = await fetch(node.url + path)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
      assert.doesNotMatch(headers.get('content-security-policy') ?? '', /unsafe-(inline|eval)/)
      assert.equal(headers.get('x-powered-by'), null)
    }
  })
})

describe('bodies', () => {
  test('JSON that is deep, broken, poisonous or of the wrong shape', async () => {
    const send = (body: string, type = 'application/json') =>
      fetch(`${node.url}/rpc`, { method: 'POST', headers: { 'content-type': type }, body })
    for (const body of [
      '',
      '{',
      '{"a":}',
      '\ufeff{}',
      '['.repeat(200_000),
      `{"__proto__":1}`,
      `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
    ]) {
      const response = await send(body)
      if (response.status !== 200) await problemOf(response)
    }
    for (const body of [
      'null',
      '1',
      '"x"',
      '[]',
      '[[]]',
      '[null]',
      '{"id":{"a":[]},"method":1}',
      '{"method":"constructor"}',
      `[${'{},'.repeat(200)}{}]`,
    ]) {
      const response = await send(body)
      assert.equal(response.status, 200, body)
      assert.match(await response.text(), /"error":\{"code":-32(600|601|602)/, body)
    }
    assert.equal((await problemOf(await send('{}', 'text/plain'))).code, 'media-type-unsupported')
    assert.equal((await problemOf(await send(`"${'a'.repeat(1_100_000)}"`))).code, 'request-too-large')
  })

  test('half-sent: the connection ends, and nothing is taken', async () => {
    const transaction = await publish()
    const begin = head(
      'POST /api/v1/transactions HTTP/1.1',
      'content-type: application/cose',
      `content-length: ${transaction.length}`,
    )
    const answer = await sendRaw(node.url, Buffer.concat([Buffer.from(begin), transaction.subarray(0, 100)]), true)
    assert.ok(answer === null || answer.status === 400)
    const chunked = head(
      'POST /api/v1/transactions HTTP/1.1',
      'content-type: application/cose',
      'transfer-encoding: chunked',
    )
    for (const body of ['zz\r\nabc\r\n', '3\r\nabcdef\r\n', 'ffffffffffffffff\r\n'])
      assert.equal((await sendRaw(node.url, chunked + body, true))?.status ?? 400, 400, body)
    await stillWell()
  })

  test('many clients that begin and say no more do not keep others out', async () => {
    const { hostname, port } = new URL(node.url)
    const idle = Array.from({ length: 200 }, (_, index) => {
      const socket = connect({ host: hostname, port: Number(port) })
      socket.on('error', () => undefined)
      socket.write(
        index % 2
          ? 'GET /api/v1/led'
          : head('POST /rpc HTTP/1.1', 'content-length: 100', 'content-type: application/json'),
      )
      return socket
    })
    await stillWell()
    for (const socket of idle) socket.destroy()
  })
})

describe('too many requests', () => {
  test('are refused with the time to wait, health apart', async () => {
    const strict = await startSample({ config: { http: { port: 0, requestsPerMinute: 5 } } })
    try {
      const answers = []
      for (let count = 0; count < 8; count++) answers.push(await fetch(`${strict.url}/api/v1/ledger`))
      const late = answers.at(-1)!
      assert.equal((await problemOf(late)).code, 'rate-limited')
      assert.ok(Number(late.headers.get('retry-after')) > 0)
      assert.equal((await fetch(`${strict.opsUrl}/readyz`)).status, 200)
    } finally {
      await strict.end()
    }
  })
})

describe('stopping', () => {
  test('does not wait for clients that hold their requests open', async () => {
    const data = `${freshFolder()}/data`
    await foundSample(data)
    const running = await runSample(data)
    const { hostname, port } = new URL(running.url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.on('error', () => undefined)
    socket.write(head('POST /rpc HTTP/1.1', 'content-length: 100', 'content-type: application/json'))
    await fetch(`${running.url}/api/v1/ledger`)
    const began = Date.now()
    await running.stop()
    assert.ok(Date.now() - began < 10_000)
    await assert.rejects(fetch(`${running.url}/api/v1/ledger`))
  })
})
