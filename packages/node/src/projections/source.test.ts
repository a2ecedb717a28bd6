import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NotesCity } from '../../test/notesCity.ts'
import { Source } from './source.ts'

const notes = (city: NotesCity, from: number, count: number) =>
  Promise.all(Array.from({ length: count }, (_, at) => city.write({ number: `n${from + at}`, title: 'a title' })))

test('entries are handed over in batches: after many of them a long pause, after a few a short one', async () => {
  const city = await NotesCity.open()
  const source = new Source(city.ledger, false)
  const next = (from: number) => source.entries({ from, wait: true, generation: 1 })
  await city.block(await notes(city, 0, 15)) // with the block’s leaf as many as one slice of time has, however slow the machine is
  const began = performance.now()
  const many = await next(0)
  assert.equal(many.count, city.ledger.logSize())
  await city.block(await notes(city, 15, 1))
  const few = await next(many.count)
  assert.equal(few.count, 2)
  assert.ok(performance.now() - began >= 199, 'the next batch waits for more')
  await city.block(await notes(city, 16, 1))
  assert.equal((await next(many.count + few.count)).count, 2)
  source.release()
  assert.equal((await next(city.ledger.logSize())).count, 0)
})
