import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { waitFor } from '../../test/acts.ts'
import { assertDiscreet, converse, head, sendRaw, statuses } from '../../test/ask.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
afterEach(async () => {
  const began = performance.now()
  assert.equal((await fetch(`${node.url}/api/v1/ledger`)).status, 200, 'others are served as before')
  assert.ok(performance.now() - began < 5000)
  assert.deepEqual(node.lines.slice(0, 1), [], 'nothing of it is a fault of the node')
})
after(() => node.end())

describe('one request that two readers would cut differently', () => {
  const smuggled = 'GET /api/v1/genesis HTTP/1.1\r\nhost: x\r\n\r\n'
  const chunked = `0\r\n\r\n${smuggled}`
  const post = (...headers: string[]) => head('POST /rpc HTTP/1.1', 'content-type: application/json', ...headers)
  const attempts = {
    'length and chunks': post('content-length: 4', 'transfer-encoding: chunked') + chunked,
    'chunks and length': post('transfer-encoding: chunked', 'content-length: 4') + chunked,
    'two lengths': `${post('content-length: 0', `content-length: ${smuggled.length}`)}${smuggled}`,
    'a list of lengths': `${post(`content-length: 0, ${smuggled.length}`)}${smuggled}`,
    'a length with a sign': `${post('content-length: +0')}${smuggled}`,
    'a length in hex': `${post('content-length: 0x0')}${smuggled}`,
    'a space before the colon': `${post('transfer-encoding : chunked')}${chunked}`,
    'a folded header': `${post('transfer-encoding:\r\n chunked')}${chunked}`,
    'chunks that are not the last coding': `${post('transfer-encoding: chunked, identity')}${chunked}`,
    'chunks twice': `${post('transfer-encoding: chunked', 'transfer-encoding: identity')}${chunked}`,
    'an unknown coding': `${post('transfer-encoding: xchunked')}${chunked}`,
    'a vertical tab': `${post('transfer-encoding: \u000bchunked')}${chunked}`,
    'a lone line feed': `${post('x: y\ncontent-length: 0')}${smuggled}`,
    'a lone carriage return': `${post('x: y\rcontent-length: 0')}${smuggled}`,
    'a chunk size with a sign': `${post('transfer-encoding: chunked')}+0\r\n\r\n${smuggled}`,
    'a chunk size too large': `${post('transfer-encoding: chunked')}10000000000000000\r\n${smuggled}`,
    'a chunk extension with a line feed': `${post('transfer-encoding: chunked')}0;\nx\r\n\r\n${smuggled}`,
  }
  for (const [name, bytes] of Object.entries(attempts))
    test(`${name}: refused, and the connection ends`, async () => {
      const text = await converse(node.url, bytes)
      assert.deepEqual(
        statuses(text).filter((status) => status !== 400),
        [],
        text.slice(0, 300),
      )
      assert.doesNotMatch(text, /"chain_id"|chainId/)
      assertDiscreet(text)
    })

  test('a body on a GET is read as that, not as the next request', async () => {
    const text = await converse(node.url, head('GET /api/v1/ledger HTTP/1.1', 'content-length: 44') + smuggled)
    assert.ok(statuses(text).length <= 1 || smuggled.length !== 44, text.slice(0, 200))
    assertDiscreet(text)
  })
})

describe('requests that follow each other unasked', () => {
  test('are answered in their order, the slow ones too', async () => {
    const call = (id: number) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'status', params: {} })
      return head('POST /rpc HTTP/1.1', 'content-type: application/json', `content-length: ${body.length}`) + body
    }
    const requests = Array.from({ length: 40 }, (_, id) =>
      id % 2 ? head(`GET /api/v1/entries/${9000 + id} HTTP/1.1`) : call(id),
    )
    const text = await converse(node.url, requests.join(''), (sofar) => statuses(sofar).length === 40)
    assert.deepEqual(
      statuses(text),
      requests.map((_, id) => (id % 2 ? 404 : 200)),
    )
    assert.deepEqual(
      [...text.matchAll(/"jsonrpc":"2.0","id":(\d+)/g)].map((match) => Number(match[1])),
      requests.map((_, id) => id).filter((id) => id % 2 === 0),
    )
  })

  test('after one whose body was not read, the next is answered', async () => {
    const body = 'GET /api/v1/genesis HTTP/1.1\r\n\r\n'
    const text = await converse(
      node.url,
      head('PATCH /nowhere HTTP/1.1', `content-length: ${body.length}`) +
        body +
        head('DELETE /api/v1/ledger HTTP/1.1', 'content-length: 3') +
        'abc' +
        head('GET /api/v1/ledger HTTP/1.1'),
      (sofar) => statuses(sofar).length === 3,
    )
    assert.deepEqual(statuses(text), [404, 405, 200])
  })

  test('in their thousands end the connection', async () => {
    const text = await converse(node.url, head('GET /verify HTTP/1.1').repeat(1000))
    assert.ok(statuses(text).length < 10)
  })
})

describe('readers who take nothing', () => {
  const opened: Socket[] = []
  afterEach(() => {
    for (const socket of opened.splice(0)) socket.destroy()
  })
  const open = (bytes: string): Socket => {
    const { hostname, port } = new URL(node.url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.on('error', () => undefined).pause()
    socket.write(bytes)
    opened.push(socket)
    return socket
  }
  const held = () => {
    const { external, heapUsed } = process.memoryUsage()
    return external + heapUsed
  }

  test('cost no more than what stands in their buffers, however much they ask for', async () => {
    const many = head('GET /verify HTTP/1.1').repeat(60)
    const size = (await (await fetch(`${node.url}/verify`)).arrayBuffer()).byteLength
    const before = held()
    for (let count = 0; count < 200; count++) open(many)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const grown = held() - before
    assert.ok(60 * 200 * size > 2 ** 29, 'what they ask for is more than fits')
    assert.ok(grown < 128 * 2 ** 20, `${Math.round(grown / 2 ** 20)} MB`)
  })

  test('and hang up in the middle of long answers: nothing stays behind', async () => {
    const connections = () => process.getActiveResourcesInfo().filter((each) => each === 'TCPSocketWrap').length
    const before = connections()
    for (let round = 0; round < 5; round++) {
      const sockets = ['/verify', '/openapi.json', '/zh/', '/api/v1/events?after=-1', '/log/tile/0/000.p/1'].map(
        (path) => open(head(`GET ${path} HTTP/1.1`)),
      )
      await new Promise((resolve) => setTimeout(resolve, 50))
      for (const socket of sockets) round % 2 ? socket.resetAndDestroy() : socket.destroy()
    }
    await waitFor('the connections to be gone', async () => connections() <= before + 2)
  })

  test('calls over a WebSocket that nobody takes the answers of are no longer read', async () => {
    const call = Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'genesis', params: {} }))
    const frame = Buffer.concat([Buffer.of(0x81, 0x80 | call.length, 0, 0, 0, 0), call])
    const before = held()
    const sockets = Array.from({ length: 10 }, () => {
      const key = Buffer.alloc(16).toString('base64')
      const offer = [
        'upgrade: websocket',
        'connection: upgrade',
        'sec-websocket-version: 13',
        `sec-websocket-key: ${key}`,
      ]
      const socket = open(head('GET /rpc/websocket HTTP/1.1', ...offer))
      for (let count = 0; count < 5000; count++) socket.write(frame)
      return socket
    })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const waiting = sockets.reduce((sum, { writableLength }) => sum + writableLength, 0)
    const grown = held() - before
    assert.ok(grown < 96 * 2 ** 20, `${Math.round(grown / 2 ** 20)} MB, ${waiting} waiting`)
  })
})

describe('heads', () => {
  test('of more fields than anyone needs are answered or refused, never lost', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, each) => `x${each}: y`)
    assert.equal((await sendRaw(node.url, head('GET /api/v1/ledger HTTP/1.1', ...fields(500))))?.status, 200)
    const flood = await sendRaw(node.url, head('GET /api/v1/ledger HTTP/1.1', ...fields(20_000)))
    assert.equal(flood?.status, 431)
    assert.match(flood.body, /"code":"headers-too-large"/)
    const cookies = head('GET /zh/ HTTP/1.1', ...Array(300).fill('cookie: a=b; c=d'))
    assert.equal((await sendRaw(node.url, cookies))?.status, 200)
  })

  test('with an expectation: granted when it is 100-continue, passed over when not', async () => {
    const body = '{"jsonrpc":"2.0","id":1,"method":"status"}'
    const asking = (expectation: string) =>
      head(
        'POST /rpc HTTP/1.1',
        'content-type: application/json',
        `content-length: ${body.length}`,
        `expect: ${expectation}`,
      ) + body
    const answered = (text: string) => statuses(text).at(-1) !== 100 && text.includes('"result"')
    assert.deepEqual(statuses(await converse(node.url, asking('100-continue'), answered)), [100, 200])
    assert.deepEqual(statuses(await converse(node.url, asking('a-pony'), answered)), [200])
    const large = head(
      'POST /rpc HTTP/1.1',
      'content-type: application/json',
      'content-length: 99999999',
      'expect: 100-continue',
    )
    assert.ok(statuses(await converse(node.url, large, (text) => text.includes('413'))).includes(413))
  })

  test('with an offer to change the protocol are answered as they stand', async () => {
    for (const offer of ['h2c', 'h2c, websocket', 'TLS/1.2', 'websocket', 'x'.repeat(2000), ''])
      for (const path of ['/api/v1/ledger', '/zh/']) {
        const text = head(
          `GET ${path} HTTP/1.1`,
          'connection: Upgrade, HTTP2-Settings',
          `upgrade: ${offer}`,
          'http2-settings: AAEA',
        )
        assert.equal((await sendRaw(node.url, text))?.status, 200, `${path} ${offer}`)
      }
    const body = '{"jsonrpc":"2.0","id":1,"method":"status"}'
    const post = head(
      'POST /rpc HTTP/1.1',
      'connection: Upgrade, HTTP2-Settings',
      'upgrade: h2c',
      'content-type: application/json',
      `content-length: ${body.length}`,
    )
    assert.match((await sendRaw(node.url, post + body))?.body ?? '', /"result"/)
    const preface = await converse(node.url, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
    assert.deepEqual(
      statuses(preface).filter((status) => status !== 400),
      [],
    )
  })

  test('with targets of every form (RFC 9112 §3.2)', async () => {
    const targets: readonly [target: string, ...statuses: number[]][] = [
      ['GET http://elsewhere/api/v1/ledger', 200],
      ['GET http://user:secret@elsewhere:99999/api/v1/ledger', 200, 400, 404],
      ['GET https://elsewhere/api/v1/nothing', 404],
      ['GET HTTP://ELSEWHERE/%zz', 400],
      ['GET http://', 200, 302, 400, 404],
      ['GET ://', 400, 404],
      ['GET api/v1/ledger', 400, 404],
      ['GET *', 302, 400, 404],
      ['OPTIONS *', 400, 404, 405],
      ['GET /api/v1/ledger#part', 200, 400, 404],
      ['GET ?x', 400, 404],
    ]
    for (const [target, ...allowed] of targets) {
      const text = await converse(node.url, head(`${target} HTTP/1.1`, 'connection: close'))
      assert.ok(
        statuses(text).every((status) => allowed.includes(status)),
        `${target}: ${text.slice(0, 200)}`,
      )
      assertDiscreet(text)
    }
    assert.equal(statuses(await converse(node.url, head('CONNECT elsewhere:443 HTTP/1.1'))).length, 0)
  })
})

describe('a body that is refused before it has come', () => {
  test('is read on, so that the slowest sender finds the answer', async () => {
    const submit = 'POST /api/v1/transactions HTTP/1.1'
    const { answer, error } = await sendAll(submit, 3_000_000, 10, 'content-type: application/cose')
    assert.equal(error, null)
    assert.match(answer, /^HTTP\/1\.1 413 /)
    assert.match(answer, /request-too-large/)
  })

  test('also where nothing is known at the address, and the connection goes on', async () => {
    const { answer, error } = await sendAll('POST /nowhere HTTP/1.1', 1_500_000, 1)
    assert.equal(error, null)
    assert.match(answer, /^HTTP\/1\.1 404 /)
    assert.doesNotMatch(answer, /^connection: close/im)
  })

  test('is not read without end', async () => {
    const length = 10 * 2 ** 30
    const { written } = await sendAll('POST /nowhere HTTP/1.1', length, 0)
    assert.ok(written < 2 ** 27, `${written} bytes were taken`)
  })
})

type Sent = { readonly answer: string; readonly error: Error | null; readonly written: number }

/** A client that first sends all that it has, and only then looks for an answer. */
async function sendAll(line: string, length: number, pauseMs: number, ...headers: string[]): Promise<Sent> {
  const { hostname, port } = new URL(node.url)
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true })
  const piece = Buffer.alloc(64 * 1024, 65)
  let answer = ''
  let error: Error | null = null
  socket.on('error', (reason) => {
    error = reason
  })
  socket.write(head(line, `content-length: ${length}`, ...headers))
  let written = 0
  while (written < length && error === null) {
    await wait(pauseMs)
    if (!socket.write(piece.subarray(0, length - written)))
      await Promise.race([once(socket, 'drain').catch(() => null), wait(2000)])
    written += Math.min(piece.length, length - written)
  }
  socket.on('data', (bytes: Buffer) => {
    answer += bytes.toString()
  })
  await Promise.race([once(socket, 'close'), wait(300)])
  socket.destroy()
  return { answer, error, written }
}
