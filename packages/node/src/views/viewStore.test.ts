import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, describe, test } from 'node:test'
import { encodeCbor } from '@gongshi/protocol'
import { listStatement, ViewStore } from './viewStore.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-views-'))
const path = join(folder, 'views.sqlite')
const store = new ViewStore(path)
after(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const rows = 6000
/** Every third row is the small organ's, and those of the last 3000 entries are all another's. */
const organOf = (entry: number): string => (entry < 3000 && entry % 3 === 0 ? 'x-test/small' : 'x-test/large')

store.take({ entries: rows, height: 1 }, () => {
  for (let entry = 0; entry < rows; entry++)
    store.addRevision({
      affair: 'disclosure',
      entity: 'publication',
      key: encodeCbor([entry]),
      revision: 1,
      status: 'published',
      fields: '{}',
      action: 'publish',
      entry,
      height: 1,
      time: 0,
      organ: organOf(entry),
      latest: 1,
    })
})

const query = { affair: 'disclosure', entity: 'publication', limit: 50 }
const small = Array.from({ length: 1000 }, (_, at) => at * 3)

describe('lists of thousands of rows', () => {
  test('one organ’s rows, however deep they lie, page by page in both directions', () => {
    const down: number[] = []
    for (let before: number | undefined; ; before = down.at(-1)) {
      const page = store.list({ ...query, organ: 'x-test/small', before })
      down.push(...page.map(({ entry }) => entry))
      if (page.length < query.limit) break
    }
    assert.deepEqual(down, small.toReversed())
    const up: number[] = []
    for (let after = -1; ; after = up.at(-1)!) {
      const page = store.list({ ...query, organ: 'x-test/small', after })
      up.push(...page.map(({ entry }) => entry))
      if (page.length < query.limit) break
    }
    assert.deepEqual(up, small)
    assert.deepEqual(store.list({ ...query, organ: 'x-test/nobody' }), [])
    assert.deepEqual(
      store.list({ ...query, limit: 2 }).map(({ entry }) => entry),
      [5999, 5998],
    )
  })

  test('walk along an index and sort nothing', () => {
    const database = new DatabaseSync(path)
    const plan = (asked: Parameters<typeof listStatement>[0]) => {
      const { sql, values } = listStatement(asked)
      return (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[])
        .map(({ detail }) => detail)
        .join('; ')
    }
    for (const part of [{}, { before: 9 }, { after: 9 }]) {
      assert.match(
        plan({ ...query, ...part, organ: 'x-test/small' }),
        /^SEARCH revision USING INDEX revision_organ [^;]*$/,
      )
      assert.match(plan({ ...query, ...part }), /^SEARCH revision USING INDEX revision_latest [^;]*$/)
    }
    database.close()
  })

  test('a row that changes moves to the top and stands there once', () => {
    const moved = {
      affair: 'disclosure',
      entity: 'publication',
      key: encodeCbor([0]),
      status: 'withdrawn',
      fields: '{}',
    }
    store.take({ entries: rows + 1, height: 2 }, () =>
      store.addRevision({
        ...moved,
        revision: 2,
        action: 'withdraw',
        entry: rows,
        height: 2,
        time: 0,
        organ: 'x-test/small',
        latest: 1,
      }),
    )
    const top = store.list({ ...query, organ: 'x-test/small', limit: 2 }).map(({ entry }) => entry)
    assert.deepEqual(top, [rows, 2997])
    assert.deepEqual(store.list({ ...query, organ: 'x-test/small', before: 3 }), [])
  })
})
