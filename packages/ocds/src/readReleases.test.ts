import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import { findSharedData, missingSharedData, recordPackage, releasePackage, syntheticReleases } from '@gongshi/testkit'
import fc from 'fast-check'
import { joinRelease } from './members.ts'
import { type ReadOptions, type ReadRelease, readReleases } from './readReleases.ts'

async function readAll(input: string | Uint8Array, options: ReadOptions = {}, step = 65_536): Promise<ReadRelease[]> {
  const bytes = typeof input === 'string' ? utf8(input) : input
  const chunks = Array.from({ length: Math.ceil(bytes.length / step) }, (_, n) =>
    bytes.subarray(n * step, n * step + step),
  )
  const all: ReadRelease[] = []
  for await (const read of readReleases(chunks, options)) all.push(read)
  return all
}

const codes = (reads: readonly ReadRelease[]) => reads.map((read) => (read.ok ? 'ok' : read.code))
const source = (read: ReadRelease) => (read.ok ? new TextDecoder().decode(joinRelease(read.source)) : undefined)
const release = {
  ocid: 'ocds-000000-1',
  id: '1',
  date: '2026-01-01T00:00:00Z',
  tag: ['award'],
  initiationType: 'tender',
  buyer: { id: 'B-1', name: 'Bureau' },
}
const text = JSON.stringify(release)

describe('the shapes in which OCDS data come', () => {
  const { releases } = syntheticReleases(7)
  const shapes = {
    'release package': JSON.stringify(releasePackage(releases), null, 2),
    'record package': JSON.stringify(recordPackage(releases)),
    'JSON lines': releases.map((each) => JSON.stringify(each)).join('\n'),
    'JSON lines of packages': releases.map((each) => JSON.stringify(releasePackage([each]))).join('\r\n'),
    'JSON array': JSON.stringify(releases),
    'package whose releases come before its own members': `{"releases":${JSON.stringify(releases)},"uri":"x","version":"1.1"}`,
    'package with a byte order mark': `\ufeff${JSON.stringify(releasePackage(releases))}`,
  }
  for (const [shape, input] of Object.entries(shapes))
    test(`${shape}: every release once, whatever the chunks`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 5_000 }), async (step) => {
          const reads = await readAll(input, { strict: true }, step)
          assert.deepEqual(codes(reads), Array(7).fill('ok'))
          for (const [n, read] of reads.entries()) {
            assert.deepEqual(read.ok && read.value, releases[n])
            assert.ok(input.includes(source(read)!))
          }
        }),
        { numRuns: 10 },
      )
    })

  test('a record that only links to its releases gives its compiled release', async () => {
    const links = [{ url: 'https://data.example/1.json', date: '2026-01-01T00:00:00Z', tag: ['award'] }]
    const record = {
      ocid: release.ocid,
      releases: links,
      compiledRelease: { ...release, tag: ['compiled'] },
      versionedRelease: { ocid: 'x' },
    }
    assert.deepEqual(codes(await readAll(JSON.stringify({ version: '1.1', records: [record] }))), ['ok'])
    const bare = { ocid: release.ocid, releases: links }
    assert.deepEqual(codes(await readAll(JSON.stringify({ records: [bare, record] }))), ['ocds-release-linked', 'ok'])
  })

  test('the same release again is refused, in another place as well', async () => {
    const other = { ...release, id: '2' }
    const input = JSON.stringify({ releases: [release, other, { ...release, tag: ['tender'] }] })
    assert.deepEqual(codes(await readAll(input)), ['ok', 'ok', 'ocds-release-repeated'])
  })
})

describe('facts for the ledger', () => {
  test('ocid, id, date, tags, exact amounts and organ, and nothing else', async () => {
    const full = {
      ...release,
      date: '2026-01-31T08:00:00+08:00',
      tag: ['award', 'contract'],
      planning: { budget: { amount: { currency: 'CNY' } } },
    }
    const input = JSON.stringify(full).replace(
      '"initiationType"',
      '"awards":[{"id":"1","value":{"amount":0.10,"currency":"CNY"}}],"initiationType"',
    )
    const [read] = await readAll(`{"releases":[${input}]}`)
    assert.ok(read?.ok)
    assert.deepEqual(read.release, {
      ocid: 'ocds-000000-1',
      id: '1',
      date: Date.UTC(2026, 0, 31),
      tags: ['award', 'contract'],
      amounts: [{ use: 'award', amount: { currency: 'CNY', minor: 10n } }],
      organ: { scheme: 'x-ocds-000000', id: 'B-1' },
    })
    assert.deepEqual(read.warnings, [])
  })

  test('the organ: register, own numbering, name, party in the role', async () => {
    const organOf = async (members: object) => {
      const [read] = await readAll(JSON.stringify({ releases: [{ ...release, ...members }] }))
      return read?.ok
        ? [read.release.organ.scheme, read.release.organ.id.slice(0, 9), ...read.warnings.map(({ code }) => code)]
        : read?.code
    }
    const party = { id: 'B-1', name: 'Bureau', roles: ['buyer'], identifier: { scheme: 'GB-LAC', id: 'E0900' } }
    assert.deepEqual(await organOf({ parties: [party] }), ['gb-lac', 'E0900'])
    assert.deepEqual(await organOf({ parties: [{ ...party, identifier: { scheme: 'GB LAC', id: 'E0900' } }] }), [
      'x-ocds-000000',
      'B-1',
    ])
    assert.deepEqual(await organOf({ ocid: 'own-1' }), ['x-ocds', 'B-1'])
    for (const id of ['', undefined, null, {}, ' B', 'x'.repeat(200)]) {
      const [scheme, hash, ...warnings] = (await organOf({ buyer: { id, name: ' Bureau  of\tWorks ' } })) as string[]
      assert.equal(scheme, 'x-import')
      assert.match(hash!, /^[0-9a-f]{9}$/)
      assert.ok(warnings.includes('ocds-buyer-id-absent'))
    }
    assert.deepEqual(await organOf({ buyer: undefined, parties: [party] }), ['gb-lac', 'E0900', 'ocds-buyer-absent'])
    const entity = { ...party, roles: ['procuringEntity'] }
    assert.deepEqual(await organOf({ buyer: undefined, parties: [entity] }), ['gb-lac', 'E0900', 'ocds-buyer-absent'])
    assert.equal(await organOf({ buyer: undefined, parties: [{ ...party, roles: ['supplier'] }] }), 'ocds-organ-absent')
    assert.equal(await organOf({ buyer: undefined }), 'ocds-organ-absent')
  })

  test('what is not clean is reported, and refused when strict', async () => {
    const dirty: [string, object][] = [
      ['ocds-date-malformed', { date: '2026-01-01' }],
      ['ocds-date-malformed', { date: '2026-02-30T00:00:00Z' }],
      ['ocds-tag-unknown', { tag: ['award', 'party'] }],
      ['ocds-schema', { tag: 'award' }],
      ['ocds-amount-malformed', { tender: { id: '1', value: { amount: { $numberLong: '1' }, currency: 'COP' } } }],
      ['ocds-amount-inexact', { tender: { id: '1', value: { amount: 1.001, currency: 'COP' } } }],
      ['ocds-currency-unknown', { tender: { id: '1', value: { amount: 1, currency: 'ZZZ' } } }],
      ['ocds-schema', { tender: { id: '1', items: [{ id: '1' }, { id: '1' }] } }],
      ['ocds-schema', { awards: 'none' }],
    ]
    for (const [code, members] of dirty) {
      const input = JSON.stringify({ releases: [{ ...release, ...members }] })
      const [read] = await readAll(input)
      assert.ok(read?.ok && read.warnings.some((warning) => warning.code === code), code)
      const [strict] = await readAll(input, { strict: true })
      assert.ok(strict && !strict.ok && strict.code === 'ocds-not-strict' && strict.ocid === release.ocid, code)
    }
    const [other] = await readAll(JSON.stringify({ version: '1.0', releases: [release] }))
    assert.deepEqual(other?.warnings, [{ code: 'ocds-package-version' }])
  })
})

describe('hostile input comes out as a code, never as an exception', () => {
  const wrap = (inner: string) => `{"releases":[${inner},${text}]}`
  const cases: [string, string | Uint8Array, string[]][] = [
    ['nothing', '', ['ocds-no-releases']],
    ['white space', ' \n\t ', ['ocds-no-releases']],
    ['not JSON', 'ocid,id,date\n1,2,3', ['ocds-json-malformed']],
    ['HTML', '<!doctype html><p>404', ['ocds-json-malformed']],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0), ['ocds-not-utf8']],
    ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')), ['ocds-not-utf8']],
    ['a scalar', '42', ['ocds-release-malformed']],
    ['another object', '{"hello":"world"}', ['ocds-release-malformed']],
    ['an empty package', '{"releases":[]}', ['ocds-no-releases']],
    ['a truncated package', `{"releases":[${text},${text.slice(0, -9)}`, ['ok', 'ocds-truncated']],
    ['trailing comma', `{"releases":[${text},]}`, ['ok', 'ocds-json-malformed']],
    ['releases that are no list', `{"releases":{"0":${text}}}`, ['ocds-release-malformed']],
    [
      'releases of other types',
      wrap('null,1,"a",[],{}'),
      [...Array(4).fill('ocds-release-malformed'), 'ocds-ocid-malformed', 'ok'],
    ],
    ['repeated name', wrap('{"ocid":"a","ocid":"b","id":"1"}'), ['ocds-key-repeated', 'ok']],
    [
      'repeated name, deep and escaped',
      wrap(text.replace('"name"', '"a":1,"\\u0061":2,"name"').replace('"id":"1"', '"id":"9"')),
      ['ocds-key-repeated', 'ok'],
    ],
    [
      'too deep for a release',
      wrap(`{"ocid":"a","id":"1","x":${'['.repeat(70)}${']'.repeat(70)}}`),
      ['ocds-too-deep', 'ok'],
    ],
    ['too deep for any', `{"releases":[${'['.repeat(2_000)}`, ['ocds-release-malformed', 'ocds-too-deep']],
    [
      'ids of wrong types',
      wrap('{"ocid":{},"id":"1"},{"ocid":"a","id":[]},{"ocid":"a","id":""},{"ocid":"a\\u0000","id":"1"}'),
      ['ocds-ocid-malformed', 'ocds-id-malformed', 'ocds-id-malformed', 'ocds-ocid-malformed', 'ok'],
    ],
    [
      'invalid UTF-8 inside a release',
      Buffer.concat([utf8('{"releases":[{"ocid":"'), Uint8Array.of(0xff, 0xfe), utf8(`"},${text}]}`)]),
      ['ocds-not-utf8', 'ok'],
    ],
    ['a control character in a string', `{"releases":[{"ocid":"a\u0001"}]}`, ['ocds-json-malformed']],
    [
      'lines, the second broken',
      `${text}\n{"ocid": nope}\n${text.replace('"1"', '"2"')}`,
      ['ok', 'ocds-json-malformed', 'ok'],
    ],
    ['lines, the last cut', `${text}\n{"ocid":"oc`, ['ok', 'ocds-truncated']],
    [
      'unknown members everywhere',
      wrap(`{"x":{"releases":[${text}]},${text.slice(1).replace('"1"', '"3"')}`),
      ['ok', 'ok'],
    ],
  ]
  for (const [name, input, expected] of cases)
    test(name, async () => {
      for (const step of [1, 7, 65_536]) assert.deepEqual(codes(await readAll(input, {}, step)), expected)
    })

  test('a release of 150 kB, a byte at a time', async () => {
    const long = `{"releases":[${text.slice(0, -1)},"x":"${'x'.repeat(150_000)}"}]}`
    assert.deepEqual(codes(await readAll(long, {}, 1)), ['ok'])
  })

  test('a release that is too large is refused without being held, and the next one is read', async () => {
    const chunk = new Uint8Array(100_000).fill(97)
    async function* stream() {
      yield utf8('{"releases":[{"ocid":"a","id":"1","x":"')
      for (let n = 0; n < 600; n++) yield chunk
      yield utf8(`"},${text}]}`)
    }
    const before = process.memoryUsage().arrayBuffers
    const all: ReadRelease[] = []
    for await (const read of readReleases(stream())) all.push(read)
    assert.deepEqual(codes(all), ['ocds-release-too-large', 'ok'])
    assert.ok(process.memoryUsage().arrayBuffers - before < 40_000_000)
  })

  test('a list of 100,000 equal objects does not take quadratic time', async () => {
    const items = `[${Array(100_000).fill('{"a":1}').join()}]`
    const [read] = await readAll(`{"releases":[${text.slice(0, -1)},"tender":{"id":"1","items":${items}}}]}`)
    assert.ok(read?.ok && read.warnings.some((warning) => warning.code === 'ocds-schema'))
  })

  test('any bytes whatever', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(text.length), fc.uint8Array({ minLength: 1, maxLength: 3 })).map(([at, junk]) => {
        const good = utf8(`{"releases":[${text}]}`)
        return new Uint8Array([...good.subarray(0, at), ...junk, ...good.subarray(at)])
      }),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (input) => {
        assert.ok((await readAll(input)).length > 0)
      }),
      { numRuns: 300 },
    )
  })
})

const real = findSharedData('procurement', 'colombia-2021-03-03.json')

test('100 real releases of Colombia: all published, six breaches of the schema found, kept byte for byte', {
  skip: real ? false : missingSharedData,
}, async () => {
  const bytes = new Uint8Array(await readFile(real!))
  const whole = new TextDecoder().decode(bytes)
  const reads = await readAll(bytes)
  assert.deepEqual(codes(reads), Array(100).fill('ok'))
  assert.ok(reads.every((read) => whole.includes(source(read)!)))
  const breaches = reads.flatMap((read, at) =>
    read.warnings.flatMap((warning) => (warning.code === 'ocds-schema' ? [{ at, ...warning }] : [])),
  )
  assert.equal(
    breaches.reduce((sum, { count }) => sum + count, 0),
    6,
  )
  assert.deepEqual([...new Set(breaches.map(({ path, keyword }) => `${path} ${keyword}`))].sort(), [
    '/awards/*/value/amount type',
    '/contracts/*/value/amount type',
    '/parties/*/contactPoint/url format',
  ])
  const organs = reads.map((read) => (read.ok ? read.release.organ.scheme : ''))
  const count = (scheme: string) => organs.filter((each) => each === scheme).length
  assert.deepEqual([count('x-ocds-k50g02'), count('x-import'), count('co-rue')], [59, 33, 8])
  const strict = await readAll(bytes, { strict: true })
  assert.equal(strict.filter((read) => !read.ok).length, new Set(breaches.map(({ at }) => at)).size)
})

const fictional = findSharedData('procurement', 'fictional-record.json')

test("the standard's worked example reads strictly", { skip: fictional ? false : missingSharedData }, async () => {
  assert.deepEqual(codes(await readAll(new Uint8Array(await readFile(fictional!)), { strict: true })), ['ok'])
})
