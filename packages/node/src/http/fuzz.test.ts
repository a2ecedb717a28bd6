import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { commit, publish } from '../../test/acts.ts'
import { problemOf, sendRaw } from '../../test/ask.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'

const runs = Number(process.env.GONGSHI_FUZZ_RUNS ?? 400)

let node: Sample
before(async () => {
  node = await startSample()
  await commit(node.url, await publish())
})
after(() => node.end())

const routes = [
  '/',
  '/zh/:x',
  '/en/records/:x',
  '/zh/organs/:x/:x',
  '/en/entries/:x',
  '/zh/affairs/:x',
  '/verify',
  '/openapi.json',
  '/api/v1/ledger',
  '/api/v1/transactions',
  '/api/v1/transactions/:x',
  '/api/v1/entries/:x',
  '/api/v1/blocks/:x',
  '/api/v1/affairs/:x',
  '/api/v1/affairs/disclosure/views/:x',
  '/api/v1/affairs/disclosure/views/publication',
  '/api/v1/search',
  '/api/v1/contents/:x',
  '/api/v1/contents/:x/member',
  '/api/v1/evidence/entries/:x',
  '/api/v1/evidence/state/:x/:x/:x',
  '/log/tile/:x',
  '/log/proof/:x',
  '/log/signed/:x',
  '/log/parts/:x',
  '/log/body/:x',
  '/rpc',
  '/rpc/:x',
  '/:x',
]
const names = [
  'limit',
  'cursor',
  'sort',
  'filter[organ]',
  'filter[x]',
  'q',
  'before',
  'key',
  'version',
  'disclose',
  'format',
  'path',
  'height',
  'page',
  'x',
  '__proto__',
]
const mediaTypes = [
  'application/json',
  'application/cose',
  'application/cbor-seq',
  'application/vnd.gongshi.content',
  'text/plain',
  '',
]

const garbage = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.string({ unit: 'grapheme-ascii', maxLength: 60 }).map(encodeURIComponent),
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double().map(String),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
  fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  fc.constantFrom(
    '0',
    '1',
    '00',
    '-0',
    '1e1',
    'NaN',
    '..',
    '%2e%2e',
    '%00',
    '%ff',
    '%',
    '__proto__',
    'constructor',
    'status',
    'block',
    'commit',
  ),
  fc.constantFrom('disclosure', 'publication', 'entity%2Fpublication', '0/000.p/1', 'entries/000.p/2', 'p-gA', 'r-gA'),
)

const requests = fc.record({
  method: fc.constantFrom('GET', 'GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD'),
  route: fc.constantFrom(...routes),
  parts: fc.array(garbage, { minLength: 3, maxLength: 3 }),
  query: fc.array(fc.tuple(fc.constantFrom(...names), garbage), { maxLength: 3 }),
  language: fc.constantFrom('zh', 'en'),
  accept: fc.constantFrom('*/*', 'text/html', 'application/json', 'image/png', ''),
  mediaType: fc.constantFrom(...mediaTypes),
  body: fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.json().map((text) => Buffer.from(text)),
    fc
      .record({ method: garbage, params: fc.dictionary(garbage, fc.jsonValue()) })
      .map((call) => Buffer.from(JSON.stringify(call))),
  ),
})

test('routes × garbage: never a 5xx; what is refused says so with a known code in the language asked for', async () => {
  await fc.assert(
    fc.asyncProperty(requests, async ({ method, route, parts, query, language, accept, mediaType, body }) => {
      let part = 0
      const path = route.replaceAll(':x', () => parts[part++ % 3]!)
      const search = query.map(([name, value]) => `${name}=${value}`).join('&')
      const asked = await ask(`${path}${search === '' ? '' : `?${search}`}`, {
        method,
        headers: { 'accept-language': language, accept, 'content-type': mediaType, 'gongshi-upload': parts[0]! },
        ...(method === 'POST' || method === 'PUT' ? { body } : {}),
        redirect: 'manual',
      })
      if (asked === null) return
      assert.ok(asked.status < 500, `${asked.status} ${await asked.clone().text()}`)
      if (asked.status < 400 || method === 'HEAD') return
      const { pathname } = new URL(asked.url) // without the dots that a client resolves before it asks
      if (asked.headers.get('content-type')?.startsWith('text/html'))
        assert.doesNotMatch(pathname, /^\/(api|log|rpc)\//)
      else await problemOf(asked, languageOf(pathname, language))
    }),
    { numRuns: runs },
  )
  assert.deepEqual(node.lines, [], 'nothing of it is a fault of the node')
})

test('a transaction with any byte changed is refused, or is the same act', async () => {
  const transaction = await publish()
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: transaction.length - 1 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = transaction.with(at, transaction[at]! ^ flip)
      const response = await fetch(`${node.url}/api/v1/transactions`, {
        method: 'POST',
        headers: { 'content-type': 'application/cose' },
        body: Buffer.from(changed),
      })
      assert.ok(response.status >= 400 && response.status < 500, String(response.status))
      await problemOf(response)
    }),
    { numRuns: runs / 2 },
  )
})

test('bytes that are no HTTP get an answer or a closed connection, and harm nobody', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
      const answer = await sendRaw(node.url, bytes, true)
      assert.ok(answer === null || answer.status < 500)
    }),
    { numRuns: runs / 8 },
  )
  assert.equal((await fetch(`${node.url}/api/v1/ledger`)).status, 200)
})

/** The language of a page's address goes before that of the header. */
function languageOf(path: string, asked: 'zh' | 'en'): 'zh' | 'en' {
  return (/^\/(zh|en)(?=[/?]|$)/.exec(path)?.[1] as 'zh' | 'en' | undefined) ?? asked
}

/** Null for what the client itself will not send. */
async function ask(path: string, request: RequestInit): Promise<Response | null> {
  try {
    return await fetch(new URL(node.url + path), request)
  } catch (error) {
    if (error instanceof TypeError && !(error.cause as { code?: string } | undefined)?.code?.startsWith('UND'))
      return null
    throw error
  }
}
