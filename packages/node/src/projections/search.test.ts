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
  const texts = [...hostile, ...generated.map((parts) => `note ${parts.join('')}`)]
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

  test('each hostile text is found by its own words', async () => {
    for (const [at, text] of hostile.entries()) {
      const question = wordsOf(text).slice(0, 10).join(' ')
      for (const { name, projected } of places)
        assert.ok((await all(projected, question)).includes(`n${at}`), `${name}: ${text.slice(0, 40)}`)
    }
  })
})
