import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { pino } from 'pino'
import { catalogues } from '../catalogues.ts'
import { NodeError } from '../errors.ts'
import { createMetrics } from '../ops/metrics.ts'
import { createServer, type Server } from './createServer.ts'
import { ProblemTexts } from './problem.ts'
import { type ShortWay, takeShortWays } from './shortWay.ts'

const path = '/api/v1/things'
const mediaType = 'application/cose'
const metrics = createMetrics()
const logged: string[] = []

/** A server whose handler and whose short way say which of them has answered. */
async function start(requestsPerMinute: number, trustedProxies: readonly string[] = []): Promise<Server> {
  const logger = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) })
  const answering = { logger, texts: new ProblemTexts(catalogues), metrics, trustedProxies }
  const server = await createServer({ ...answering, requestsPerMinute, version: 'test', errorPage: () => null })
  const take = (way: string) => (bytes: Uint8Array) => {
    const text = Buffer.from(bytes).toString()
    if (text === 'refuse') throw new NodeError({ code: 'views-unavailable', retryAfterSeconds: 7 })
    if (text === 'fail') throw new Error('a fault')
    return `${way}: ${text}`
  }
  const parse = (_request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body)
  server.addContentTypeParser(['application/cose', 'application/cbor-seq'], { parseAs: 'buffer' }, parse)
  const type = { 'content-type': 'text/plain; charset=utf-8' }
  server.post(path, async ({ body }, reply) => reply.headers(type).send(take('long')(body as Buffer)))
  const short = take('short')
  const way: ShortWay = {
    method: 'POST',
    route: path,
    isPlain: ({ url, headers }) => url === path && headers['content-type'] === mediaType,
    answer: async (request) => ({ status: 200, headers: type, body: short(request.read() as Buffer) }),
  }
  takeShortWays(server, [way], answering)
  await server.listen({ host: '127.0.0.1', port: 0 })
  return server
}

type Asked = { readonly body?: readonly string[]; readonly headers?: { readonly [name: string]: string } }
type Answer = Pick<IncomingMessage, 'statusCode' | 'headers'> & { readonly text: string }

async function ask(server: Server, { body = ['bytes'], headers = {} }: Asked = {}): Promise<Answer> {
  const { port } = server.server.address() as { readonly port: number }
  const length = headers['transfer-encoding'] ? {} : { 'content-length': Buffer.byteLength(body.join('')) }
  const given = { 'content-type': mediaType, ...length, ...headers }
  const asked = request({ host: '127.0.0.1', port, path, method: 'POST', headers: given })
  asked.setNoDelay(true)
  for (const [at, part] of body.entries()) {
    if (at > 0) await new Promise((resolve) => setTimeout(resolve, 30))
    if (at < body.length - 1) asked.write(part)
    else asked.end(part)
  }
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  let text = ''
  for await (const piece of response.setEncoding('utf8')) text += piece
  return { statusCode: response.statusCode, headers: response.headers, text }
}

/** Only a reader of pages differs in the way, not in the answer. */
const long = { accept: '*/*, text/html;q=0' }

/** The fields that two requests in a row have alike. */
function lasting({ date: _, 'x-ratelimit-remaining': remaining, ...headers }: IncomingMessage['headers']) {
  assert.ok(Number(remaining) > 0)
  return headers
}

describe('the short way of a route', () => {
  let server: Server
  before(async () => {
    server = await start(10_000)
  })
  after(() => server.close())

  test('is taken by what is plain and there at once; whatever is unusual goes the long way', async () => {
    assert.equal((await ask(server)).text, 'short: bytes')
    const unusual: Asked[] = [
      { headers: long },
      { headers: { 'content-type': 'application/cbor-seq' } },
      { headers: { 'content-type': `${mediaType}; a=b` } },
      { headers: { 'transfer-encoding': 'chunked' } },
      { headers: { 'content-encoding': 'identity' } },
      { headers: { expect: 'something' } },
      { body: ['byt', 'es'] },
    ]
    for (const each of unusual) assert.equal((await ask(server, each)).text, 'long: bytes', JSON.stringify(each))
  })

  test('answers as the long one does, refusals and faults too', async () => {
    for (const text of ['bytes', 'refuse', 'fail'])
      for (const language of ['zh', 'en']) {
        const headers = { 'accept-language': language }
        const [short, other] = await Promise.all([
          ask(server, { body: [text], headers }),
          ask(server, { body: [text], headers: { ...headers, ...long } }),
        ])
        assert.deepEqual(lasting(short.headers), {
          ...lasting(other.headers),
          'content-length': String(Buffer.byteLength(short.text)),
        })
        assert.deepEqual([short.statusCode, short.text], [other.statusCode, other.text.replace('long', 'short')])
      }
    assert.equal(logged.filter((line) => line.includes('a fault')).length, 4)
  })

  test('is counted like the long one', async () => {
    const counted = async () => {
      const { values } = await metrics.requests.get()
      return values.find(({ metricName, labels: { route, status } }) => {
        return metricName?.endsWith('_count') && route === path && String(status) === '200'
      })!.value
    }
    const earlier = await counted()
    await ask(server)
    assert.equal(await counted(), earlier + 1)
  })
})

test('the short way has its limit together with the long one', async (t) => {
  const server = await start(3)
  t.after(() => server.close())
  const statuses: unknown[] = []
  for (const headers of [{}, long, {}, {}, long]) statuses.push((await ask(server, { headers })).statusCode)
  assert.deepEqual(statuses, [200, 200, 200, 429, 429])
  const { headers, text } = await ask(server)
  assert.equal(JSON.parse(text).code, 'rate-limited')
  assert.ok(Number(headers['retry-after']) > 0)
})

test('behind a proxy there is no short way: whose limit it is, the router works out', async (t) => {
  const server = await start(10_000, ['127.0.0.1'])
  t.after(() => server.close())
  assert.equal((await ask(server)).text, 'long: bytes')
})
