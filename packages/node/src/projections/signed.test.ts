import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encodeBundle, sha256, utf8 } from '@gongshi/protocol'
import { sql } from 'kysely'
import { waitFor } from '../../test/acts.ts'
import { NotesCity, organ, signerOf } from '../../test/notesCity.ts'
import { onEachDatabase, type Projected, project } from '../../test/projected.ts'
import { activityOf } from '../pages/activity.ts'
import { openReader } from './generations.ts'
import type { Location } from './location.ts'

const [clerk, keeper, stranger] = ['clerk', 'keeper', 'stranger'].map((word) => signerOf(word).key.id) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]

onEachDatabase('what keys signed', (database) => {
  let city: NotesCity
  let here: Projected
  let place: Location
  let written: number[]
  let proposed: number
  let refused: number
  before(async () => {
    city = await NotesCity.open()
    place = database().place(city.ledger)
    here = project(city.ledger, place)
    const numbers = Array.from({ length: 60 }, (_, at) => `n${at}`)
    written = await city.block(await Promise.all(numbers.map((number) => city.write({ number, title: number }))))
    const fields = { organ, entry: 0n, content: null, clause: 'personal-information/47', ground: 'request' }
    proposed = (await city.block([await city.act('propose', fields, 'erasure', 'keeper')]))[0]!
    refused = await refusedAct(city)
    await here.caughtUp()
  })
  after(() => here.projections.close())

  const signed = async (keys: readonly Uint8Array[], below = Number.MAX_SAFE_INTEGER, limit = 100) =>
    (await here.projections.signed({ keys, below, limit })).entries

  test('is found by the key, the newest first, refused acts too', async () => {
    assert.deepEqual(await signed([clerk]), [refused, ...written.toReversed()])
    assert.deepEqual(await signed([keeper]), [proposed])
    assert.deepEqual(await signed([stranger]), [])
    assert.deepEqual(await signed([]), [])
  })

  test('of several keys is one list, in pages without a gap', async () => {
    const all = [refused, proposed, ...written.toReversed()]
    const keys = [keeper, clerk, stranger]
    assert.deepEqual(await signed(keys), all)
    const found: number[] = []
    for (let below = Number.MAX_SAFE_INTEGER; ; below = found.at(-1)!) {
      const page = await signed(keys, below, 7)
      found.push(...page)
      if (page.length < 7) break
    }
    assert.deepEqual(found, all)
  })

  test('is counted by day, affair and action, each act once and refused ones apart', async () => {
    const { tallies, asOf } = await here.projections.tallies()
    assert.equal(asOf.entries, city.ledger.logSize())
    const counts = tallies.map(({ affair, done, refused }) => ({ affair, done, refused }))
    const of = (affair: string) => counts.filter((each) => each.affair === affair)
    assert.deepEqual(of('erasure'), [{ affair: 'erasure', done: 1, refused: 0 }])
    assert.deepEqual(of('notes'), [{ affair: 'notes', done: written.length, refused: 1 }])
  })

  test('shows on the page of acts, with what the views do not have yet, and goes on below', async () => {
    const needs = { views: here.projections, ledger: city.ledger }
    const first = await activityOf(needs, [clerk])
    assert.deepEqual(
      first.entries.slice(0, 2).map(({ index, outcome }) => [index, outcome?.ok]),
      [
        [refused, false],
        [written.at(-1), true],
      ],
    )
    assert.equal(first.entries.length, 50)
    const second = await activityOf(needs, [clerk], first.before!)
    assert.deepEqual([second.entries.length, second.before], [11, null])
    // The views of before: nothing of what came since stands in them.
    const views = { signed: async () => ({ asOf: { entries: written[1]!, height: 1 }, entries: [written[0]!] }) }
    const behind = await activityOf({ ...needs, views }, [clerk, keeper])
    assert.deepEqual(
      behind.entries.map(({ index }) => index),
      [refused, proposed, ...written.toReversed()].slice(0, 50),
    )
  })

  test('is asked of an index, and is there after a generation is made anew', async () => {
    const { generation } = here.projections.status().serving!
    const before = await signed([clerk, keeper])
    const counted = await here.projections.tallies()
    await here.projections.rebuild()
    await waitFor('the new generation', async () => here.projections.status().serving!.generation > generation)
    assert.deepEqual(await signed([clerk, keeper]), before)
    assert.deepEqual(await here.projections.tallies(), counted)
    if (place.kind !== 'sqlite') return
    const { db, close } = await openReader(place, here.projections.status().serving!.generation)
    const asked = sql`EXPLAIN QUERY PLAN SELECT entry FROM signature WHERE key = ${clerk} AND entry < 9 ORDER BY entry DESC`
    const plan = JSON.stringify(await asked.execute(db))
    await close()
    assert.match(plan, /SEARCH signature USING COVERING INDEX signature_walk \(key=\? AND entry<\?\)/)
    assert.doesNotMatch(plan, /TEMP B-TREE/)
  })
})

/** The same note again: an act that leaves an entry, and no row. */
async function refusedAct(city: NotesCity): Promise<number> {
  const { height, time } = city.ledger.info()
  const bundles = [encodeBundle([await city.write({ number: 'n0', title: 'again' })])]
  const place = { height: height + 1, time: time + 10, bundles, blockHash: sha256(utf8('refused')) }
  const { results } = city.ledger.finalize(place)
  await city.ledger.commit()
  const [member] = results[0]!.members
  assert.equal(member!.outcome[0], 'refused')
  return member!.index!
}
