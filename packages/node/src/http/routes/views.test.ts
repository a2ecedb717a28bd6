import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { entityWord } from '@gongshi/portal'
import { decodeCbor, toHex, utf8 } from '@gongshi/protocol'
import { act, commit, publish, put, upload, waitFor } from '../../../test/acts.ts'
import { refusal } from '../../../test/ask.ts'
import { officers, organ, type Sample, startSample } from '../../../test/sampleNode.ts'

type Row = {
  key: string
  affair: string
  entity: string
  status: string
  entry: number
  fields: Record<string, string>
  document?: { content: string; fragment: string }
}
type Page = { asOf: { entries: number; height: number }; rows: Row[]; next: string | null }

const notices = [
  { identifier: '路灯-1', kind: 'notice' },
  { identifier: '路灯-2', kind: 'plan' },
  { identifier: '=SUM(A1),"x"', kind: 'notice' },
  { identifier: 'street lights 4', kind: 'award' },
]
const path = '/api/v1/affairs/disclosure/views/publication'
const ofOrgan = `filter[organ]=${organ.scheme}/${organ.id}`

let node: Sample
let at: string
before(async () => {
  node = await startSample()
  at = `${node.url}${path}`
  for (const notice of notices) await commit(node.url, await publish({}, notice))
  await waitFor('the views', async () => (await page('')).rows.length === notices.length)
})
after(() => node.end())

const get = async (url: string) => (await (await fetch(url)).json()) as Page
const page = (query: string) => get(`${at}?${query}`)
const names = ({ rows }: Page) => rows.map(({ fields }) => fields.identifier)
const [one, two, formula, four] = notices.map(({ identifier }) => identifier)

describe('views', () => {
  test('filter by fields and sort by them, in both directions', async () => {
    assert.deepEqual(names(await page('')), [four, formula, two, one])
    assert.deepEqual(names(await page('sort=entry')), [one, two, formula, four])
    assert.deepEqual(names(await page('filter[kind]=notice')), [formula, one])
    assert.deepEqual(names(await page(`${ofOrgan}&filter[kind]=plan&filter[status]=published`)), [two])
    assert.deepEqual(names(await page('sort=kind')), [four, one, formula, two])
    assert.deepEqual(names(await page('filter[status]=withdrawn')), [])
    const { asOf } = await page('')
    assert.ok(asOf.entries > 4 && asOf.height > 0)
  })

  test('go on by cursors, which hold for their question alone', async () => {
    const found: unknown[] = []
    let cursor = ''
    for (let pages = 0; ; pages++) {
      const { rows, next } = await page(`limit=1&sort=-kind&${ofOrgan}${cursor}`)
      found.push(...rows.map(({ fields }) => fields.identifier))
      if (next === null) break
      cursor = `&cursor=${next}`
      assert.ok(pages < 9)
    }
    assert.deepEqual(found, [two, formula, one, four])
    const { next } = await page(`limit=1&sort=-kind`)
    for (const wrong of [
      `limit=1&cursor=${next}`,
      `sort=-kind&${ofOrgan}&cursor=${next}`,
      `sort=-kind&cursor=x${next}`,
    ])
      assert.equal(await refusal(`${at}?${wrong}`), 'cursor-invalid')
    await node.restart()
    at = `${node.url}${path}`
    assert.deepEqual(names(await page(`limit=1&sort=-kind&cursor=${next}`)), [formula])
  })

  test('refuse by codes what is no field, no value of it, no order', async () => {
    assert.equal(await refusal(`${at}?filter[identifier]=x`), 'filter-unknown')
    assert.equal(await refusal(`${at}?filter[constructor]=x`), 'filter-unknown')
    assert.equal(await refusal(`${at}?filter[organ]=nothing`), 'filter-malformed')
    assert.equal(await refusal(`${at}?sort=identifier`), 'sort-unknown')
    assert.equal(await refusal(`${at}?sort=-constructor`), 'sort-unknown')
    for (const hostile of ["' OR 1=1 --", '"; DROP TABLE revision', '%00', '\u202e', 'x'.repeat(1000)])
      assert.deepEqual(names(await page(`filter[kind]=${encodeURIComponent(hostile)}`)), [])
  })

  test('as CSV: every field a column, no cell a formula, the next page in the header', async () => {
    const response = await fetch(`${at}?sort=entry&limit=3`, { headers: { accept: 'text/csv' } })
    assert.match(response.headers.get('content-type')!, /^text\/csv; charset=utf-8/)
    assert.match(response.headers.get('gongshi-as-of')!, /^entries=\d+, height=\d+$/)
    const lines = (await response.text()).split('\r\n')
    assert.match(lines[0]!, /^key,revision,status,action,entry,height,time,organ,identifier,kind,/)
    assert.equal(lines.length, 5)
    assert.ok(lines[3]!.includes(`"'=SUM(A1),""x"""`), lines[3])
    const link = /^<(.*)>; rel="next"$/.exec(response.headers.get('link')!)![1]!
    const rest = await (await fetch(`${node.url}${link}&format=csv`)).text()
    assert.equal(rest.split('\r\n').length, 3)
  })

  test('are described field by field, in both languages', async () => {
    const { views } = (await (await fetch(`${node.url}/api/v1/affairs/disclosure`)).json()) as {
      views: { view: string; title: { zh: string; en: string }; fields: { name: string; filters: boolean }[] }[]
    }
    const { title, fields } = views.find(({ view }) => view === 'publication')!
    assert.ok(title.zh !== title.en)
    assert.deepEqual(
      fields.filter(({ filters }) => filters).map(({ name }) => name),
      ['status', 'organ', 'kind', 'content'],
    )
    const kind = fields.find(({ name }) => name === 'kind')
    assert.deepEqual(kind, {
      name: 'kind',
      kind: { kind: 'code', list: 'publication-kind' },
      title: { zh: '类别', en: 'Kind' },
      filters: true,
      form: 'as it is',
    })
  })
})

describe('search', () => {
  const search = (query: string) => get(`${node.url}/api/v1/search?${query}`)
  const asked = (text: string) => search(`q=${encodeURIComponent(text)}`)

  test('finds rows by their words in either script, page by page', async () => {
    assert.deepEqual(names(await asked('路灯')), [two, one])
    assert.deepEqual(names(await asked('路灯 2')), [two])
    assert.deepEqual(names(await asked('STREET lig')), [four])
    assert.deepEqual(names(await asked('nothing of it')), [])
    const first = await search(`q=${encodeURIComponent('路灯')}&limit=1`)
    assert.deepEqual([names(first), first.rows[0]!.affair, first.rows[0]!.entity], [[two], 'disclosure', 'publication'])
    const second = await search(`q=${encodeURIComponent('路灯')}&limit=1&cursor=${first.next}`)
    assert.deepEqual([names(second), second.next], [[one], null])
  })

  test('says what could have been meant where nothing is found, in the API and on the page', async () => {
    const { rows, suggestions } = (await asked('streat lights')) as unknown as {
      rows: unknown[]
      suggestions: string[]
    }
    assert.deepEqual([rows, suggestions], [[], ['street lights']])
    const html = await (await fetch(`${node.url}/en/search?q=streat+lights`)).text()
    assert.match(html, /href="\/en\/search\?q=street%20lights"/)
    assert.ok(html.includes(four!), 'what it finds is shown')
    const feed = await (await fetch(`${node.url}/en/search.atom?q=streat+lights`)).text()
    assert.ok(!feed.includes('<entry>'), 'a feed has what was asked for and nothing else')
  })

  test('finds documents by their words, with a fragment, in the API and on the page; nothing of it stays when it goes', async () => {
    const uploaded = await upload([
      { path: 'title/zh', bytes: utf8('停水通知') },
      { path: 'paragraph/1/en', bytes: utf8('No water in <b>Mill</b> Street on Monday.') },
    ])
    const { commitment } = uploaded
    assert.equal((await put(node.url, uploaded)).status, 201)
    const { index } = await commit(node.url, await publish({}, { content: commitment }))
    const hit = await waitFor('the document', async () => (await asked('停水 water monday')).rows[0])
    const [content, fragment] = [toHex(commitment), 'No water in <b>Mill</b> Street on Monday.']
    assert.deepEqual([hit.entry, hit.document], [index, { content, fragment }])
    assert.deepEqual(names(await page(`filter[content]=${content}`)), [hit.fields.identifier])
    const html = await (await fetch(`${node.url}/en/search?q=water`)).text()
    assert.ok(html.includes('No water in &lt;b&gt;Mill&lt;/b&gt; Street on Monday.'))
    const fields = { organ, content: commitment, entry: null, clause: 'personal-information/47', ground: 'request' }
    const { index: proposed } = await commit(node.url, await act('erasure', 'propose', fields, officers.keeper))
    const rows = await waitFor('the proposal', async () => {
      const found = await get(`${node.url}/api/v1/affairs/erasure/views/erasure`)
      return found.rows[0]?.entry === proposed ? found.rows : null
    })
    // What has no words of its own is called by what it is, in the page's language.
    for (const [lang, word] of [
      ['zh', '删除事项'],
      ['en', entityWord('erasure', 'erasure', 'en')],
    ])
      assert.ok(
        (await (await fetch(`${node.url}/${lang}/search?q=personal`)).text()).includes(`>${word} № ${proposed}<`),
      )
    const erasure = decodeCbor(new Uint8Array(Buffer.from(rows[0]!.key, 'base64url')), { maxBytes: 64, maxDepth: 2 })
    const approval = await act('erasure', 'approve', { erasure } as never, officers.keeper2)
    await commit(node.url, approval)
    await waitFor('the words to go', async () => (await asked('water')).rows.length === 0)
    assert.ok(!(await (await fetch(`${node.url}/en/search?q=water`)).text()).includes('Street on Monday'))
  })

  test('is narrowed down by kind, organ and days, in the API, on the page and in its feed', async () => {
    const lamps = `q=${encodeURIComponent('路灯')}`
    const own = `organ=${organ.scheme}/${organ.id}`
    const day = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
    for (const [asked, found] of [
      ['kind=disclosure/publication', [two, one]],
      ['kind=disclosure/release', []],
      [own, [two, one]],
      ['organ=x-other/1', []],
      [`from=${day}&to=${day}&${own}`, [two, one]],
      ['to=2020-01-01', []],
      ['from=2020-01-01', [two, one]],
      ['from=9999-12-31', []],
    ] as const)
      assert.deepEqual(names(await search(`${lamps}&${asked}`)), found, asked)
    const { next } = await search(`${lamps}&${own}&limit=1`)
    assert.deepEqual(names(await search(`${lamps}&${own}&limit=1&cursor=${next}`)), [one])
    assert.equal(await refusal(`${node.url}/api/v1/search?${lamps}&limit=1&cursor=${next}`), 'cursor-invalid')
    for (const wrong of ['kind=nothing', 'kind=disclosure/nothing', 'organ=x', 'from=2026-02-30', 'to=now'])
      assert.equal(await refusal(`${node.url}/api/v1/search?${lamps}&${wrong}`), 'request-malformed', wrong)
    const html = await (await fetch(`${node.url}/en/search?${lamps}&${own}&from=soon`)).text()
    assert.ok(html.includes(`search.atom?${lamps}&amp;organ=${encodeURIComponent(`${organ.scheme}/${organ.id}`)}`))
    assert.ok(html.includes('left out: On this day or later'))
    const nothing = await (await fetch(`${node.url}/en/search?${lamps}&to=2020-01-01`)).text()
    assert.ok(nothing.includes('Nothing found'), 'what lies outside is not suggested either')
  })

  test('refuses by codes what has no words, and a cursor of other words', async () => {
    const at = `${node.url}/api/v1/search`
    assert.equal(await refusal(`${at}?q=${encodeURIComponent('-- "*" & |')}`), 'search-empty')
    assert.equal(await refusal(at), 'request-malformed')
    const { next } = await search(`q=${encodeURIComponent('路灯')}&limit=1`)
    assert.equal(await refusal(`${at}?q=other&cursor=${next}`), 'cursor-invalid')
  })
})

describe('operators', () => {
  test('see how far lists and search are, and have them made anew', async () => {
    const views = async (method = 'GET', at = '/views') =>
      (await (await fetch(`${node.opsUrl}${at}`, { method })).json()) as {
        serving: { generation: number; entries: number }
        logSize: number
      }
    const before = await waitFor('the views', async () => {
      const status = await views()
      return status.serving.entries === status.logSize ? status : null
    })
    await views('POST', '/views/rebuild')
    await waitFor('the rebuild', async () => (await views()).serving.generation > before.serving.generation)
    assert.deepEqual(names(await page('')).slice(-4), [four, formula, two, one])
    const metrics = await (await fetch(`${node.opsUrl}/metrics`)).text()
    assert.match(metrics, /^gongshi_projected_entries [1-9]/m)
    assert.match(metrics, /^gongshi_unprojected_entries 0$/m)
    assert.match(metrics, /^gongshi_projections_down 0$/m)
  })
})
