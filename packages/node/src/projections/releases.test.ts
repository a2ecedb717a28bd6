import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { encodeValue, type Kind, storedKind } from '@gongshi/affair-kit'
import { disclosure, organisations, procurement } from '@gongshi/affairs'
import { ContentStore } from '@gongshi/contents'
import { type JsonObject, maskRelease, mergeReleases, readReleases } from '@gongshi/ocds'
import { type Cbor, encodeCbor, encodeLeaf, utf8 } from '@gongshi/protocol'
import { releasePackage, syntheticReleases } from '@gongshi/testkit'
import { waitFor } from '../../test/acts.ts'
import { ManyProcedures, procedureKey } from '../../test/manyProcedures.ts'
import { onEachDatabase, type Projected, project } from '../../test/projected.ts'
import { releaseStream } from '../ocds/releaseStream.ts'
import type { FeedItem, ReleasesWanted } from './question.ts'

const procedures = 90
const contentsAt = 'https://city.example/api/v1/contents/'
const everything = { after: null, below: Number.MAX_SAFE_INTEGER, contentsAt }
const keyAt = (at: number) => encodeCbor(procedureKey(at) as unknown as Cbor)
const nativeOcid = (at: number) => `ocds-000000-procedure-${Buffer.from(keyAt(at)).toString('base64url')}`

/** Of others, one that claims the ocid of a procedure of this ledger, and one whose ocid has that form and names none. */
const imported = syntheticReleases(8).releases.map((release, at) => ({
  ...release,
  ocid: [nativeOcid(3), nativeOcid(procedures + 5)][at] ?? release.ocid,
})) as unknown as (JsonObject & { readonly ocid: string; readonly id: string })[]

/** The log of `ManyProcedures`, and behind it an entry for each imported release. */
class Mixed extends ManyProcedures {
  readonly #rows: readonly { readonly key: Cbor; readonly values: readonly Cbor[] }[]

  constructor(count: number, commitments: readonly Uint8Array[]) {
    super(count)
    const { fields } = disclosure.entities.release!
    this.#rows = commitments.map((content, at) => {
      const { ocid, id } = imported[at]!
      const organ = { scheme: 'x-synthetic', id: 'importer' }
      const given = { ocid, release: id, tags: [], amounts: [], organ, publisher: organ, content }
      const values = Object.entries(fields).map(([name, kind]) =>
        encodeValue(storedKind(kind as Kind), ((given as Record<string, unknown>)[name] ?? null) as never),
      )
      return { key: [ocid, id], values: [1, 'published', ...values] as Cbor[] }
    })
  }

  override logSize(): number {
    return super.logSize() + this.#rows.length
  }

  override findEntry(index: number) {
    const row = this.#rows[index - super.logSize()]
    if (row === undefined) return super.findEntry(index)
    const none = new Uint8Array(32)
    const leaf = encodeLeaf({
      ...{ kind: 'tx', height: 9, time: Date.UTC(2026, 0, 1), txId: none, signers: [none], signedHash: none },
      ...{ affair: disclosure.name, version: 1, action: 'importRelease' },
      outcome: ['ok', [['release', row.key, 'made', 1, null, 'published']]],
    })
    return { index, leaf, signed: null, body: null, erasedBy: null }
  }

  override state(affair: string, table: string, key: Cbor): Cbor | undefined {
    if (affair !== disclosure.name) return super.state(affair, table, key)
    const wanted = Buffer.from(encodeCbor(key))
    return this.#rows.find((row) => wanted.equals(encodeCbor(row.key)))?.values
  }
}

/** What each database answers, in the same words: an answer of the one is the other's. */
const answers = new Map<string, string>()

onEachDatabase('procurement in the open standard', (database) => {
  let here: Projected
  let folder: string
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gongshi-releases-'))
    const store = await ContentStore.open({ folder })
    const commitments = []
    for (const release of imported)
      for await (const read of readReleases([utf8(JSON.stringify(releasePackage([release as never])))])) {
        assert.ok(read.ok)
        const members = read.source.map(({ path, bytes }) => ({ path, size: bytes.length, bytes: [bytes] }))
        commitments.push((await store.put(new Uint8Array(randomBytes(32)), members)).commitment)
      }
    const ledger = new Mixed(procedures, commitments) as never
    const declarations = [organisations, disclosure, procurement]
    here = project(ledger, database().place(ledger), { contents: store, declarations })
    await here.caughtUp()
    await waitFor('the texts', async () => {
      const { items } = await here.projections.releaseFeed({ after: null, limit: 400 })
      return items.every(({ text }) => text === 'held')
    })
  })
  after(async () => {
    await here.projections.close()
    rmSync(folder, { recursive: true })
  })

  const stream = async (wanted: ReleasesWanted): Promise<JsonObject[]> => {
    const parts: Uint8Array[] = []
    const lines = releaseStream(here.projections, { wanted, ...everything }, { kind: 'lines' })
    for await (const part of lines) parts.push(part)
    return Buffer.concat(parts)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  }
  const record = async (ocid: string) => {
    const { bytes, count } = await here.projections.releases({ wanted: 'records', ocid, separator: '', ...everything })
    return count === 0 ? null : (JSON.parse(Buffer.from(bytes).toString()) as JsonObject)
  }
  const asOthers = (name: string, answer: unknown) => {
    const text = JSON.stringify(answer)
    assert.equal(text, answers.get(name) ?? text, name)
    answers.set(name, text)
  }

  test('the feed has native and imported releases once each, whatever a page holds; the stream the same', async () => {
    const whole = await here.projections.releaseFeed({ after: null, limit: 1000 })
    const walked: FeedItem[] = []
    let after: number | null = null
    for (let isLast = false; !isLast; ) {
      const page = await here.projections.releaseFeed({ after, limit: 7 })
      walked.push(...page.items)
      after = page.end
      isLast = page.isLast
    }
    assert.deepEqual(walked, whole.items)
    assert.ok(whole.isLast && whole.hasNative)
    const named = whole.items.map(({ ocid, release }) => [ocid, release])
    assert.deepEqual(
      (await stream('releases')).map(({ ocid, id }) => [ocid, id]),
      named,
    )
    assert.equal(new Set(named.map(String)).size, named.length)
    const native = whole.items.filter(({ release }) => release.startsWith('entry-'))
    assert.equal(new Set(native.map(({ ocid }) => ocid)).size, procedures)
    assert.deepEqual(native[0], {
      ...{ id: 1, entry: 0, height: 1, time: Date.UTC(2024, 0, 1), status: 'published', ocid: nativeOcid(0) },
      ...{ release: 'entry-0', date: '2024-01-01T00:00:00.000Z', tags: ['tender'], text: 'held' },
    })
    assert.deepEqual(
      whole.items.filter(({ release }) => !release.startsWith('entry-')).map(({ ocid }) => ocid),
      imported.slice(1).map(({ ocid }) => ocid),
      'but for the one that claims the ocid of a procedure of this ledger',
    )
    asOthers('feed', whole.items)
  })

  test('the record of each process is that of the stream, imported ones first; all its releases, merged', async () => {
    const records = await stream('records')
    const ocids = records.map(({ ocid }) => String(ocid))
    assert.equal(ocids.length, procedures + imported.length - 1)
    const others = imported.slice(1).map(({ ocid }) => ocid)
    assert.deepEqual(ocids.slice(0, others.length), others.toSorted())
    const all = await stream('releases')
    for (const [at, ocid] of ocids.entries()) {
      const releases = all.filter((release) => release.ocid === ocid)
      const expected = { ocid, releases, compiledRelease: mergeReleases(releases).compiled }
      assert.deepEqual(records[at], expected)
      if (at % 10 === 0) assert.deepEqual(await record(ocid), expected)
    }
    const compiled = await stream('compiled')
    assert.deepEqual(
      compiled,
      records.map(({ compiledRelease }) => compiledRelease),
    )
    asOthers('records', records)
    asOthers('compiled', compiled)
  })

  test('who imports into a procedure of this ledger is not heard, elsewhere masked as ever', async () => {
    const own = (await record(nativeOcid(3)))!
    assert.deepEqual(
      (own.releases as JsonObject[]).map(({ id }) => id),
      ['entry-9', 'entry-10', 'entry-11'],
    )
    const other = (await record(nativeOcid(procedures + 5)))!
    assert.deepEqual(other.releases, [JSON.parse(JSON.stringify(maskRelease(imported[1]!)))])
    for (const odd of ['', 'ocds-000000-procedure-', `${nativeOcid(3)}=`, 'ocds-000000-procedure-_w', 'ocds-000001-x'])
      assert.equal(await record(odd), null, odd)
  })

  test('of one release by its entry, and of none before or behind what is asked for', async () => {
    const ask = async (after: number, below: number, ocid: string | null) => {
      const range = { after: { value: new Uint8Array(0), id: after }, below, contentsAt, separator: '\n', ocid }
      const { bytes } = await here.projections.releases({ wanted: 'releases', ...range })
      const text = Buffer.from(bytes).toString().trimEnd()
      return text === '' ? [] : text.split('\n').map((line) => (JSON.parse(line) as JsonObject).id)
    }
    assert.deepEqual(await ask(10 * 4096 - 1, 11 * 4096, nativeOcid(3)), ['entry-10'])
    assert.deepEqual(await ask(10 * 4096 - 1, 11 * 4096, nativeOcid(4)), [])
    assert.deepEqual(await ask(10 * 4096 - 1, 11 * 4096, 'ocds-000000-000004'), [])
    assert.deepEqual(await ask(8 * 4096 - 1, 12 * 4096, null), ['entry-9', 'entry-10', 'entry-11'])
  })

  test('documents stand under the address that was asked for', async () => {
    const { compiledRelease } = (await record(nativeOcid(3))) as { compiledRelease: { tender: JsonObject } }
    const [notice] = compiledRelease.tender.documents as JsonObject[]
    assert.equal(notice?.url, `${contentsAt}${'00'.repeat(32)}`)
  })
})

describe('on both databases', () => {
  test('the same questions were asked', () => assert.equal(answers.size, 3))
})
