import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { commit, publish, waitFor } from '../../../test/acts.ts'
import { organ, type Sample, startSample } from '../../../test/sampleNode.ts'

/** What an XML parser of somebody else's makes of a feed; it refuses what is not well-formed. */
const parser = `
import json, sys, xml.etree.ElementTree as tree
atom = '{http://www.w3.org/2005/Atom}'
root = tree.fromstring(sys.stdin.buffer.read())
links = lambda of: {each.get('rel'): each.get('href') for each in of.findall(atom + 'link')}
text = lambda of, name: of.find(atom + name).text
print(json.dumps({
  'name': root.tag, 'id': text(root, 'id'), 'title': text(root, 'title'), 'updated': text(root, 'updated'),
  'author': root.find(atom + 'author').find(atom + 'name').text, 'links': links(root),
  'entries': [{'id': text(each, 'id'), 'title': text(each, 'title'), 'updated': text(each, 'updated'),
    'links': links(each)} for each in root.findall(atom + 'entry')]}))
`
const missing = spawnSync('python3', ['--version']).status !== 0

type Feed = {
  readonly name: string
  readonly id: string
  readonly updated: string
  readonly author: string
  readonly links: { readonly [rel: string]: string }
  readonly entries: readonly { id: string; title: string; updated: string; links: { alternate: string } }[]
}

describe('feeds', { skip: missing && 'needs python3' }, () => {
  const hostile = ['<b onclick="x">&amp;</b>', ']]> -->', '公示 😀', 'one “quoted” "here"']
  const many = 60
  let node: Sample
  before(async () => {
    node = await startSample()
    for (const identifier of [...hostile, ...Array.from({ length: many }, (_, at) => `Notice ${at}`)])
      await commit(node.url, await publish({}, { identifier }))
    await waitFor('the views', async () => {
      const { logSize } = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { logSize: number }
      const view = await fetch(`${node.url}/api/v1/affairs/disclosure/views/publication?limit=1`)
      return ((await view.json()) as { asOf: { entries: number } }).asOf.entries === logSize
    })
  })
  after(() => node.end())

  async function read(url: string): Promise<Feed> {
    const answer = await fetch(url)
    assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'application/atom+xml; charset=utf-8'])
    const { status, stdout, stderr } = spawnSync('python3', ['-c', parser], {
      input: Buffer.from(await answer.bytes()),
    })
    assert.equal(status, 0, stderr.toString())
    return JSON.parse(stdout.toString()) as Feed
  }

  test('hold the newest first, each under the address of its page, and lead on to the older ones', async () => {
    const feed = await read(`${node.url}/en/notices.atom`)
    assert.equal(feed.name, '{http://www.w3.org/2005/Atom}feed')
    assert.deepEqual([feed.id, feed.links.self], [`${node.url}/en/notices.atom`, feed.id])
    assert.equal(feed.updated, feed.entries[0]!.updated)
    assert.deepEqual([feed.entries.length, feed.author.length > 0], [50, true])
    const older = await read(feed.links.next!)
    const all = [...feed.entries, ...older.entries]
    assert.equal(new Set(all.map(({ id }) => id)).size, many + hostile.length)
    const times = all.map(({ updated }) => updated)
    assert.deepEqual(times, times.toSorted().reverse())
    const [newest] = all
    assert.deepEqual([newest!.id, newest!.title.includes(`Notice ${many - 1}`)], [newest!.links.alternate, true])
    assert.equal((await fetch(newest!.id)).status, 200)
    const titles = older.entries.map(({ title }) => title).toReversed()
    for (const [at, text] of hostile.entries()) assert.ok(titles[at]!.includes(text), titles[at])
  })

  test('of an organ, of a search, in both languages; each page names its own', async () => {
    const place = `/organs/${organ.scheme}/${organ.id}`
    assert.equal((await read(`${node.url}/zh${place}/notices.atom`)).entries.length, 50)
    assert.equal((await read(`${node.url}/zh/organs/x-nobody/none/notices.atom`)).entries.length, 0)
    const found = await read(`${node.url}/zh/search.atom?q=${encodeURIComponent('Notice 17')}`)
    assert.equal(found.entries[0]!.title.includes('Notice 17'), true)
    for (const [page, feed] of [
      ['/zh/', '/zh/notices.atom'],
      [`/en${place}`, `/en${place}/notices.atom`],
      ['/en/search?q=Notice', '/en/search.atom?q=Notice'],
    ] as const) {
      const text = await (await fetch(`${node.url}${page}`)).text()
      assert.ok(text.includes(`<link rel="alternate" type="application/atom+xml" href="${feed}">`), page)
    }
  })

  test('who has the newest already is told so; nothing to search for is refused', async () => {
    const first = await fetch(`${node.url}/en/notices.atom`)
    const headers = { 'if-none-match': first.headers.get('etag')! }
    assert.equal((await fetch(`${node.url}/en/notices.atom`, { headers })).status, 304)
    assert.equal((await fetch(`${node.url}/en/search.atom`)).status, 400)
    assert.equal((await fetch(`${node.url}/en/search.atom?q=Notice&cursor=x`)).status, 400)
  })
})
