import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import {
  checkEd25519Note,
  encodeEvidence,
  evidenceFromJson,
  fromBase64,
  fromHex,
  type Json,
  leafHash,
  openCheckpoint,
  openTlogProof,
  parseBody,
  parseEntryBundle,
  parseSigned,
  parseVkey,
  sha256,
  toHex,
  trustFromJson,
  utf8,
  verifyEvidence,
  verifyStates,
} from '@gongshi/protocol'
import { type Committed, commit, publish, put, rowKeyOf, upload, waitFor } from '../../../test/acts.ts'
import { refusal } from '../../../test/ask.ts'
import { organ, type Sample, startSample } from '../../../test/sampleNode.ts'

let node: Sample
let first: Committed
let content: Awaited<ReturnType<typeof upload>>
let identifier: string

before(async () => {
  node = await startSample({ config: { rpcPort: 0 } })
  content = await upload([
    { path: 'title/zh', bytes: utf8('道路封闭公告') },
    { path: 'title/en', bytes: utf8('Road <closed> & more') },
    { path: 'paragraph/1/en', bytes: utf8('<script>alert(1)</script>') },
  ])
  assert.equal((await put(node.url, content)).status, 201)
  identifier = `QS-2026-1`
  first = await commit(node.url, await publish({}, { content: content.commitment, identifier }))
  await commit(node.url, await publish())
  await waitFor('the checkpoint', async () => (await ledger()).publishedSize >= 4)
  await waitFor('the views', async () => (await view('publication')).rows.length === 2)
})
after(() => node.end())

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${node.url}${path}`, { headers })
const json = async <Type>(path: string): Promise<Type> => (await (await get(path)).json()) as Type
const ledger = () =>
  json<{ height: number; logSize: number; publishedSize: number; logKeys: string[]; appHash: string }>('/api/v1/ledger')
const trust = async () => trustFromJson(await json('/api/v1/trust'))
type Row = {
  key: string
  entry: number
  revision: number
  status: string
  fields: { identifier: string; content: string }
}
const view = (name: string, query = '') =>
  json<{ asOf: { entries: number }; rows: Row[]; next: number | null }>(
    `/api/v1/affairs/disclosure/views/${name}${query}`,
  )

async function allRefused(code: string | RegExp, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const found = await refusal(`${node.url}${path}`)
    if (typeof code === 'string') assert.equal(found, code, path)
    else assert.match(found, code, path)
  }
}

describe('entries and blocks', () => {
  test('an entry by name, with its bytes', async () => {
    const entry = await json<{
      action: string
      input: { identifier: string }
      raw: { leaf: string; signed: string; body: string }
      signedHash: string
    }>(`/api/v1/entries/${first.index}`)
    assert.deepEqual([entry.action, entry.input.identifier], ['publish', identifier])
    const signed = parseSigned(fromBase64(entry.raw.signed))
    assert.equal(toHex(sha256(fromBase64(entry.raw.signed))), entry.signedHash)
    assert.equal(parseBody(fromBase64(entry.raw.body), signed).salt.length, 32)
    const block = await json<{ kind: string }>(`/api/v1/entries/${first.index + 1}`)
    assert.equal(block.kind, 'block')
    await allRefused('entry-unknown', ['/api/v1/entries/999999', '/api/v1/entries/9007199254740991'])
    await allRefused('request-malformed', ['/api/v1/entries/-1', '/api/v1/entries/1.5', '/api/v1/entries/x'])
    await allRefused('request-malformed', ['/api/v1/entries/9007199254740993', `/api/v1/entries/${'9'.repeat(300)}`])
  })

  test('a block with its entries', async () => {
    const block = await json<{ header: { height: string }; entries: { first: number; last: number } }>(
      `/api/v1/blocks/${first.height}`,
    )
    assert.deepEqual(block.entries, { first: first.index, last: first.index + 1 })
    await allRefused('block-unknown', ['/api/v1/blocks/0', '/api/v1/blocks/99999', `/api/v1/blocks/${'9'.repeat(30)}`])
    await allRefused('request-malformed', ['/api/v1/blocks/-1', '/api/v1/blocks/latest'])
  })
})

describe('evidence', () => {
  const ofEntry = `/api/v1/evidence/entries`

  test('of an entry verifies under the trust root, as CBOR and as JSON, with chosen members', async () => {
    const disclose = `?disclose=${toHex(content.commitment)}:title/zh&disclose=${toHex(content.commitment)}:title/en`
    const response = await get(`${ofEntry}/${first.index}${disclose}`)
    assert.equal(response.headers.get('content-type'), 'application/vnd.gongshi.evidence+cbor')
    assert.match(response.headers.get('content-disposition') ?? '', /entry-\d+\.gse/)
    const bytes = new Uint8Array(await response.arrayBuffer())
    const verdict = await verifyEvidence(bytes, await trust(), Date.now())
    assert.deepEqual(verdict.members.map(({ path }) => path).sort(), ['title/en', 'title/zh'])
    const twin = await json<Json>(`${ofEntry}/${first.index}${disclose}&format=json`)
    assert.deepEqual(encodeEvidence(evidenceFromJson(twin)), bytes)
    const byAccept = await get(`${ofEntry}/${first.index}`, { accept: 'application/json' })
    assert.match(byAccept.headers.get('content-type') ?? '', /^application\/json/)
  })

  test('of what the state holds, and of what it does not', async () => {
    const key = rowKeyOf([[organ.scheme, organ.id], identifier])
    for (const path of [
      `disclosure/entity%2Fpublication/${key}`,
      `disclosure/entity%2Fpublication/${rowKeyOf(['nobody', 'nothing'])}`,
      `nothing/entity%2Fpublication/${key}`,
    ]) {
      const bytes = new Uint8Array(await (await get(`/api/v1/evidence/state/${path}`)).arrayBuffer())
      const verdict = await verifyEvidence(bytes, await trust(), Date.now())
      assert.ok(verdict.subject.kind === 'state')
      assert.equal(verdict.subject.value === undefined, !path.startsWith(`disclosure/entity%2Fpublication/${key}`))
      assert.equal(verdict.claim.kind, 'current-as-of')
    }
  })

  test('of many values at one moment, under one header', async () => {
    const ask = (values: readonly object[]) =>
      fetch(`${node.url}/api/v1/evidence/states`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ values }),
      })
    const table = { affair: 'disclosure', table: 'entity/publication' }
    const there = { ...table, key: rowKeyOf([[organ.scheme, organ.id], identifier]) }
    const absent = { ...table, key: rowKeyOf(['nobody', 'nothing']) }
    const response = await ask([absent, there, { ...there, affair: 'nothing' }])
    assert.equal(response.status, 200)
    const { values, verdict } = await verifyStates(
      new Uint8Array(await response.arrayBuffer()),
      await trust(),
      Date.now(),
    )
    assert.deepEqual(
      values.map(({ value }) => value === undefined),
      [true, false, true],
    )
    assert.equal(verdict.claim.kind, 'current-as-of')
    for (const [values, code] of [
      [[], 'request-malformed'],
      [Array.from({ length: 1_025 }, () => there), 'request-malformed'],
      [[{ ...there, table: 'a b' }], 'request-malformed'],
      [[there, { ...there, key: 'AA==' }], 'state-key-malformed'],
    ] as const)
      assert.equal(((await (await ask(values)).json()) as { readonly code: string }).code, code)
  })

  test('refused: entries, members, keys, tables and types that are none', async () => {
    await allRefused('entry-unknown', [`${ofEntry}/99999`])
    await allRefused('content-absent', [`${ofEntry}/0?disclose=${'0'.repeat(64)}:a`])
    await allRefused('content-member-absent', [`${ofEntry}/0?disclose=${toHex(content.commitment)}:nothing`])
    await allRefused('request-malformed', [
      `${ofEntry}/0?disclose=x`,
      `${ofEntry}/0?format=xml`,
      `${ofEntry}/0?unknown=1`,
      `${ofEntry}/0?${'disclose=a&'.repeat(300)}`,
      '/api/v1/evidence/state/a%00/b/AA',
      '/api/v1/evidence/state/a/b%00/AA',
      `/api/v1/evidence/state/${'a'.repeat(65)}/b/AA`,
    ])
    await allRefused('state-key-malformed', [
      '/api/v1/evidence/state/a/b/*',
      '/api/v1/evidence/state/a/b/AA==',
      '/api/v1/evidence/state/a/b/_w',
      '/api/v1/evidence/state/a/b/GAA',
      `/api/v1/evidence/state/a/b/${'gYGBgYGBgYGB'.repeat(20)}AA`,
    ])
    assert.equal(
      await refusal(`${node.url}${ofEntry}/0`, { headers: { accept: 'image/png' } }),
      'media-type-unacceptable',
    )
  })
})

describe('affairs and views', () => {
  test('declarations and versions', async () => {
    const all = await json<{ name: string }[]>('/api/v1/affairs')
    assert.deepEqual(
      all.map(({ name }) => name),
      ['clauses', 'disclosure', 'erasure', 'governance', 'identity', 'organisations', 'participation', 'procurement'],
    )
    const one = await json<{ declaration: { actions: object }; versions: object[] }>(
      '/api/v1/affairs/disclosure?version=1',
    )
    assert.ok('publish' in one.declaration.actions && one.versions.length === 1)
    await allRefused('affair-not-found', ['/api/v1/affairs/nothing', '/api/v1/affairs/disclosure?version=2'])
    await allRefused('request-malformed', [
      '/api/v1/affairs/%C3%A9',
      '/api/v1/affairs/disclosure?version=0',
      '/api/v1/affairs?x',
    ])
  })

  test('rows, pages of them, one row with its revisions', async () => {
    const { rows, next } = await view('publication', '?limit=1')
    assert.equal(rows.length, 1)
    const older = await view('publication', `?limit=1&cursor=${next}`)
    assert.equal(older.rows[0]?.fields.identifier, identifier)
    const history = await view('publication', `?key=${older.rows[0]!.key}`)
    assert.deepEqual(
      history.rows.map(({ revision, status }) => [revision, status]),
      [[1, 'published']],
    )
    assert.deepEqual((await view('publication', `?key=${rowKeyOf('nobody')}`)).rows, [])
    await allRefused('view-unknown', [
      '/api/v1/affairs/disclosure/views/nothing',
      '/api/v1/affairs/nothing/views/publication',
      '/api/v1/affairs/disclosure/views/constructor',
      '/api/v1/affairs/constructor/views/constructor',
    ])
    const at = '/api/v1/affairs/disclosure/views/publication'
    await allRefused('request-malformed', [
      ...[
        'limit=0',
        'limit=201',
        'limit=-1',
        'limit=x',
        'limit=1&limit=2',
        'befor=3',
        'sort=--x',
        'format=xml',
        'filter=x',
        'filter[]=x',
        'filter[kind]=a&filter[kind]=b',
        'limit=',
      ].map((query) => `${at}?${query}`),
    ])
    await allRefused('state-key-malformed', [`${at}?key=*`, `${at}?key=_w`, `${at}?key=`])
  })
})

describe('the log as static files (C2SP)', () => {
  test('checkpoint, tiles, entries, signed parts and bodies hang together', async () => {
    const { logKeys } = await ledger()
    const keys = logKeys.map(parseVkey)
    const { checkpoint } = openCheckpoint(await (await get('/log/checkpoint')).text(), keys, checkEd25519Note)
    const { size } = checkpoint
    const bundle = new Uint8Array(await (await get(`/log/tile/entries/000.p/${size}`)).arrayBuffer())
    const leaves = parseEntryBundle(bundle)
    assert.equal(leaves.length, size)
    const hashes = new Uint8Array(await (await get(`/log/tile/0/000.p/${size}`)).arrayBuffer())
    for (const [index, leaf] of leaves.entries())
      assert.deepEqual(hashes.subarray(index * 32, index * 32 + 32), leafHash(leaf))
    const proof = openTlogProof(
      await (await get(`/log/proof/${first.index}`)).text(),
      leaves[first.index]!,
      keys,
      checkEd25519Note,
    )
    assert.ok(proof)
    const entry = await json<{ raw: { signed: string; body: string } }>(`/api/v1/entries/${first.index}`)
    const signed = await get(`/log/signed/${first.index}`)
    assert.deepEqual(new Uint8Array(await signed.arrayBuffer()), fromBase64(entry.raw.signed))
    assert.match(signed.headers.get('cache-control') ?? '', /immutable/)
    const body = await get(`/log/body/${first.index}`)
    assert.deepEqual(new Uint8Array(await body.arrayBuffer()), fromBase64(entry.raw.body))
    assert.equal(body.headers.get('cache-control'), 'no-store')
  })

  test('nothing beyond the checkpoint, and no path but those of the standard', async () => {
    const { publishedSize } = await ledger()
    await allRefused('tile-unknown', [
      `/log/tile/0/000.p/${publishedSize + 1}`,
      ...[
        '0/000',
        '0/001',
        '1/000',
        'entries/000',
        '64/000',
        '-1/000',
        '0/00',
        '0/0000',
        '0/x000/000',
        '0/000.p/0',
      ].map((name) => `/log/tile/${name}`),
      ...[
        '0/000.p/256',
        '0/000.p/1e0',
        '0/000.p/01',
        'entries/%2e%2e',
        '..%2f..%2fgenesis.json',
        '%2fetc%2fpasswd',
        '',
      ].map((name) => `/log/tile/${name}`),
      `/log/tile/${'x999/'.repeat(60)}999`,
    ])
    await allRefused('entry-unknown', [
      `/log/signed/${publishedSize}`,
      `/log/body/${publishedSize}`,
      '/log/proof/99999',
    ])
    await allRefused('body-absent', [`/log/signed/${first.index + 1}`, `/log/body/${first.index + 1}`])
    await allRefused('request-malformed', ['/log/signed/x', '/log/body/-1', '/log/proof/1.5'])
    await allRefused('route-unknown', ['/log', '/log/', '/log/checkpoint/', '/log/../genesis.json', '/log/%2e%2e/x'])
  })
})

describe('pages', () => {
  const html = async (path: string, status = 200, language = 'zh') => {
    const response = await get(path, { accept: 'text/html', 'accept-language': language })
    assert.equal(response.status, status, path)
    assert.match(response.headers.get('content-type') ?? '', /^text\/html/, path)
    return response.text()
  }

  test('each one in both languages, with nothing of a document taken as markup', async () => {
    const [row] = (await view('publication', '?limit=2')).rows.slice(-1)
    for (const lang of ['zh', 'en']) {
      for (const path of [
        '/',
        '/ledger',
        '/affairs/disclosure',
        `/entries/${first.index}`,
        `/organs/${organ.scheme}/${organ.id}`,
      ])
        assert.match(await html(`/${lang}${path}`), new RegExp(`lang="${lang}`))
      const page = await html(`/${lang}/records/p-${row!.key}`)
      assert.ok(!page.includes('<script>alert') && !page.includes('<closed>'))
    }
    assert.match(await html('/verify'), /gongshi|公示/i)
  })

  test('the start page leads to the language of the reader', async () => {
    for (const [language, place] of [
      ['en-GB,zh;q=0.5', '/en/'],
      ['zh-TW', '/zh/'],
      ['fr', '/zh/'],
      ['', '/zh/'],
      ['*', '/zh/'],
    ] as const) {
      const response = await fetch(node.url, { redirect: 'manual', headers: { 'accept-language': language } })
      assert.deepEqual([response.status, response.headers.get('location')], [302, place])
    }
  })

  test('a missing page is a page, in the language of its address; the API answers programs', async () => {
    const missing = [
      '/records/p-AA',
      '/records/x',
      '/records/p-*',
      '/entries/99999',
      '/affairs/nothing',
      '/organs/a/b',
      '/x',
      '/organs/%00/%00',
    ]
    for (const path of missing)
      for (const [lang, other] of [
        ['zh', 'en'],
        ['en', 'zh'],
      ] as const)
        assert.match(await html(`/${lang}${path}`, 404, other), lang === 'zh' ? /没有/ : /no |There is/, path)
    await html('/zh/entries/x', 400)
    await html('/zh/?before=x', 400)
    assert.ok(!(await html('/en/%3Cscript%3Ealert(1)%3C/script%3E', 404)).includes('<script>alert'))
    assert.equal(
      await refusal(`${node.url}/api/v1/entries/99999`, { headers: { accept: 'text/html' } }),
      'entry-unknown',
    )
    assert.equal(await refusal(`${node.url}/fr/`), 'route-unknown')
  })
})

describe('health and figures for operators, on their own port', () => {
  test('/livez /readyz /version /metrics', async () => {
    const ops = (path: string) => fetch(`${node.opsUrl}${path}`)
    assert.deepEqual(await (await ops('/livez')).json(), { live: true })
    assert.deepEqual(await (await ops('/readyz')).json(), { ready: true })
    assert.deepEqual(Object.keys((await (await ops('/version')).json()) as object), ['version', 'node'])
    const metrics = await ops('/metrics')
    assert.match(metrics.headers.get('content-type') ?? '', /openmetrics-text/)
    const text = await metrics.text()
    assert.match(text, /gongshi_entries \d+/)
    assert.match(text, /gongshi_transactions_total\{outcome="ok"\} 2/)
    assert.doesNotMatch(text, new RegExp(`${identifier}|${fromHex(first.txId).length > 0 ? first.txId : ''}`))
    assert.match(text, /# EOF\n$/)
    assert.equal((await ops('/nothing')).status, 404)
  })
})
