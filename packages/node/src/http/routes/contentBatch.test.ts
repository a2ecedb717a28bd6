import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { batchCommitment, encodeUploadBatch, signUploadPermit, toBase64, toHex, utf8 } from '@gongshi/protocol'
import { type Upload, upload } from '../../../test/acts.ts'
import { problemOf } from '../../../test/ask.ts'
import { filesWith } from '../../../test/filesWith.ts'
import { chainId, officers, type Sample, signerOf, startSample } from '../../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

type Result = { readonly commitment: string; readonly status: string; readonly code?: string }

const mediaType = 'application/vnd.gongshi.content-batch'
const contentOf = (text: string) =>
  upload([
    { path: '@type', bytes: utf8('text/plain') },
    { path: '/1', bytes: utf8(text) },
  ])
const bodyOf = (uploads: readonly Upload[]) =>
  encodeUploadBatch(uploads.map(({ commitment, body }) => ({ commitment, upload: body })))

async function permitFor(
  uploads: readonly Upload[],
  how: { signer?: ReturnType<typeof signerOf>; chainId?: string; notAfter?: number } = {},
): Promise<string> {
  const { signer = officers.clerk, ...rest } = how
  const commitment = batchCommitment(uploads.map((each) => each.commitment))
  return toBase64(await signUploadPermit(signer, { chainId, commitment, notAfter: Date.now() + 60_000, ...rest }))
}

function send(body: Uint8Array, permit: string | null, type = mediaType): Promise<Response> {
  const headers = { 'content-type': type, ...(permit === null ? {} : { 'gongshi-upload': permit }) }
  return fetch(`${node.url}/api/v1/contents`, { method: 'POST', headers, body: Buffer.from(body) })
}

const stateOf = async ({ commitment }: Upload): Promise<string> =>
  ((await (await fetch(`${node.url}/api/v1/contents/${toHex(commitment)}`)).json()) as { state: string }).state

describe('many contents in one request', () => {
  test('are stored under one permit, each readable under its own commitment; again does no harm', async () => {
    const uploads = await Promise.all(Array.from({ length: 200 }, (_, at) => contentOf(`content ${at} of a batch`)))
    for (let round = 0; round < 2; round++) {
      const answer = await send(bodyOf(uploads), await permitFor(uploads))
      assert.equal(answer.status, 200)
      const results = (await answer.json()) as Result[]
      assert.deepEqual(
        results,
        uploads.map(({ commitment }) => ({ commitment: toHex(commitment), status: 'stored' })),
      )
    }
    const path = `${node.url}/api/v1/contents/${toHex(uploads[77]!.commitment)}/member?path=%2F1`
    assert.equal(await (await fetch(path)).text(), 'content 77 of a batch')
  })

  test('each that cannot be kept is refused by itself, with its code, and the others are stored', async () => {
    const [good, other, empty, twice] = await Promise.all([
      contentOf('good'),
      contentOf('somebody else’s'),
      upload([]).catch(() => contentOf('x')),
      upload([
        { path: 'a', bytes: utf8('1') },
        { path: 'a', bytes: utf8('2') },
      ]),
    ])
    const uploads = [
      { ...good, commitment: other!.commitment },
      good,
      { ...good, body: new Uint8Array(20) },
      { ...empty, body: empty.body.slice(0, 34) },
      twice,
    ]
    const answer = await send(bodyOf(uploads), await permitFor(uploads))
    assert.equal(answer.status, 200)
    const codes = ((await answer.json()) as Result[]).map(({ status, code }) => code ?? status)
    assert.deepEqual(codes, [
      'content-mismatch',
      'stored',
      'upload-malformed',
      'content-empty',
      'content-member-repeated',
    ])
    assert.deepEqual([await stateOf(good), await stateOf(other!)], ['present', 'absent'])
  })
})

describe('a batch that may not be: nothing of it is kept', () => {
  const cases: readonly [code: string, what: string, how: Parameters<typeof permitFor>[1]][] = [
    ['upload-unauthorised', 'by a key that the ledger does not know', { signer: signerOf('stranger') }],
    ['upload-unauthorised', 'by a revoked key', { signer: officers.former }],
    ['upload-unauthorised', 'for another ledger', { chainId: 'other-city' }],
    ['upload-expired', 'expired', { notAfter: Date.now() - 1000 }],
    ['upload-expired', 'for too long', { notAfter: Date.now() + 2 * 3_600_000 }],
  ]
  for (const [code, what, how] of cases)
    test(`${code}: ${what}`, async () => {
      const uploads = [await contentOf(`canary of ${code} ${what}`), await contentOf('more')]
      assert.equal((await problemOf(await send(bodyOf(uploads), await permitFor(uploads, how)))).code, code)
      assert.equal(await stateOf(uploads[0]!), 'absent')
      assert.equal(filesWith(node.data, `canary of ${code} ${what}`).length, 0)
    })

  test('with the permit of other contents, of one of them, of another order, or none', async () => {
    const [first, second, third] = await Promise.all([contentOf('1'), contentOf('2'), contentOf('3')])
    const body = bodyOf([first!, second!])
    for (const named of [[first!], [second!, first!], [first!, third!], [first!, second!, third!]])
      assert.equal((await problemOf(await send(body, await permitFor(named)))).code, 'upload-mismatch')
    assert.equal((await problemOf(await send(body, first!.permit))).code, 'upload-mismatch', 'that of a single content')
    assert.equal((await problemOf(await send(bodyOf([first!]), first!.permit))).code, 'upload-mismatch')
    assert.equal((await problemOf(await send(body, null))).code, 'upload-unsigned')
    assert.equal((await problemOf(await send(body, '%%%'))).code, 'upload-unauthorised')
    for (const each of [first!, second!, third!]) assert.equal(await stateOf(each), 'absent')
  })

  test('malformed, too large, of another type', async () => {
    const uploads = [await contentOf('1')]
    const [body, permit] = [bodyOf(uploads), await permitFor(uploads)]
    for (const bytes of [new Uint8Array(1), body.slice(1), body.slice(0, -1), Buffer.concat([body, Buffer.of(0)])])
      assert.equal((await problemOf(await send(bytes, permit))).code, 'upload-malformed')
    assert.equal((await problemOf(await send(new Uint8Array(1024 * 1024 + 1), permit))).code, 'request-too-large')
    for (const type of ['application/json', 'text/plain', 'application/cose', 'application/vnd.gongshi.content'])
      assert.match(
        (await problemOf(await send(body, permit, type))).code,
        /^(media-type-unsupported|request-malformed)$/,
      )
    assert.equal((await problemOf(await send(new Uint8Array(0), permit))).status, 400)
    assert.equal(await stateOf(uploads[0]!), 'absent')
  })

  test('whoever tries many permits is slowed down like anybody', async () => {
    const answers = await Promise.all(Array.from({ length: 3 }, () => send(new Uint8Array(10), 'AAAA')))
    for (const { headers } of answers) assert.match(headers.get('x-ratelimit-remaining') ?? '', /^\d+$/)
    const left = answers.map(({ headers }) => Number(headers.get('x-ratelimit-remaining')))
    assert.equal(new Set(left).size, 3, 'each was counted')
  })

  test('a stranger is refused before the body is read', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { 'content-type': mediaType, 'content-length': 900_000 }
      const sending = request(`${node.url}/api/v1/contents`, { method: 'POST', headers }, (answer) => {
        resolve(answer.statusCode)
        sending.destroy()
      })
      sending.on('error', reject).write('half of it')
    })
    assert.equal(status, 401)
  })
})
