import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type JsonObject, maskRelease, mergeReleases, personalStrings } from '@gongshi/ocds'
import { decodeCbor, fromBase64, fromHex, parseBody, parseSigned } from '@gongshi/protocol'
import { findSharedData, missingSharedData } from '@gongshi/testkit'
import { act, type Committed, commit, publish, waitFor } from '../../packages/node/test/acts.ts'
import { officers, organ } from '../../packages/node/test/sampleNode.ts'
import { begin, filesUnder, foundPlace, gongshi, type NodeProcess, type Place, startNode } from './command.ts'

type Release = Parameters<typeof personalStrings>[0] & { readonly ocid: string; readonly id: string }
type Row = { key: string; entry: number; status: string; fields: { ocid: string; release: string; content: string } }

const file = findSharedData('procurement', 'colombia-2021-03-03.json')
const releases: Release[] =
  file === undefined ? [] : (JSON.parse(readFileSync(file, 'utf8')) as { releases: Release[] }).releases

let place: Place
let node: NodeProcess
before(async () => {
  place = await foundPlace(['clerk'])
  node = await startNode(place)
})
after(async () => {
  await node.end()
  place.remove()
})

const json = async <Type>(path: string): Promise<Type> => (await (await fetch(node.url + path)).json()) as Type
const imported = async () => (await json<{ rows: Row[] }>('/api/v1/affairs/disclosure/views/release?limit=200')).rows
const ledger = () => json<{ logSize: number; publishedSize: number }>('/api/v1/ledger')

describe('one hundred real releases', { skip: file === undefined ? missingSharedData : false }, () => {
  test('imported, killed half way, imported again: one hundred publications, once each', async () => {
    const args = ['import', 'ocds', file!, '--key', 'clerk', '--url', node.url, '--json']
    const first = begin(args, place)
    const closed = once(first, 'close')
    await waitFor('the first publications', async () => (await ledger()).logSize > 0 || first.exitCode !== null)
    first.kill('SIGKILL')
    await closed
    await waitFor('the views', async () => (await imported()).length > 0)
    const { code, out, err } = await gongshi(args, place)
    assert.equal(code, 0, err)
    const report = JSON.parse(out) as { read: number; published: number; already: number; refused: number }
    assert.deepEqual([report.read, report.published + report.already, report.refused], [100, 100, 0])
    await waitFor('all views', async () => (await imported()).length >= 100)
    const names = (await imported()).map(({ fields }) => `${fields.ocid} ${fields.release}`)
    assert.deepEqual(names.sort(), releases.map(({ ocid, id }) => `${ocid} ${id}`).sort())
    await once(begin(args, place), 'close')
    assert.equal((await imported()).length, 100)
  })

  test('exported again: feed, packages and records say what the file says, masked, and all of it', async () => {
    type Feed = { releases: { ocid: string; release: string; text: string; url: string }[] }
    const feed = await waitFor('the texts', async () => {
      const { releases: items } = await json<Feed>('/ocds/releases?limit=200')
      return items.length === 100 && items.every(({ text }) => text === 'held') ? items : null
    })
    const source = new Map(releases.map((release) => [`${release.ocid} ${release.id}`, release]))
    const masked = (release: Release) => JSON.parse(JSON.stringify(maskRelease(release))) as JsonObject
    const pages: JsonObject[] = []
    let next = (await json<{ first: string | null }>('/ocds/packages')).first ?? undefined
    while (next !== undefined) {
      const page = await json<{ releases: JsonObject[]; links?: { next: string } }>(new URL(next).pathname)
      pages.push(...page.releases)
      next = page.links?.next
    }
    assert.deepEqual(
      pages.map(({ ocid, id }) => `${ocid} ${id}`),
      feed.map(({ ocid, release }) => `${ocid} ${release}`),
    )
    assert.equal(new Set(pages.map(({ ocid, id }) => `${ocid} ${id}`)).size, 100)
    for (const page of pages) {
      const release = source.get(`${page.ocid} ${page.id}`)!
      assert.deepEqual(page, masked(release))
      assert.deepEqual(stated(page), stated(release), 'what masking leaves alone is the file’s')
    }
    const byOcid = Map.groupBy(pages, ({ ocid }) => ocid as string)
    const { records } = await json<{ records: JsonObject[] }>('/ocds/export/records.json')
    assert.deepEqual(
      records.map(({ ocid }) => ocid),
      [...byOcid.keys()].toSorted(),
    )
    for (const { ocid, releases: own, compiledRelease } of records) {
      assert.deepEqual(own, byOcid.get(ocid as string))
      assert.deepEqual(compiledRelease, mergeReleases(own as unknown as JsonObject[]).compiled)
    }
  })

  test('P5: no name or contact that is not an organ’s in blocks, leaves, state, views, tiles, logs or pages', async () => {
    const personal = [...new Set(releases.flatMap(personalStrings))]
    assert.ok(personal.length > 100)
    const contents = filesUnder(join(place.data, 'contents'))
    assert.ok(
      personal.some((text) => contents.some(({ bytes }) => bytes.includes(text))),
      'the contents hold them',
    )
    for (const { path, bytes } of filesUnder(place.data).filter((each) => !each.path.includes('/contents/')))
      for (const text of personal) {
        // Lists hold what masking leaves of a document: a short name may be part of one of its words, as on pages.
        const isThere = path.includes('/views/') ? holds(bytes.toString('utf8'), text) : bytes.includes(text)
        assert.ok(!isThere, `${text} in ${path}`)
      }
    for (const text of personal) assert.ok(!node.log().includes(text), `${text} in the log`)
    await waitFor('the checkpoint', async () => (await ledger()).publishedSize === (await ledger()).logSize)
    const rows = await imported()
    const { publishedSize } = await ledger()
    const tiles = Array.from({ length: Math.ceil(publishedSize / 256) }, (_, index) => {
      const width = Math.min(256, publishedSize - index * 256)
      return `/log/tile/entries/${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`
    })
    const pages = rows.flatMap(({ key, entry }) => [
      `/zh/records/r-${key}`,
      `/en/records/r-${key}`,
      `/zh/entries/${entry}`,
      `/api/v1/entries/${entry}`,
    ])
    for (const path of [...tiles, ...pages, '/zh/', '/en/', '/api/v1/affairs/disclosure/views/release?limit=200']) {
      const response = await fetch(node.url + path)
      assert.equal(response.status, 200, path)
      const shown = plain(await response.text())
      for (const text of personal) assert.ok(!holds(shown, text), `${text} on ${path}`)
    }
  })

  test('one content erased by two officers: gone from the disk, and its entry still verifies', async () => {
    const rows = await imported()
    // What the killed import had uploaded and not yet published stands there twice, under another commitment.
    const row = rows.find((each) => copiesOf(ownTexts(each)[0]) === 1)!
    const own = ownTexts(row)
    assert.ok(
      filesUnder(place.data).some(({ bytes }) => bytes.includes(own[0]!)),
      'it was there',
    )
    await erase({ content: fromHex(row.fields.content), entry: null })
    const status = await waitFor('the tombstone', async () => {
      const found = await json<{ state: string; tombstone?: object }>(`/api/v1/contents/${row.fields.content}`)
      return found.state === 'erased' ? found : null
    })
    assert.ok(status.tombstone)
    const isGone = ({ bytes }: { readonly bytes: Buffer }) => own.every((text) => !bytes.includes(text))
    await waitFor('the bytes to go', async () => filesUnder(place.data).every(isGone))
    const page = await (await fetch(`${node.url}/en/records/r-${row.key}`)).text()
    for (const text of own) assert.ok(!holds(plain(page), text))
    await verifies(row.entry, /VALID/)
  })

  test('one body erased: 410 with the erasing entry, gone from the disk, its evidence verifies with the finding', async () => {
    const done = await commit(node.url, await publish())
    const entry = await json<{ raw: { body: string; signed: string } }>(`/api/v1/entries/${done.index}`)
    const { salt } = parseBody(fromBase64(entry.raw.body), parseSigned(fromBase64(entry.raw.signed)))
    assert.ok(
      filesUnder(place.data).some(({ bytes }) => bytes.includes(Buffer.from(salt))),
      'it was there',
    )
    await erase({ content: null, entry: BigInt(done.index) })
    const gone = await waitFor('the erasure', async () => {
      const response = await fetch(`${node.url}/log/body/${done.index}`)
      return response.status === 410 ? response : null
    })
    const { code, erasedBy } = (await gone.json()) as { code: string; erasedBy: number }
    assert.equal(code, 'body-erased')
    const order = await json<{ kind: string; action: string }>(`/api/v1/entries/${erasedBy}`)
    assert.deepEqual([order.kind, order.action], ['due', 'carryOut'])
    assert.equal((await fetch(`${node.url}/log/signed/${done.index}`)).status, 200, 'what was signed stays')
    await verifies(done.index, /erased/)
    assert.equal((await node.end()).code, 0)
    node = await startNode(place)
    for (const { path, bytes } of filesUnder(place.data)) assert.ok(!bytes.includes(Buffer.from(salt)), path)
  })
})

/** What no masking touches: identity, time, stage, sums. */
function stated(release: JsonObject) {
  const {
    ocid,
    id,
    date,
    tag,
    tender,
    awards = [],
    contracts = [],
  } = release as JsonObject & {
    readonly tender?: JsonObject
    readonly awards?: readonly JsonObject[]
    readonly contracts?: readonly JsonObject[]
  }
  const sums = [...awards, ...contracts].map((each) => [each.id, each.status, (each.value as JsonObject)?.amount])
  // Two amounts of the file are objects, which the standard does not know.
  const known = sums.map((sum) => sum.filter((part) => typeof part !== 'object'))
  return { ocid, id, date, tag, method: tender?.procurementMethod, value: tender?.value, known }
}

/** Proposed by one officer, approved by another; the ledger orders it after the waiting time of a second. */
async function erase(target: { content: Uint8Array | null; entry: bigint | null }): Promise<void> {
  const proposal = { organ, ...target, clause: 'personal-information/47', ground: 'request' }
  const proposed: Committed = await commit(node.url, await act('erasure', 'propose', proposal, officers.keeper))
  assert.equal(proposed.outcome, 'ok')
  const row = await waitFor('the proposal', async () => {
    const { rows } = await json<{ rows: Row[] }>('/api/v1/affairs/erasure/views/erasure')
    return rows.find(({ entry }) => entry === proposed.index)
  })
  const key = decodeCbor(new Uint8Array(Buffer.from(row.key, 'base64url')), { maxBytes: 1024, maxDepth: 8 })
  const approved = await commit(node.url, await act('erasure', 'approve', { erasure: key }, officers.keeper2))
  assert.equal(approved.outcome, 'ok')
}

async function verifies(entry: number, words: RegExp): Promise<void> {
  const [evidence, trust] = [place.at(`${entry}.gse`), place.at(`${entry}.trust.json`)]
  assert.equal((await gongshi(['trust', node.url, '-o', trust], place)).code, 0)
  const fetched = await gongshi(['evidence', 'entry', String(entry), '--url', node.url, '-o', evidence], place)
  assert.equal(fetched.code, 0, fetched.err)
  const { code, out, err } = await gongshi(['verify', evidence, '--trust', trust], place)
  assert.equal(code, 0, err)
  assert.match(out, words)
}

function copiesOf(text: string | undefined): number {
  if (text === undefined) return 0
  const count = filesUnder(place.data).map(({ bytes }) => bytes.toString('latin1').split(latin1(text)).length - 1)
  return count.reduce((sum, each) => sum + each, 0)
}

const latin1 = (text: string): string => Buffer.from(text).toString('latin1')

/** Long texts that stand in this one release and in no other. */
function ownTexts({ fields }: Row): string[] {
  const isOwn = ({ ocid, id }: Release) => ocid === fields.ocid && id === fields.release
  const others = JSON.stringify(releases.filter((release) => !isOwn(release)))
  const texts: string[] = []
  const collect = (value: unknown): void => {
    if (typeof value === 'string' && value.length > 40 && !/["\\]/.test(value)) texts.push(value)
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(collect)
  }
  collect(releases.filter(isOwn))
  return texts.filter((text) => !others.includes(text) && !text.includes(fields.ocid) && !text.includes(fields.release))
}

/** What a reader sees of HTML: its entities resolved. */
function plain(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

/** As words of their own: four letters in a row stand in many a hash in base64. */
function holds(page: string, text: string): boolean {
  for (let at = page.indexOf(text); at >= 0; at = page.indexOf(text, at + 1))
    if (!/[\p{L}\p{N}+/=_-]/u.test((page[at - 1] ?? ' ') + (page[at + text.length] ?? ' '))) return true
  return false
}
