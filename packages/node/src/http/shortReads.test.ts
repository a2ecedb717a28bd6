import assert from 'node:assert/strict'
import { type IncomingMessage, request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { commit, publish, waitFor } from '../../test/acts.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
/** The publication's entry. */
let at: number
before(async () => {
  node = await startSample()
  at = (await commit(node.url, await publish())).index
  const published = async () =>
    ((await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { publishedSize: number }).publishedSize
  await waitFor('the checkpoint', async () => (await published()) >= 2)
})
after(() => node.end())

/** Without what `fetch` adds to a head. */
function ask(path: string, headers: { readonly [name: string]: string } = {}) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
    const asked = request(`${node.url}${path}`, { headers }, async (response) => {
      const pieces: Buffer[] = []
      for await (const piece of response) pieces.push(piece as Buffer)
      resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(pieces) })
    })
    asked.on('error', reject).end()
  })
}

/** Which of both ways answered is told by nothing: by a reader of pages' head it is the long one. */
const long = { accept: '*/*, text/html;q=0' }
const lasting = ({ date: _, 'x-ratelimit-remaining': __, ...headers }: IncomingMessage['headers']) => headers

describe('reads on the short way', () => {
  test('answer as on the long one: what is there, what is not, what is no number', async () => {
    const ends = ['0', `${at}`, `${at}`, '999999', '01', '-1', '1e3', '123456789012345678', 'x', '%30']
    const paths = [
      ...ends.flatMap((end) => [`/api/v1/entries/${end}`, `/api/v1/evidence/entries/${end}`]),
      ...['0/000.p/1', 'entries/000.p/2', '0/000', '9/000.p/1', '0/../000', '0//000'].map(
        (name) => `/log/tile/${name}`,
      ),
      '/api/v1/ledger',
      '/api/v1/ledger?x=1',
      '/api/v1/entries/1?x=1',
      '/api/v1/evidence/entries/1?format=json',
    ]
    for (const path of paths) {
      const [short, other] = [await ask(path), await ask(path, long)]
      assert.deepEqual([short.status, lasting(short.headers)], [other.status, lasting(other.headers)], path)
      assert.ok(short.body.equals(other.body), path)
    }
    assert.equal((await ask(`/api/v1/entries/${at}`)).status, 200)
    assert.equal(
      (await ask(`/api/v1/evidence/entries/${at}`)).headers['content-type'],
      'application/vnd.gongshi.evidence+cbor',
    )
    assert.equal((await ask('/log/tile/0/000.p/1')).body.length, 32)
  })

  test('where the ledger stands keeps its name, and who has it already is told so', async () => {
    const { headers } = await ask('/api/v1/ledger')
    assert.equal(headers['cache-control'], 'private, no-cache')
    const held = await ask('/api/v1/ledger', { 'if-none-match': headers.etag! })
    assert.deepEqual([held.status, held.headers.etag, held.body.length], [304, headers.etag, 0])
  })

  test('who wants it compressed, or in another form, gets it so', async () => {
    const coded = await ask(`/api/v1/entries/${at}`, { 'accept-encoding': 'gzip' })
    assert.equal(coded.headers['content-encoding'], 'gzip')
    assert.equal((await ask(`/api/v1/entries/${at}`)).headers.vary, 'accept-encoding')
    const { headers, body } = await ask(`/api/v1/evidence/entries/${at}`, { accept: 'application/json' })
    assert.match(headers['content-type']!, /^application\/json/)
    assert.ok(JSON.parse(body.toString()))
    assert.equal((await ask(`/api/v1/evidence/entries/${at}`, { accept: 'image/png' })).status, 406)
  })
})
