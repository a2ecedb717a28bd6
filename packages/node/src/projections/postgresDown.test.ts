import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { waitFor } from '../../test/acts.ts'
import { NotesCity } from '../../test/notesCity.ts'
import { noPostgres, PrivatePostgres } from '../../test/privatePostgres.ts'
import { dump, project } from '../../test/projected.ts'
import type { Location } from './location.ts'
import type { ListQuestion } from './question.ts'

const everything: ListQuestion = {
  affair: 'notes',
  entity: 'note',
  filters: [],
  order: { field: '', isDescending: true },
  after: null,
  limit: 200,
}

describe('PostgreSQL that comes and goes', { skip: noPostgres }, () => {
  test('down at the start, and again mid-way: refused by a code meanwhile, then each entry once', async (t) => {
    const city = await NotesCity.open()
    const postgres = PrivatePostgres.start()
    const place = (prefix: string): Location => ({ kind: 'postgres', connection: postgres.connection, prefix })
    t.after(() => postgres.end())
    postgres.down()
    const { projections, caughtUp, faults, failed } = project(city.ledger, place('gongshi_restarted'))
    t.after(() => projections.close())
    const write = async (from: number) => {
      for (let at = from; at < from + 20; at++) {
        await city.block([await city.write({ number: `n${at}`, title: `title ${at}` })])
        projections.wake()
      }
    }
    await write(0)
    const refused = { code: 'views-unavailable', failure: { code: 'views-unavailable', retryAfterSeconds: 2 } }
    await assert.rejects(projections.list(everything), refused)
    postgres.up()
    await caughtUp()
    assert.equal((await projections.list(everything)).rows.length, 20)
    postgres.down()
    await write(20)
    await waitFor('the fault', async () => projections.status().fault !== null)
    await assert.rejects(projections.list(everything), refused)
    postgres.up()
    await write(40)
    await caughtUp()
    assert.equal((await projections.list(everything)).rows.length, 60)
    const calm = project(city.ledger, place('gongshi_calm'))
    t.after(() => calm.projections.close())
    await calm.caughtUp()
    assert.equal(await dump(place('gongshi_restarted')), await dump(place('gongshi_calm')))
    assert.deepEqual(failed, [])
    assert.ok(faults.length > 0)
    for (const fault of faults)
      assert.doesNotMatch(`${(fault as Error).stack} ${JSON.stringify(fault)}`, /unused-secret/)
  })

  test('a connection string that is none is told by a code, and nothing of it', async (t) => {
    const city = await NotesCity.open()
    for (const connection of ['postgres://user:unused-secret@[', 'postgres://user:unused-secret@127.0.0.1:1/none']) {
      const { projections, faults } = project(city.ledger, { kind: 'postgres', connection, prefix: 'x' })
      t.after(() => projections.close())
      await assert.rejects(projections.list(everything), { code: 'views-unavailable' })
      assert.ok(faults.length > 0)
      for (const fault of faults)
        assert.doesNotMatch(`${(fault as Error).stack} ${JSON.stringify(fault)}`, /unused-secret/)
    }
  })
})
