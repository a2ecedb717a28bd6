import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import { act, commit, publication, publish } from '../../test/acts.ts'
import { officers, organ, type Sample, startSample } from '../../test/sampleNode.ts'

let node: Sample
let txId = ''
let size = 0
before(async () => {
  node = await startSample()
  const input = publication()
  for (let round = 0; round < 60; round++) await commit(node.url, await publish())
  const last = await commit(node.url, await act('disclosure', 'publish', input, officers.clerk))
  txId = last.txId
  const refused = await commit(node.url, await act('disclosure', 'publish', input, officers.clerk))
  size = refused.index + 2
})
after(() => node.end())

const page = async (path: string) => {
  const answer = await fetch(`${node.url}${path}`)
  return { status: answer.status, html: await answer.text() }
}
const entriesIn = (html: string) => [...html.matchAll(/href="\/en\/entries\/(\d+)"/g)].map(([, index]) => Number(index))

describe('the explorer', () => {
  test('lists every entry once, part by part, with what came of each', async () => {
    const seen: number[] = []
    for (let path: string | undefined = '/en/entries'; path !== undefined; ) {
      const { status, html } = await page(path)
      assert.equal(status, 200)
      seen.push(...entriesIn(html))
      path = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
    }
    assert.deepEqual(
      seen,
      Array.from({ length: size }, (_, at) => size - 1 - at),
    )
    const { html } = await page('/en/entries')
    assert.match(html, /refused<\/span> <code>row-exists<\/code>/)
    const down = /rel="next" href="([^"]+)"/.exec(html)![1]!
    const up = /rel="prev" href="([^"]+)"/.exec((await page(down)).html)![1]!
    assert.deepEqual(entriesIn((await page(up)).html), entriesIn(html))
  })

  test('an entry says what became of it in words, and gives the events as they are below', async () => {
    const { html } = await page(`/en/entries/${size - 4}`)
    assert.match(
      html,
      /carried out<\/span><p>A new record, Publication: published <a class="ds-link small" href="\/en\/state\?register=/,
    )
    assert.match(html, /<summary>Events[^<]*<\/summary><div><pre[^>]*><code>\[(?:"|&quot;|&#34;)publication/)
    assert.match((await page(`/zh/entries/${size - 4}`)).html, /新的公开信息，状态：已公开/)
  })

  test('a block has its hashes, its signature, its entries and its neighbours', async () => {
    const entry = (await (await fetch(`${node.url}/api/v1/entries/0`)).json()) as { height: number }
    const { html } = await page(`/en/blocks/${entry.height}`)
    const block = (await (await fetch(`${node.url}/api/v1/blocks/${entry.height}`)).json()) as {
      header: { app_hash: string }
    }
    assert.ok(html.includes(block.header.app_hash.toLowerCase()))
    assert.ok(entriesIn(html).includes(0))
    assert.match(html, /signed<\/span>/)
    assert.match(html, new RegExp(`rel="next" href="/en/blocks/${entry.height + 1}"`))
    assert.match((await page('/zh/blocks/1')).html, /本区块没有记录/)
    assert.equal((await page('/en/blocks/999999')).status, 404)
    for (const bad of ['x', '-1', '1.5']) assert.equal((await page(`/en/blocks/${bad}`)).status, 400, bad)
  })

  test('a key has a page: whose it is, what it may do, how it came and what it signed; a stranger’s has none', async () => {
    const keyId = toHex(officers.clerk.key.id)
    const { html: entry } = await page(`/en/entries/${size - 4}`)
    assert.ok(entry.includes(`href="/en/keys/${keyId}"`))
    const { status, html } = await page(`/en/keys/${keyId}`)
    assert.equal(status, 200)
    for (const said of [
      'signs now',
      `/en/organs/${organ.scheme}/${organ.id}`,
      'genesis',
      'What it may do now',
      'What it signed',
    ])
      assert.ok(html.includes(said), said)
    assert.ok(entriesIn(html).includes(size - 4))
    const { html: organs } = await page(`/en/organs/${organ.scheme}/${organ.id}`)
    assert.ok(organs.includes(`href="/en/keys/${keyId}"`) && organs.includes('an officer’s key'))
    const past = /href="(\/en\/state\?[^"]+)"/.exec(html)![1]!.replaceAll('&amp;', '&')
    const { status: found, html: then } = await page(past)
    assert.deepEqual([found, then.includes(keyId)], [200, true])
    const evidence = /href="(\/api\/v1\/evidence\/state\/[^"]+)"/.exec(html)![1]!
    assert.equal((await fetch(`${node.url}${evidence}`)).status, 200)
    for (const stranger of ['00', 'f'.repeat(64), keyId.toUpperCase(), '..%2f'])
      assert.equal((await page(`/zh/keys/${stranger}`)).status, 404, stranger)
  })

  test('finds entries, blocks and transactions by what people type', async () => {
    const find = async (text: string, lang = 'zh') => {
      const answer = await fetch(`${node.url}/${lang}/find?q=${encodeURIComponent(text)}`, { redirect: 'manual' })
      return answer.status === 303 ? answer.headers.get('location') : answer.status
    }
    assert.equal(await find('3'), '/zh/entries/3')
    assert.equal(await find(' № 3 ', 'en'), '/en/entries/3')
    assert.equal(await find('第3条'), '/zh/entries/3')
    assert.equal(await find('block 2', 'en'), '/en/blocks/2')
    assert.equal(await find('区块 2'), '/zh/blocks/2')
    assert.equal(await find(txId.toUpperCase()), `/zh/entries/${size - 4}`)
    for (const nothing of ['999999', 'block 999999', 'f'.repeat(64), '<script>', '../etc', '٣', ''])
      assert.equal(await find(nothing), 404, nothing)
    assert.equal(await find('x'.repeat(81)), 400)
  })
})
