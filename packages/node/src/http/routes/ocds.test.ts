import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { type Json, type JsonObject, maskRelease, mergeReleases, readReleases } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import { releasePackage, syntheticReleases } from '@gongshi/testkit'
import { act, commit, put, upload, waitFor } from '../../../test/acts.ts'
import { refusal } from '../../../test/ask.ts'
import { eraseContent } from '../../../test/eraseEntry.ts'
import { officers, type Sample, startSample } from '../../../test/sampleNode.ts'

type Release = JsonObject & { readonly ocid: string; readonly id: string }
type Feed = {
  readonly asOf: { readonly entries: number; readonly height: number }
  readonly releases: readonly { readonly [name: string]: Json }[]
  readonly resume: number | null
  readonly more: boolean
}

const { releases: made, persons } = syntheticReleases(10)
const [first, second, withdrawn, absent, erased, ...others] = made as unknown as readonly Release[]
/** A later release of the first process, by somebody whom masking knows as little as the first one's. */
const amended: Release = {
  ...first!,
  id: 'synthetic-0-amended',
  date: '2026-12-01T00:00:00Z',
  tag: ['awardUpdate'],
  awards: [{ ...((first!.awards as readonly JsonObject[])[0] as JsonObject), status: 'cancelled' }],
}
/** Two that cannot be merged: a date that is none. */
const undated: Release = { ...second!, ocid: 'ocds-000000-undated', date: 'yesterday' }
const shown = [first!, second!, ...others, amended, undated]

let node: Sample
const ask = async (path: string): Promise<Response> => fetch(`${node.url}${path}`)
const json = async <Value>(path: string): Promise<Value> => {
  const answer = await ask(path)
  assert.equal(answer.status, 200, path)
  return (await answer.json()) as Value
}
const text = async (path: string): Promise<string> => (await ask(path)).text()
const feed = (query = ''): Promise<Feed> => json(`/ocds/releases${query}`)

async function importOne(release: Release, isHeld = true): Promise<{ content: Uint8Array; entry: number }> {
  for await (const read of readReleases([utf8(JSON.stringify(releasePackage([release as never])))])) {
    assert.ok(read.ok)
    const content = await upload(read.source)
    if (isHeld) assert.equal((await put(node.url, content)).status, 201)
    const { ocid, id, date, tags, amounts, organ: buyer } = read.release
    const input = { ocid, release: id, date, tags, amounts, organ: buyer, content: content.commitment }
    const { outcome, index } = await commit(
      node.url,
      await act('disclosure', 'importRelease', input as never, officers.clerk),
    )
    assert.equal(outcome, 'ok')
    return { content: content.commitment, entry: index }
  }
  throw new Error('no release')
}

before(async () => {
  node = await startSample()
  for (const release of shown.slice(0, -2)) await importOne(release)
  const taken = await importOne(withdrawn!)
  await importOne(absent!, false)
  const gone = await importOne(erased!)
  for (const release of shown.slice(-2)) await importOne(release)
  const key = { release: [withdrawn!.ocid, withdrawn!.id], clause: 'government-information/20', reason: 'error' }
  const { outcome } = await commit(node.url, await act('disclosure', 'withdrawRelease', key as never, officers.clerk))
  assert.equal(outcome, 'ok')
  assert.ok(taken.entry < gone.entry)
  await eraseContent(node.url, gone.content)
  await waitFor('the texts', async () => {
    const { releases, asOf } = await feed()
    const states = releases.map((each) => each.text)
    const { logSize } = await json<{ logSize: number }>('/api/v1/ledger')
    return asOf.entries === logSize && states.filter((state) => state === 'held').length === shown.length + 1
  })
})
after(() => node.end())

const masked = (release: Release): JsonObject => JSON.parse(JSON.stringify(maskRelease(release)))
const processes = [...Map.groupBy(shown, ({ ocid }) => ocid)].sort(([left], [right]) => (left < right ? -1 : 1))
const compiledOf = (releases: readonly Release[]) => mergeReleases(releases.map(masked)).compiled
const mergeable = processes.filter(([ocid]) => ocid !== undated.ocid)

describe('releases by their addresses', () => {
  test('the feed has each once, in order, with its height; it goes on where it was left', async () => {
    const whole = await feed()
    assert.equal(whole.releases.length, shown.length + 3)
    assert.equal(whole.more, false)
    assert.ok(whole.asOf.height >= Number(whole.releases.at(-1)!.height))
    const states = Object.fromEntries(whole.releases.map((each) => [String(each.release), [each.status, each.text]]))
    assert.deepEqual(states[withdrawn!.id], ['withdrawn', 'held'])
    assert.deepEqual(states[absent!.id], ['published', 'absent'])
    assert.deepEqual(states[erased!.id], ['published', 'gone'])
    assert.equal(whole.releases.at(-1)?.release, withdrawn!.id, 'a change comes where it happened')
    const walked: unknown[] = []
    for (let query = '?limit=3', more = true; more; ) {
      const page = await feed(query)
      walked.push(...page.releases)
      query = `?limit=3&after=${page.resume}`
      more = page.more
    }
    assert.deepEqual(walked, whole.releases)
    assert.deepEqual((await feed(`?after=${whole.resume}`)).releases, [])
  })

  test('what has not changed is not sent again', async () => {
    await waitFor('a node at rest', async () => {
      const held = await ask('/ocds/releases')
      await held.text()
      const headers = { 'if-none-match': held.headers.get('etag') ?? '' }
      return (await fetch(`${node.url}/ocds/releases`, { headers })).status === 304
    })
  })

  test('a release: masked, in a package that names its own address', async () => {
    const { releases } = await feed()
    for (const { url, ocid, release: id } of releases.filter(
      (each) => each.text === 'held' && each.status === 'published',
    )) {
      const found = (await (await fetch(String(url))).json()) as {
        uri: string
        version: string
        releases: JsonObject[]
      }
      assert.deepEqual([found.uri, found.version], [url, '1.1'])
      assert.deepEqual(found.releases, [masked(shown.find((each) => each.ocid === ocid && each.id === id)!)])
    }
    for (const { ocid, id } of [withdrawn!, absent!, erased!, { ocid: 'ocds-000000-x', id: '1' }])
      assert.equal(await refusal(`${node.url}/ocds/releases/${ocid}/${id}`), 'ocds-release-unknown')
  })

  test('a record: all releases and what they make together; versioned if wanted', async () => {
    const own = [first!, amended].map(masked)
    const path = `/ocds/records/${first!.ocid}`
    const { records } = await json<{ records: JsonObject[] }>(path)
    const merged = mergeReleases(own)
    assert.deepEqual(records, [{ ocid: first!.ocid, releases: own, compiledRelease: merged.compiled }])
    const { parties } = merged.compiled as { parties: { id: string }[] }
    assert.equal(
      parties.filter(({ id }) => id.endsWith('/party-1')).length,
      2,
      'who is masked is never taken for another',
    )
    const more = await json<{ records: JsonObject[] }>(`${path}?versioned=true`)
    assert.deepEqual(more.records[0]?.versionedRelease, merged.versioned)
    const odd = await json<{ records: JsonObject[] }>(`/ocds/records/${undated.ocid}`)
    assert.deepEqual(odd.records, [{ ocid: undated.ocid, releases: [masked(undated)] }], 'not merged, yet shown')
    for (const ocid of [withdrawn!.ocid, absent!.ocid, erased!.ocid, 'x', '%00', '%F0%9F%98%80'])
      assert.equal(await refusal(`${node.url}/ocds/records/${ocid}`), 'ocds-record-unknown')
  })

  test('packages page by page: each release once', async () => {
    const found: JsonObject[] = []
    const { first: start } = await json<{ first: string }>('/ocds/packages')
    for (let at: string | undefined = start; at !== undefined; ) {
      const page = (await (await fetch(at)).json()) as { releases: JsonObject[]; uri: string; links?: { next: string } }
      found.push(...page.releases)
      at = page.links?.next
    }
    assert.deepEqual(found, shown.map(masked))
    assert.equal(await refusal(`${node.url}/ocds/packages/77`), 'ocds-package-empty')
  })
})

test('the commands of docs/ocds.md work as they stand', async () => {
  const page = await readFile(new URL('../../../../../docs/ocds.md', import.meta.url), 'utf8')
  const addresses = [...page.matchAll(/^curl "\$GONGSHI_URL(.*)"$/gm)].map(([, path]) => path!)
  assert.equal(addresses.length, 5)
  for (const path of addresses) assert.equal((await ask(path)).status, 200, path)
})

describe('the whole in one stream', () => {
  const lines = (found: string): JsonObject[] =>
    found
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

  test('releases, records and compiled releases, as lines and as packages', async () => {
    assert.deepEqual(lines(await text('/ocds/export/releases.jsonl')), shown.map(masked))
    const { releases } = await json<{ releases: JsonObject[] }>('/ocds/export/releases.json')
    assert.deepEqual(releases, shown.map(masked))
    const wanted = processes.map(([ocid, own]) => ({
      ocid,
      releases: own.map(masked),
      ...(ocid === undated.ocid ? {} : { compiledRelease: compiledOf(own) }),
    }))
    assert.deepEqual(lines(await text('/ocds/export/records.jsonl')), wanted)
    assert.deepEqual((await json<{ records: JsonObject[] }>('/ocds/export/records.json')).records, wanted)
    const compiled = mergeable.map(([, own]) => compiledOf(own))
    assert.deepEqual(lines(await text('/ocds/export/compiled.jsonl')), compiled)
    assert.equal(await refusal(`${node.url}/ocds/export/all.zip`), 'request-malformed')
  })

  test('as of which entry stands in its head, and nobody’s name in it', async () => {
    const answer = await ask('/ocds/export/records.json')
    assert.match(answer.headers.get('gongshi-as-of') ?? '', /^entries=\d+, height=\d+$/)
    const found = await answer.text()
    for (const person of persons.filter((name) => !name.includes('trader'))) assert.ok(!found.includes(person), person)
    assert.ok(!found.includes('"name":null'))
    const head = await fetch(`${node.url}/ocds/export/records.json`, { method: 'HEAD' })
    assert.deepEqual([head.status, await head.text()], [200, ''])
  })

  test('who takes nothing keeps a few places and no more, and they come back', async () => {
    const { hostname, port } = new URL(node.url)
    const sockets = Array.from({ length: 12 }, () => connect(Number(port), hostname))
    for (const socket of sockets) {
      socket.on('error', () => undefined)
      socket.pause()
      socket.write(`GET /ocds/export/records.json HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`)
    }
    await json('/ocds/releases')
    for (const socket of sockets) socket.destroy()
    await waitFor('a place', async () => (await ask('/ocds/export/compiled.jsonl')).status === 200)
  })
})
