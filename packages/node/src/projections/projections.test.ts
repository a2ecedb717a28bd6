import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { decodeCbor, encodeCbor } from '@gongshi/protocol'
import { waitFor } from '../../test/acts.ts'
import { NotesCity, notes, organ } from '../../test/notesCity.ts'
import { onEachDatabase, type Projected, project } from '../../test/projected.ts'
import type { ListQuestion, ViewRow } from './question.ts'
import { parseFilter } from './sortValue.ts'
import { viewFields } from './viewFields.ts'
import { wordQuery } from './words.ts'

const keyLimits = { maxBytes: 1024, maxDepth: 8 }
const newest = { field: '', isDescending: true }
const numbers = (rows: readonly ViewRow[]) => rows.map(({ fields }) => fields.number)

function list(more: Partial<ListQuestion> = {}): ListQuestion {
  return { affair: 'notes', entity: 'note', filters: [], order: newest, after: null, limit: 50, ...more }
}

function filter(field: string, text: string) {
  const { kind } = viewFields(notes, 'note').find(({ name }) => name === field)!
  return { field, ...parseFilter(kind, text)! }
}

onEachDatabase('projections', (database) => {
  let city: NotesCity
  let here: Projected
  before(async () => {
    city = await NotesCity.open()
    here = project(city.ledger, database().place(city.ledger))
    await city.block([
      await city.write({ number: 'a', title: '路灯更换公告', level: 5n, at: 2_000 }),
      await city.write({
        number: 'b',
        title: 'Street lights',
        remarks: ['first remark', '第二条'],
        level: -3n,
        day: '2026-02-03',
      }),
      await city.write({ number: 'c', title: 'Market hall', level: null, about: 'a' }),
    ])
    await city.block([await city.edit('a', '路灯更换公告（更正）', 12n)])
    await city.block([await city.close('b')])
    await here.caughtUp()
  })
  after(() => here.projections.close())

  const ask = async (more: Partial<ListQuestion>) => numbers((await here.projections.list(list(more))).rows)

  test('a row stands once, as it is now, the newest change first, and says as of when', async () => {
    const { rows, asOf, next } = await here.projections.list(list())
    assert.deepEqual(numbers(rows), ['b', 'a', 'c'])
    assert.deepEqual(asOf, { entries: city.ledger.logSize(), height: 3 })
    assert.equal(next, null)
    const [closed, edited] = rows
    assert.deepEqual([closed!.status, closed!.action, closed!.revision], ['closed', 'close', 2])
    assert.deepEqual(closed!.fields.remarks, ['first remark', '第二条'])
    assert.equal(edited!.fields.title, '路灯更换公告（更正）')
    assert.deepEqual(edited!.fields.organ, organ)
  })

  test('history has every revision, changes those of one entry', async () => {
    const key = encodeCbor([[organ.scheme, organ.id], 'a'])
    const { rows } = await here.projections.history({ affair: 'notes', entity: 'note', key })
    assert.deepEqual(
      rows.map(({ revision, fields }) => [revision, fields.level, fields.title]),
      [
        [1, 5, '路灯更换公告'],
        [2, 12, '路灯更换公告（更正）'],
      ],
    )
    const changed = await here.projections.changes(rows[1]!.entry!)
    assert.deepEqual(changed.rows, [rows[1]])
    assert.deepEqual((await here.projections.changes(10_000)).rows, [])
  })

  test('what a genesis founded stands there at height 0, before every entry, and in searches', async (t) => {
    const place = database().place(city.ledger)
    const { projections, caughtUp, faults, failed } = project(city.ledger, place, { founding: city.founding })
    t.after(() => projections.close())
    await caughtUp()
    assert.deepEqual([faults, failed], [[], []])
    const officers = await projections.list(list({ affair: 'organisations', entity: 'officer' }))
    assert.deepEqual(
      officers.rows.map(({ entry, height, action, revision, status }) => [entry, height, action, revision, status]),
      Array(3).fill([null, 0, 'genesis', 1, 'active']),
    )
    assert.deepEqual(
      officers.rows.map(({ fields }) => fields.roles),
      [['recordsKeeper'], ['recordsKeeper'], ['clerk']],
    )
    const ask = { affair: 'organisations', entity: 'key', order: { field: '', isDescending: false } }
    const [first] = (await projections.list(list({ ...ask, limit: 1 }))).rows
    const page = await projections.list(list({ ...ask, limit: 2 }))
    const rest = await projections.list(list({ ...ask, limit: 2, after: page.next }))
    assert.deepEqual([page.rows[0], page.rows.length, rest.rows.length, rest.next], [first, 2, 1, null])
    const { rows } = await projections.history({ affair: 'organisations', entity: 'key', key: first!.key })
    assert.deepEqual(rows, [first])
    // The state has the very row under the very key.
    assert.notEqual(city.ledger.state('organisations', 'entity/key', decodeCbor(first!.key, keyLimits)), undefined)
    const found = await projections.search({ words: wordQuery('office'), below: null, limit: 50 })
    const entities = found.rows.map(({ entity }) => entity)
    assert.deepEqual(entities.slice(0, 3), ['note', 'note', 'note'])
    assert.ok(entities.includes('organ') && entities.includes('officer'))
    const { generation } = projections.status().serving!
    await projections.rebuild()
    await waitFor('the new generation', async () => projections.status().serving!.generation > generation)
    assert.deepEqual((await projections.list(list({ affair: 'organisations', entity: 'officer' }))).rows, officers.rows)
  })

  test('filters by value, by range, by what is not there, and by several', async () => {
    assert.deepEqual(await ask({ filters: [filter('status', 'open')] }), ['a', 'c'])
    assert.deepEqual(await ask({ filters: [filter('number', 'c')] }), ['c'])
    assert.deepEqual(await ask({ filters: [filter('level', '12')] }), ['a'])
    assert.deepEqual(await ask({ filters: [filter('level', '5')] }), [], 'as it was, not as it is')
    assert.deepEqual(await ask({ filters: [filter('level', '')] }), ['c'])
    assert.deepEqual(await ask({ filters: [filter('level', '-10..0')] }), ['b'])
    assert.deepEqual(await ask({ filters: [filter('level', '..')] }), ['b', 'a'])
    assert.deepEqual(await ask({ filters: [filter('at', '1970-01-01T00:00:01Z..')] }), ['a'])
    assert.deepEqual(await ask({ filters: [filter('day', '..2026-12-31')] }), ['b'])
    assert.deepEqual(await ask({ filters: [filter('organ', 'x-notes/office'), filter('status', 'closed')] }), ['b'])
    assert.deepEqual(await ask({ filters: [filter('organ', 'x-notes/nobody')] }), [])
    const key = Buffer.from(encodeCbor([[organ.scheme, organ.id], 'a'])).toString('base64url')
    assert.deepEqual(await ask({ filters: [filter('about', key)] }), ['c'])
  })

  test('sorts by a field in both directions, rows without a value at the lower end', async () => {
    assert.deepEqual(await ask({ order: { field: 'level', isDescending: false } }), ['c', 'b', 'a'])
    assert.deepEqual(await ask({ order: { field: 'level', isDescending: true } }), ['a', 'b', 'c'])
    const open = [filter('status', 'open')]
    assert.deepEqual(await ask({ filters: open, order: { field: 'number', isDescending: true } }), ['c', 'a'])
  })

  test('is found by its words in either script, as it is now', async () => {
    const search = async (text: string) =>
      numbers((await here.projections.search({ words: wordQuery(text), below: null, limit: 10 })).rows)
    assert.deepEqual(await search('路灯'), ['a'])
    assert.deepEqual(await search('路灯 更正'), ['a'])
    assert.deepEqual(await search('street first'), ['b'])
    assert.deepEqual(await search('STREET li'), ['b'])
    assert.deepEqual(await search('市场'), [])
    assert.deepEqual(await search('office'), ['b', 'a', 'c'])
  })

  test('a field that is none, or not of this ledger, is refused by its code', async () => {
    await assert.rejects(here.projections.list(list({ affair: 'nothing' })), { code: 'view-unknown' })
  })
})
