import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { noPostgres, PrivatePostgres } from '../../test/privatePostgres.ts'
import { freshFolder } from '../../test/sampleNode.ts'
import type { ReadDatabase, WriteDatabase } from './database/database.ts'
import { openPostgresReader, openPostgresWriter } from './database/openPostgres.ts'
import { openSqliteReader, openSqliteWriter } from './database/openSqlite.ts'
import { wordQuery } from './words.ts'

const count = 12_000

/** Words of every, of some, and of very few rows; and two of them that are frequent and never together. */
function wordsOf(id: number): string[] {
  return [
    'every',
    ...(id % 60 === 0 ? ['some'] : []),
    ...(id % 700 === 0 ? ['seldom'] : []),
    ...(id === 17 || id === 5000 ? ['rare'] : []),
    id % 2 === 0 ? 'even' : 'odd',
    ...(id < 3000 ? ['old'] : []),
  ]
}

describe('searches over many rows', () => {
  const folder = freshFolder()
  const readers: ReadDatabase[] = []
  let postgres: PrivatePostgres | null = null
  before(async () => {
    const file = join(folder, 'many.sqlite')
    const writers: WriteDatabase[] = [openSqliteWriter(file)]
    if (noPostgres === false) {
      postgres = PrivatePostgres.start()
      writers.push(openPostgresWriter(postgres.connection, 'many'))
    }
    const documents = Array.from({ length: count }, (_, at) => ({ id: at + 1, words: wordsOf(at + 1).join(' ') }))
    for (const writer of writers) {
      await writer.create()
      await writer.db.transaction().execute((within) => writer.insertDocuments(within, documents))
      await writer.index()
      await writer.close()
    }
    readers.push(openSqliteReader(file))
    if (postgres !== null) readers.push(openPostgresReader(postgres.connection, 'many', 1))
  })
  after(async () => {
    for (const reader of readers) await reader.close()
    postgres?.end()
    rmSync(folder, { recursive: true })
  })

  for (const question of [
    'every',
    'some',
    'seldom ev',
    'rare',
    'even odd',
    'some odd',
    'old',
    'old seldom',
    'ol so',
    'none',
  ])
    test(`“${question}”: every page is the newest rows that have the words`, async () => {
      const { words, prefix } = wordQuery(question)
      const expected = Array.from({ length: count }, (_, at) => count - at).filter((id) => {
        const own = wordsOf(id)
        return words.every((word) => own.includes(word)) && own.some((word) => word.startsWith(prefix!))
      })
      for (const reader of readers)
        for (const limit of [1, 51]) {
          const found: number[] = []
          for (let page = 0, below = Number.MAX_SAFE_INTEGER; page < 6; page++) {
            const { rows } = await reader.search({ words, prefix }, below, limit).execute(reader.db)
            found.push(...rows.map(({ id }) => id))
            if (rows.length < limit) break
            below = rows.at(-1)!.id
          }
          assert.deepEqual(found, expected.slice(0, 6 * limit), `${reader.kind}, ${limit} at once`)
        }
    })
})
