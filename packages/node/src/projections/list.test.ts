import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { compareBytes } from '@gongshi/protocol'
import fc from 'fast-check'
import { noPostgres, PrivatePostgres } from '../../test/privatePostgres.ts'
import { freshFolder } from '../../test/sampleNode.ts'
import type { WriteDatabase } from './database/database.ts'
import { openPostgresWriter } from './database/openPostgres.ts'
import { openSqliteWriter } from './database/openSqlite.ts'
import { Scopes } from './declarations.ts'
import { listStatement } from './list.ts'
import { readPage } from './page.ts'
import type { ListQuestion, Position } from './question.ts'
import type { IndexedRow } from './tables.ts'

const count = 6000
const fields = ['', 'half', 'rare', 'each'] as const
type Field = (typeof fields)[number]
const scopes = new Scopes(fields.map((field, at) => ({ scope: at + 1, affair: 'a', entity: 'e', field })))

/** Half of the rows share a value, one in a hundred has another, and one field differs nearly everywhere. */
function valueIn(field: Field, id: number): Uint8Array {
  if (field === '') return new Uint8Array(0)
  if (field === 'half') return Uint8Array.of(1, id % 2)
  if (field === 'rare') return id % 100 === 0 ? Uint8Array.of(1, 7) : Uint8Array.of(0)
  return Uint8Array.of(1, (id * 31) % 251)
}

const rows: IndexedRow[] = Array.from({ length: count }, (_, at) => at + 1).flatMap((id) =>
  fields.map((field, at) => ({ id, scope: at + 1, value: valueIn(field, id) })),
)

const revisions = Array.from({ length: count }, (_, at) => ({
  ...{ id: at + 1, affair: 'a', entity: 'e', key: Uint8Array.of(at >> 8, at & 255), revision: 1, status: '' },
  ...{ fields: '{}', action: '', entry: at, height: 1, time: 0 },
}))
const progress = { id: 1, tables: 1, shape: '', genesis: '', entries: count, height: 1, root: '', unscrubbed: 0 }

/** What a list must be, the plain way. */
function model({ filters, order }: Pick<ListQuestion, 'filters' | 'order'>): number[] {
  const sign = order.isDescending ? -1 : 1
  return Array.from({ length: count }, (_, at) => at + 1)
    .filter((id) =>
      filters.every(({ field, from, to }) => {
        const value = valueIn(field as Field, id)
        return (from === null || compareBytes(value, from) >= 0) && (to === null || compareBytes(value, to) <= 0)
      }),
    )
    .sort((left, right) => {
      const [a, b] = [valueIn(order.field as Field, left), valueIn(order.field as Field, right)]
      return sign * (compareBytes(a, b) || left - right)
    })
}

const range = fc.oneof(
  fc.constantFrom(0, 1).map((value) => ({ field: 'half', from: Uint8Array.of(1, value), to: Uint8Array.of(1, value) })),
  fc.constant({ field: 'rare', from: Uint8Array.of(1, 7), to: Uint8Array.of(1, 7) }),
  fc.constant({ field: 'rare', from: Uint8Array.of(0), to: Uint8Array.of(0) }),
  fc.nat(250).map((value) => ({ field: 'each', from: Uint8Array.of(1, value), to: Uint8Array.of(1, value) })),
  fc
    .tuple(fc.option(fc.nat(250)), fc.option(fc.nat(250)))
    .map(([from, to]) => ({ field: 'each', from: bound(from), to: bound(to) })),
)

function bound(value: number | null): Uint8Array | null {
  return value === null ? null : Uint8Array.of(1, value)
}

const question = fc.record({
  filters: fc.uniqueArray(range, { maxLength: 3, selector: ({ field }) => field }),
  order: fc.record({ field: fc.constantFrom(...fields), isDescending: fc.boolean() }),
  limit: fc.constantFrom(1, 50, 200),
})

describe('lists of thousands of rows', () => {
  const folder = freshFolder()
  const databases: WriteDatabase[] = []
  let postgres: PrivatePostgres | null = null
  before(async () => {
    databases.push(openSqliteWriter(join(folder, 'list.sqlite')))
    if (noPostgres === false) {
      postgres = PrivatePostgres.start()
      databases.push(openPostgresWriter(postgres.connection, 'list'))
    }
    for (const database of databases) {
      await database.create()
      await database.db.transaction().execute(async (within) => {
        await database.insert(within, 'indexed', rows)
        await database.insert(within, 'revision', revisions)
        await database.insert(within, 'progress', [progress])
      })
      await database.index()
    }
  })
  after(async () => {
    for (const database of databases) await database.close()
    postgres?.end()
    rmSync(folder, { recursive: true })
  })

  const page = async ({ db }: WriteDatabase, asked: ListQuestion) => {
    const statement = await listStatement(db, scopes, asked)
    return readPage(db, statement, asked.limit, asked.order.isDescending)
  }

  test('every page of every list is what sorting all rows would give, on each database', async () => {
    await fc.assert(
      fc.asyncProperty(question, fc.nat(5), async (asked, pages) => {
        const expected = model(asked)
        for (const database of databases) {
          const found: number[] = []
          let after: Position | null = null
          let isLast = false
          for (let at = 0; at <= pages && !isLast; at++) {
            const { rows: read, next } = await page(database, { affair: 'a', entity: 'e', ...asked, after })
            found.push(...read.map(({ id }) => id))
            after = next
            isLast = next === null
          }
          assert.deepEqual(found, isLast ? expected : expected.slice(0, found.length), database.kind)
          assert.ok(isLast || found.length >= Math.min(asked.limit, expected.length))
        }
      }),
      { numRuns: 120 },
    )
  })

  test('on SQLite a page walks along an index and sorts nothing', async () => {
    const database = new DatabaseSync(join(folder, 'list.sqlite'))
    for (const more of ['', 'AND id < 500', 'AND (value, id) < (?, 500)']) {
      const sql = `SELECT value, id FROM indexed WHERE scope = 2 AND value >= ? AND value <= ? ${more} ORDER BY value DESC, id DESC LIMIT 50`
      const plan = database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...new Array(sql.split('?').length - 1).fill(new Uint8Array(1)))
      const detail = plan.map((step) => (step as { detail: string }).detail).join('; ')
      assert.match(detail, /^SEARCH indexed USING (COVERING )?INDEX indexed_walk/)
      assert.doesNotMatch(detail, /TEMP B-TREE/)
    }
    database.close()
  })
})
