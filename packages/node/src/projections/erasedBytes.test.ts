import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { waitFor } from '../../test/acts.ts'
import { NotesCity } from '../../test/notesCity.ts'
import { noPostgres, PrivatePostgres } from '../../test/privatePostgres.ts'
import { type Projected, project } from '../../test/projected.ts'
import type { Location } from './location.ts'

/** Words that nothing else has, in both scripts; their middle, since an index may leave out how a word begins. */
const canary = 'Zanzibaricanary 龘靐齉爩'
const remains = ['nzibaricanar', 'ibaricanary', '靐齉爩']

async function eraseOne(location: Location, before: () => void): Promise<Projected> {
  const city = await NotesCity.open()
  const many = Array.from({ length: 20 }, (_, at) =>
    city.write({ number: `n${at}`, title: `Zanzibar ${at} 公告`, remarks: ['龘'] }),
  )
  await city.block(await Promise.all(many))
  const [entry] = await city.block([await city.write({ number: 'a', title: canary, remarks: [`also ${canary}`] })])
  const projected = project(city.ledger, location)
  await projected.caughtUp()
  before()
  await city.block([await city.edit('a', 'another title', 1n)])
  await projected.caughtUp()
  await city.erase(entry!)
  await city.block([await city.write({ number: 'last', title: 'last' })])
  await projected.caughtUp()
  return projected
}

describe('bytes of an erased text', () => {
  test('on SQLite they are nowhere in the folder, neither as text nor as words of an index', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-erased-'))
    const left = () =>
      readdirSync(folder).flatMap((name) => {
        const bytes = readFileSync(join(folder, name))
        return remains.flatMap((word) => (bytes.includes(word) ? [`${word} in ${name}`] : []))
      })
    const { projections } = await eraseOne({ kind: 'sqlite', folder }, () => assert.notDeepEqual(left(), []))
    t.after(async () => {
      await projections.close()
      rmSync(folder, { recursive: true })
    })
    await waitFor('the scrubbing', async () => left().length === 0)
  })

  test('on PostgreSQL no statement finds them, nor does the index keep them', { skip: noPostgres }, async (t) => {
    const postgres = PrivatePostgres.start()
    const found = () =>
      postgres.sql(
        `SELECT (SELECT count(*) FROM gongshi_erased_1.text WHERE text ILIKE '%zanzibaricanary%'),
                (SELECT count(*) FROM gongshi_erased_1.document WHERE words @@ '''zanzibaricanary'''::tsquery)`,
      )
    const location: Location = { kind: 'postgres', connection: postgres.connection, prefix: 'gongshi_erased' }
    const { projections } = await eraseOne(location, () => assert.equal(found(), '2|1'))
    t.after(async () => {
      await projections.close()
      postgres.end()
    })
    await waitFor('the scrubbing', async () => postgres.sql('SELECT unscrubbed FROM gongshi_erased_1.progress') === '0')
    assert.equal(found(), '0|0')
    const known = `most_common_vals::text || most_common_elems::text || histogram_bounds::text`
    assert.equal(postgres.sql(`SELECT count(*) FROM pg_stats WHERE (${known}) ILIKE '%zanzibaricanary%'`), '0')
    const file = postgres.sql(`SELECT pg_relation_filepath('gongshi_erased_1.document_words')`)
    postgres.sql('CHECKPOINT')
    const bytes = readFileSync(postgres.file(file))
    for (const word of remains) assert.ok(!bytes.includes(word), word)
  })
})
