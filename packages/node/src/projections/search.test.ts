import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { NotesCity } from '../../test/notesCity.ts'
import { noPostgres, PrivatePostgres } from '../../test/privatePostgres.ts'
import { type Projected, project } from '../../test/projected.ts'
import { freshFolder } from '../../test/sampleNode.ts'
import type { ViewRow } from './question.ts'
import { wordQuery, wordsOf } from './words.ts'

const hostile = [
  '<script>alert(1)</script> 公告',
  `'; DROP TABLE revision; -- 路灯`,
  '"路灯" OR NEAR(a b) NOT * ^ : {words}',
  "公告 & !采购 | <-> 'lamp':*",
  'x'.repeat(5000),
  '政府采购'.repeat(1000),
  'ＦＵＬＬ width Ⅻ ﬁ İstanbul ΣΊΣΥΦΟΣ',
  'हिन्दी العربية ไทยแลนด์ 日本語のテキスト 한국어',
  '路灯LED路灯2026年',
  '%_\\0\\u0000 null NaN -1',
]
const vocabulary = '路灯 公告 政府 采购 更换 市场 lamp market notice 2026 led 的 a1'.split(' ')

/** What every database must find: all words, the last as the beginning of one. */
function model(texts: readonly string[], question: string): string[] {
  const { words, prefix } = wordQuery(question)
  const found = texts.flatMap((text, at) => {
    const own = new Set(wordsOf(text, `n${at}`, 'office'))
    const fits =
      words.every((word) => own.has(word)) && (prefix === null || [...own].some((word) => word.startsWith(prefix)))
    return fits ? [`n${at}`] : []
  })
  return found.reverse()
}

describe('search', () => {
  const generated = fc.sample(
    fc.array(fc.oneof(fc.constantFrom(...vocabulary), fc.constantFrom('，', ' ', ' ', '-', '(')), { maxLength: 12 }),
    { numRuns: 60, seed: 7 },
  )
  const spelled = [
    'Replacement of traffic lights',
    'Market hall, accommodation for 40',
    '停车场收费标准',
    '更换路灯 市场',
    '政府采购公告',
  ]
  const texts = [...hostile, ...spelled, ...generated.map((parts) => `note ${parts.join('')}`)]
  const places: { readonly name: string; readonly projected: Projected }[] = []
  let postgres: PrivatePostgres | null = null

  before(async () => {
    const city = await NotesCity.open()
    places.push({ name: 'SQLite', projected: project(city.ledger, { kind: 'sqlite', folder: freshFolder() }) })
    if (noPostgres === false) {
      postgres = PrivatePostgres.start()
      const location = { kind: 'postgres', connection: postgres.connection, prefix: 'gongshi_search' } as const
      places.push({ name: 'PostgreSQL', projected: project(city.ledger, location) })
    }
    for (const [at, title] of texts.entries()) await city.block([await city.write({ number: `n${at}`, title })])
    for (const { projected } of places) {
      await projected.caughtUp()
      assert.deepEqual([projected.failed, projected.faults], [[], []])
    }
  })
  after(async () => {
    for (const { projected } of places) await projected.projections.close()
    postgres?.end()
  })

  /** Every page, each of a few rows. */
  async function all({ projections }: Projected, question: string): Promise<string[]> {
    const words = wordQuery(question)
    const found: ViewRow[] = []
    for (let below: number | null = null; ; ) {
      const { rows, next } = await projections.search({ words, below, limit: 7 })
      found.push(...rows)
      if (next === null) return found.map(({ fields }) => fields.number as string)
      below = next.id
    }
  }

  test('every database finds what the words say, the newest first, page by page', async () => {
    const word = fc.oneof(
      fc.constantFrom(...vocabulary),
      fc.constantFrom(...hostile).map((text) => text.slice(0, 30)),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    )
    const question = fc
      .array(word, { minLength: 1, maxLength: 4 })
      .map((words) => words.join(' '))
      .filter((text) => wordsOf(text).length > 0)
    await fc.assert(
      fc.asyncProperty(question, async (text) => {
        const expected = model(texts, text)
        for (const { name, projected } of places) assert.deepEqual(await all(projected, text), expected, name)
      }),
      { numRuns: 150 },
    )
  })

  describe('suggestions', () => {
    const suggested = async (text: string): Promise<readonly string[]> => {
      const answers = []
      for (const { projected } of places)
        answers.push((await projected.projections.suggestions({ text, limit: 3 })).texts)
      for (const answer of answers) assert.deepEqual(answer, answers[0], `alike on every database: ${text}`)
      return answers[0]!
    }

    test('a mistyped word is read as the nearest that rows have', async () => {
      for (const [typed, meant] of [
        ['maket', 'market'],
        ['LAPM n0 widdth', null],
        ['traffic ligts', 'traffic lights'],
        ['tarffic ligths', 'traffic lights'],
        ['replacment of traffic lights', 'replacement of traffic lights'],
        ['accomodaton', 'accommodation'],
        ['公吿', '公告'],
        ['政府釆购', '政府采购'],
        ['停车廠收费', '停车收费'],
        ['更煥路灯', '更换路灯'],
        ['市厂', '市场'],
      ] as const) {
        const texts = await suggested(typed)
        if (meant === null) assert.deepEqual(texts, [], typed)
        else assert.ok(texts.includes(meant), `${typed}: ${texts.join(' | ')}`)
      }
    })

    test('where no word is mistyped, what finds something with a word less', async () => {
      assert.deepEqual(await suggested('traffic zebra lights'), ['traffic lights'])
      assert.deepEqual(await suggested('更换路灯 accommodation'), ['更换路灯'])
      assert.deepEqual(await suggested('zebra'), [])
    })

    test('each finds something, whatever was asked', async () => {
      const asked = fc
        .array(fc.oneof(fc.constantFrom(...vocabulary, ...hostile), fc.string({ unit: 'grapheme', maxLength: 6 })), {
          maxLength: 4,
        })
        .map((words) => words.join(' ').slice(0, 200))
      await fc.assert(
        fc.asyncProperty(asked, async (text) => {
          for (const found of await suggested(text))
            assert.notDeepEqual(await all(places[0]!.projected, found), [], `${text}: ${found}`)
        }),
        { numRuns: 60, seed: 11 },
      )
    })
  })

  test('each hostile text is found by its own words', async () => {
    for (const [at, text] of hostile.entries()) {
      const question = wordsOf(text).slice(0, 10).join(' ')
      for (const { name, projected } of places)
        assert.ok((await all(projected, question)).includes(`n${at}`), `${name}: ${text.slice(0, 40)}`)
    }
  })
})
