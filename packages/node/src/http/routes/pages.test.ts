import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import { act, commit, publish, put, rowKeyOf, upload, waitFor } from '../../../test/acts.ts'
import { officers, organ, powers, type Sample, startSample } from '../../../test/sampleNode.ts'

const others = 230
const own = 45
const buyer = { scheme: 'x-buyer', id: 'a/b c' }

let node: Sample
let expected: readonly string[]

before(async () => {
  node = await startSample({ config: { http: { port: 0, requestsPerMinute: 100_000 } } })
  // The organ's own notices first, then more of others than any list used to look at.
  const numbers = Array.from({ length: own }, (_, at) => `Own-${at}`)
  for (const identifier of numbers) await commit(node.url, await publish({}, { identifier }))
  expected = numbers.toReversed()
  const imports = await Promise.all(Array.from({ length: others }, (_, at) => importOf(`release-${at}`)))
  await Promise.all(imports.map((transaction) => commit(node.url, transaction)))
  await waitFor('the views', async () => {
    const { logSize } = (await ask('/api/v1/ledger')) as { logSize: number }
    const view = (await ask('/api/v1/affairs/disclosure/views/release?limit=1')) as { asOf: { entries: number } }
    return view.asOf.entries === logSize
  })
})
after(() => node.end())

const ask = async (path: string): Promise<unknown> => (await fetch(`${node.url}${path}`)).json()
const page = async (path: string): Promise<string> => {
  const response = await fetch(`${node.url}${path}`)
  assert.equal(response.status, 200, path)
  return response.text()
}

function importOf(release: string): Promise<Uint8Array> {
  const input = { ocid: 'ocds-x', release, date: null, tags: [], amounts: [], organ: buyer, content: powers.random(32) }
  return act('disclosure', 'importRelease', input, officers.clerk)
}

/** What each notice in the list is called, in order. */
const namesIn = (html: string): string[] =>
  [...html.matchAll(/<h3><a href="[^"]*">([^<]*)</g)].map((found) => found[1]!.split(' ').at(-1)!)
const wayIn = (html: string, rel: 'prev' | 'next'): string | undefined =>
  new RegExp(`rel="${rel}" href="([^"]*)"`).exec(html)?.[1]?.replaceAll('&amp;', '&')

async function walk(
  from: string,
  rel: 'prev' | 'next',
): Promise<{ readonly paths: string[]; readonly names: string[][] }> {
  const paths = [from]
  const names = [namesIn(await page(from))]
  for (let next = wayIn(await page(from), rel); next !== undefined; next = wayIn(await page(next), rel)) {
    paths.push(next)
    names.push(namesIn(await page(next)))
    assert.ok(paths.length < 50, 'the way ends')
  }
  return { paths, names }
}

describe('lists of notices', () => {
  for (const lang of ['zh', 'en'] as const) {
    test(`an organ’s page has all that it published, however much others did since (${lang})`, async () => {
      const down = await walk(`/${lang}/organs/${organ.scheme}/${organ.id}`, 'next')
      assert.deepEqual(down.names.flat(), expected)
      assert.deepEqual(
        down.names.map(({ length }) => length),
        [20, 20, 5],
      )
      const up = await walk(down.paths.at(-1)!, 'prev')
      assert.equal(up.paths.length, 3)
      assert.deepEqual(up.names.at(-1), down.names[0])
      assert.equal(wayIn(await page(up.paths.at(-1)!), 'prev'), undefined)
    })
  }

  test('the home page goes down to the first notice and back', async () => {
    const down = await walk('/en/', 'next')
    assert.equal(down.names.flat().length, own + others)
    assert.equal(new Set(down.names.flat()).size, own + others)
    assert.deepEqual(down.names.flat().slice(-own), expected)
    const up = await walk(down.paths.at(-1)!, 'prev')
    assert.equal(up.paths.length, down.paths.length)
    assert.deepEqual(up.names.at(-1), down.names[0])
  })

  test('a part of the list has the same part in the other language', async () => {
    const second = wayIn(await page('/zh/'), 'next')!
    const html = await page(second)
    const other = /class="language" href="([^"]*)"/.exec(html)![1]!
    assert.ok(html.includes(`hreflang="en" href="${node.url}${other}"`), 'search engines want the whole address')
    assert.deepEqual(namesIn(await page(other.replaceAll('&amp;', '&'))), namesIn(html))
  })

  test('a buyer that imported data name has a page, though it is no organ of this ledger', async () => {
    const path = `/en/organs/${buyer.scheme}/${encodeURIComponent(buyer.id)}`
    assert.equal((await walk(path, 'next')).names.flat().length, others)
    assert.equal((await fetch(`${node.url}/en/organs/x-buyer/nobody`)).status, 404)
  })

  test('cursors beyond either end lead back', async () => {
    assert.deepEqual(namesIn(await page('/en/?after=999999')), namesIn(await page('/en/')))
    assert.deepEqual(namesIn(await page('/en/?before=0')), [])
    for (const query of ['before=-1', 'after=x', 'before=9007199254740993'])
      assert.equal((await fetch(`${node.url}/en/?${query}`)).status, 400, query)
  })

  test('the API lists one organ’s rows, too', async () => {
    const at = '/api/v1/affairs/disclosure/views'
    const rowsOf = async (path: string) => ((await ask(path)) as { rows: { fields: { identifier: string } }[] }).rows
    const rows = await rowsOf(`${at}/publication?filter[organ]=${organ.scheme}/${organ.id}&limit=200`)
    assert.deepEqual(
      rows.map(({ fields }) => fields.identifier),
      expected,
    )
    assert.equal((await rowsOf(`${at}/release?filter[organ]=${organ.scheme}/${organ.id}`)).length, 0)
    assert.equal((await fetch(`${node.url}${at}/release?filter[organ]=nothing`)).status, 400)
  })
})

test('large type is chosen by a link, remembered by a cookie, and another page to a cache than the plain one', async () => {
  const to = '/en/organs/on?day=2026-05-12'
  const asked = (look: string, where: string) => `${node.url}/en/look?as=${look}&to=${encodeURIComponent(where)}`
  const chosen = await fetch(asked('elder', to), { redirect: 'manual' })
  assert.deepEqual([chosen.status, chosen.headers.get('location')], [303, to])
  assert.match(
    chosen.headers.get('set-cookie') ?? '',
    /^look=elder; Path=\/; Max-Age=31536000; SameSite=Lax; HttpOnly$/,
  )
  const [plain, elder] = await Promise.all(
    ['look=plain', 'other=1; look=elder'].map((cookie) => fetch(`${node.url}/en/ledger`, { headers: { cookie } })),
  )
  assert.notEqual(plain!.headers.get('etag'), elder!.headers.get('etag'))
  assert.match(await elder!.text(), /^<!doctype html>\n<html data-look="elder" lang="en">/)
  assert.match(
    await plain!.text(),
    /^<!doctype html>\n<html lang="en">[\s\S]*href="\/en\/look\?as=elder&amp;to=%2Fen%2Fledger"/,
  )
  for (const elsewhere of ['//evil.example/', 'https://evil.example/', '/verify', '/en\\evil.example', '/en/\r\nx: y'])
    assert.equal((await fetch(asked('elder', elsewhere), { redirect: 'manual' })).status, 400, elsewhere)
})

async function written(title: string, text: string): Promise<Uint8Array> {
  const uploaded = await upload([
    { path: 'title/zh', bytes: utf8(title) },
    { path: 'paragraph/1/zh', bytes: utf8(text) },
  ])
  assert.equal((await put(node.url, uploaded)).status, 201)
  return uploaded.commitment
}

test('what changed is told version by version: what the register says, and the words, with marks that are said', async () => {
  const [first, second, third] = [
    await written('停水公告', '三日停水，<b>四日</b>恢复。'),
    await written('停水公告', '五日停水，<b>六日</b>恢复。'),
    powers.random(32),
  ]
  const effective = '2026-05-01'
  await commit(node.url, await publish({}, { identifier: 'changes', content: first }))
  const key = [[organ.scheme, organ.id], 'changes']
  const correct = async (content: Uint8Array, changes: object) => {
    const input = { publication: key, issued: '2026-01-02', effective: null, expires: null, content }
    const told = { clause: 'government-information/20', reason: 'error' }
    return commit(node.url, await act('disclosure', 'supersede', { ...input, ...told, ...changes }, officers.clerk))
  }
  await correct(second, { effective })
  await correct(third, { effective })
  const path = `/records/p-${rowKeyOf(key as never)}`
  const changes = await waitFor('the third version', async () => {
    const html = await (await fetch(`${node.url}/en${path}/changes`)).text()
    return html.includes('to version 3') ? html : null
  })
  assert.ok(changes.includes('words cannot be compared'), 'the third is not here')
  const html = await page(`/zh${path}/changes?from=1&to=2`)
  assert.ok(/施行日期<\/td><td[^>]*>—<\/td><td[^>]*>2026-05-01/.test(html))
  const [, marked = ''] = /<p class="diff">(.*?)<\/p>/s.exec(html) ?? []
  assert.match(marked, /<del><span class="visually-hidden">\[删去 <\/span>三/)
  assert.match(marked, /<ins><span class="visually-hidden">\[新增 <\/span>五/)
  assert.ok(marked.includes('&lt;b&gt;') && !marked.includes('<b>'), 'text is text')
  const record = await page(`/en${path}`)
  assert.ok(record.includes(`href="/en${path}/changes?from=2&amp;to=3"`))
  for (const none of ['from=2&to=2', 'from=3&to=1', 'from=1&to=9'])
    assert.equal((await fetch(`${node.url}/en${path}/changes?${none}`)).status, 404, none)
})
