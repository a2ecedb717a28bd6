import assert from 'node:assert/strict'
import { request } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { toHex, utf8 } from '@gongshi/protocol'
import { put, type Upload, upload, waitFor } from '../../../test/acts.ts'
import { problemOf, refusal, sendRaw } from '../../../test/ask.ts'
import { filesWith } from '../../../test/filesWith.ts'
import { officers, type Sample, signerOf, startSample } from '../../../test/sampleNode.ts'

let node: Sample
before(async () => {
  node = await startSample()
})
after(() => node.end())

let words = 0
/** Words that stand nowhere else, to be searched for on the disk. */
function secret(): string {
  words++
  return `canary ${words} of ${process.pid}, a member of a content`
}

const members = (text: string) => [
  { path: '@type', bytes: utf8('text/plain') },
  { path: 'paragraph/1/zh', bytes: utf8(text) },
  { path: 'empty', bytes: new Uint8Array() },
]

const at = ({ commitment }: Upload): string => `${node.url}/api/v1/contents/${toHex(commitment)}`

async function stateOf(uploaded: Upload): Promise<string> {
  return ((await (await fetch(at(uploaded))).json()) as { state: string }).state
}

describe('contents', () => {
  test('are stored under their commitment, listed, and read member by member', async () => {
    const text = secret()
    const uploaded = await upload(members(text))
    const stored = await put(node.url, uploaded)
    assert.equal(stored.status, 201)
    const listed = (await (await fetch(at(uploaded))).json()) as { members: { path: string; size: number }[] }
    assert.deepEqual(listed.members.map(({ path }) => path).sort(), ['@type', 'empty', 'paragraph/1/zh'])
    const member = await fetch(`${at(uploaded)}/member?path=paragraph%2F1%2Fzh`)
    assert.equal(await member.text(), text)
    assert.equal(member.headers.get('cache-control'), 'no-store')
    assert.equal(member.headers.get('content-disposition'), 'attachment')
    assert.equal(member.headers.get('content-type'), 'application/octet-stream')
    assert.equal((await put(node.url, uploaded)).status, 201, 'again does no harm')
  })

  test('of several megabytes in small pieces', async () => {
    const bytes = new Uint8Array(5_000_000).map((_, index) => index % 251)
    const uploaded = await upload([{ path: 'file', bytes }])
    const pieces = new ReadableStream({
      start(controller) {
        for (let from = 0; from < uploaded.body.length; from += 65_537)
          controller.enqueue(uploaded.body.slice(from, from + 65_537))
        controller.close()
      },
    })
    const stored = await fetch(at(uploaded), {
      method: 'PUT',
      headers: { 'content-type': 'application/vnd.gongshi.content', 'gongshi-upload': uploaded.permit },
      body: pieces,
      duplex: 'half',
    } as RequestInit)
    assert.equal(stored.status, 201)
    const read = new Uint8Array(await (await fetch(`${at(uploaded)}/member?path=file`)).arrayBuffer())
    assert.deepEqual(read, bytes)
  })
})

describe('an upload that may not be: nothing is kept', () => {
  const cases: readonly [code: string, what: string, how: Parameters<typeof upload>[1]][] = [
    ['upload-unauthorised', 'by a key that the ledger does not know', { signer: signerOf('stranger') }],
    ['upload-unauthorised', 'by a revoked key', { signer: officers.former }],
    ['upload-unauthorised', 'for another ledger', { chainId: 'other-city' }],
    ['upload-expired', 'expired', { notAfter: Date.now() - 1000 }],
    ['upload-expired', 'for too long', { notAfter: Date.now() + 2 * 3_600_000 }],
    ['upload-mismatch', 'for another content', { commitment: new Uint8Array(32) }],
  ]
  for (const [code, what, how] of cases)
    test(`${code}: ${what}`, async () => {
      const text = secret()
      const uploaded = await upload(members(text), how)
      for (const language of ['zh', 'en'] as const)
        assert.equal(
          (await problemOf(await put(node.url, uploaded, { 'accept-language': language }), language)).code,
          code,
        )
      assert.equal(await stateOf(uploaded), 'absent')
      assert.deepEqual(filesWith(node.data, text), [])
    })

  test('without a permit, and with one that is none', async () => {
    const text = secret()
    const uploaded = await upload(members(text))
    const ask = (headers: Record<string, string>) =>
      refusal(at(uploaded), {
        method: 'PUT',
        headers: { 'content-type': 'application/vnd.gongshi.content', ...headers },
        body: Buffer.from(uploaded.body),
      })
    assert.equal(await ask({}), 'upload-unsigned')
    for (const permit of [
      '',
      'AAAA',
      '%%%',
      '%00',
      uploaded.permit.slice(0, -8),
      `${uploaded.permit}AAAA`,
      'A'.repeat(6000),
    ])
      assert.match(await ask({ 'gongshi-upload': permit }), /^upload-(unauthorised|malformed|unsigned)$/, permit)
    assert.match(await ask({ 'gongshi-upload': `${uploaded.permit}, ${uploaded.permit}` }), /^upload-unauthorised$/)
    assert.equal(await stateOf(uploaded), 'absent')
    assert.deepEqual(filesWith(node.data, text), [])
  })

  test('of bytes other than the commitment says, or malformed ones', async () => {
    const text = secret()
    const [uploaded, other] = [await upload(members(text)), await upload(members(secret()))]
    const send = (body: Uint8Array) => put(node.url, { ...uploaded, body })
    assert.equal((await problemOf(await send(other.body))).code, 'content-mismatch')
    const { body } = uploaded
    const broken: [RegExp, Uint8Array][] = [
      [/^upload-malformed$/, new Uint8Array()],
      [/^upload-malformed$/, new Uint8Array(64)],
      [/^upload-malformed$/, body.subarray(0, -3)],
      [/^content-empty$/, body.subarray(0, 34)],
      [/^(upload-malformed|content-)/, new Uint8Array(Buffer.concat([body, body.subarray(34)]))],
      [/^upload-malformed$/, new Uint8Array(Buffer.concat([body, Buffer.of(0xff)]))],
    ]
    for (const [code, bytes] of broken) assert.match((await problemOf(await send(bytes))).code, code)
    assert.equal(await stateOf(uploaded), 'absent')
    assert.deepEqual(filesWith(node.data, text), [])
  })

  test('with paths that climb, hide or repeat', async () => {
    const bytes = utf8('x')
    for (const path of ['../../etc/passwd', '/etc/passwd', 'a/../b', 'a\u0000b', 'a\u202eb', '', 'x'.repeat(1025)]) {
      const uploaded = await upload([{ path, bytes }]).catch(() => null)
      if (uploaded === null) continue
      const response = await put(node.url, uploaded)
      if (response.status === 201) {
        const found = await fetch(`${at(uploaded)}/member?path=${encodeURIComponent(path)}`)
        assert.equal(await found.text(), 'x', 'a path is only a name')
      } else assert.match((await problemOf(response)).code, /^(upload-malformed|content-path-malformed|text-)/, path)
    }
    const twice = await upload([
      { path: 'a', bytes },
      { path: 'a', bytes },
    ])
    assert.match((await problemOf(await put(node.url, twice))).code, /^(content-member-repeated|content-mismatch)$/)
    assert.deepEqual(filesWith(node.data, 'root:x:'), [])
  })

  test('of another media type', async () => {
    const uploaded = await upload(members(secret()))
    for (const type of ['application/json', 'text/plain', 'application/cose', 'application/octet-stream', ''])
      assert.match(
        (await problemOf(await put(node.url, uploaded, { 'content-type': type }))).code,
        /^(media-type-unsupported|request-malformed)$/,
        type,
      )
    assert.equal(await stateOf(uploaded), 'absent')
  })

  test('cut short: the client goes away in the middle', async () => {
    const text = secret()
    const uploaded = await upload([...members(text), { path: 'more', bytes: new Uint8Array(300_000) }])
    const before = node.lines.length
    await new Promise<void>((resolve) => {
      const sending = request(at(uploaded), {
        method: 'PUT',
        headers: {
          'content-type': 'application/vnd.gongshi.content',
          'gongshi-upload': uploaded.permit,
          'content-length': uploaded.body.length,
        },
      })
      sending.once('error', () => resolve()).once('close', () => resolve())
      sending.write(uploaded.body.subarray(0, 200_000), () => setTimeout(() => sending.destroy(), 50))
    })
    await waitFor('the half-written file to go', async () => filesWith(node.data, text).length === 0)
    assert.equal(await stateOf(uploaded), 'absent')
    assert.deepEqual(node.lines.slice(before), [], 'a client that goes away is no fault of the node')
    assert.equal((await put(node.url, uploaded)).status, 201)
  })

  test('half-sent by a client that then says no more, which still hears why', async () => {
    const uploaded = await upload(members(secret()))
    const head = [
      `PUT /api/v1/contents/${toHex(uploaded.commitment)} HTTP/1.1`,
      'host: x',
      'content-type: application/vnd.gongshi.content',
      `gongshi-upload: ${uploaded.permit}`,
      'transfer-encoding: chunked',
    ]
    const bytes = Buffer.concat([
      Buffer.from(`${head.join('\r\n')}\r\n\r\n`),
      Buffer.from(`${(40).toString(16)}\r\n`),
      uploaded.body.subarray(0, 40),
      Buffer.from('\r\n0\r\n\r\n'),
    ])
    const answer = await sendRaw(node.url, bytes)
    assert.match(answer?.body ?? '', /upload-malformed|content-mismatch/)
    assert.equal(await stateOf(uploaded), 'absent')
  })
})

describe('reading what is not there', () => {
  test('an absent content, an absent member, names that are none', async () => {
    const uploaded = await upload(members(secret()))
    assert.equal(await stateOf(uploaded), 'absent')
    assert.equal(await refusal(`${at(uploaded)}/member?path=a`), 'content-absent')
    await put(node.url, uploaded)
    for (const path of ['other', '../../../genesis.json', '..%2f..%2fkeys%2fvalidator.key', '%00', '%252e%252e'])
      assert.match(
        await refusal(`${at(uploaded)}/member?path=${path}`),
        /^(content-member-absent|content-path-malformed)$/,
      )
    assert.equal(await refusal(`${at(uploaded)}/member`), 'request-malformed')
    assert.equal(await refusal(`${at(uploaded)}/member?path=`), 'request-malformed')
    for (const name of ['..%2f..%2fkeys', 'zz', `${toHex(uploaded.commitment)}00`, '%00'])
      assert.equal(await refusal(`${node.url}/api/v1/contents/${name}`), 'request-malformed', name)
  })
})
