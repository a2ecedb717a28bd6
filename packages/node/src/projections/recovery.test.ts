import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Cbor, toHex } from '@gongshi/protocol'
import { waitFor } from '../../test/acts.ts'
import { NotesCity, noteDeclarations } from '../../test/notesCity.ts'
import { dump, onEachDatabase, project } from '../../test/projected.ts'
import { Calls } from './calls.ts'
import type { ContentsAsked } from './documentSource.ts'
import type { Location } from './location.ts'
import type { ListQuestion } from './question.ts'
import { Source, type SourceLedger } from './source.ts'
import { wordQuery } from './words.ts'

const everything: ListQuestion = {
  affair: 'notes',
  entity: 'note',
  filters: [],
  order: { field: '', isDescending: true },
  after: null,
  limit: 200,
}

/** Notes that are written, edited and closed, so that each batch meets rows of the one before. */
async function busyCity(chainId?: string): Promise<NotesCity> {
  const city = await NotesCity.open(chainId)
  for (let at = 0; at < 30; at++) {
    const number = `n${at}`
    await city.block([
      await city.write({ number, title: `标题 ${at} title`, remarks: [`remark ${at}`], level: BigInt(at) }),
    ])
    if (at % 3 === 0) await city.block([await city.edit(number, `更正 ${at}`, null)])
    if (at % 5 === 0) await city.block([await city.close(number)])
  }
  return city
}

/** Lets the writer's thread run for a moment, and ends it wherever it is. */
async function killedWriter(ledger: SourceLedger, location: Location, afterMs: number): Promise<void> {
  const source = new Source(ledger, true)
  const genesis = toHex(ledger.info().genesisHash)
  const worker = new Worker(new URL('./writerThread.ts', import.meta.url), {
    workerData: { location, declarations: noteDeclarations, genesis, founding: null },
  })
  let entries = 0
  new Calls(worker, {
    // A few at a time, so that there is much to break off.
    entries: async (asked: Parameters<Source['entries']>[0]) => {
      entries++
      const batch = await source.entries(asked)
      return { ...batch, size: Math.min(batch.size, batch.first + batch.count) }
    },
    rows: (asked: Parameters<Source['rows']>[0]) => source.rows(asked),
    root: (size: number) => source.root(size),
    contents: (asked: { generation: number; isFirst: boolean }) => source.documents.next(asked),
    contentBytes: (asked: ContentsAsked) => source.documents.read(asked),
    serve: () => null,
    report: () => null,
    failed: () => null,
  })
  await waitFor('its first question', async () => entries > 0)
  await pause(afterMs)
  await worker.terminate()
}

onEachDatabase('recovery of projections', (database) => {
  test('a writer that is killed over and over projects each entry once', async () => {
    const city = await busyCity()
    const [killed, calm] = [database().place(city.ledger), database().place(city.ledger)]
    for (let round = 0; round < 8; round++) {
      await killedWriter(city.ledger, killed, round * 3)
      await city.block([await city.write({ number: `more${round}`, title: 'one more' })])
    }
    const [one, two] = [project(city.ledger, killed), project(city.ledger, calm)]
    await Promise.all([one.caughtUp(), two.caughtUp()])
    await Promise.all([one.projections.close(), two.projections.close()])
    assert.deepEqual([...one.faults, ...two.faults, ...one.failed], [])
    assert.equal(await dump(killed), await dump(calm))
  })

  test('a rebuild gives the same rows, and the old ones answer until it is there', async () => {
    const city = await busyCity()
    const place = database().place(city.ledger)
    const { projections, caughtUp } = project(city.ledger, place)
    await caughtUp()
    const before = await dump(place)
    const { generation } = projections.status().serving!
    await projections.rebuild()
    let answers = 0
    await waitFor('the new generation', async () => {
      const { rows, asOf } = await projections.list(everything)
      assert.deepEqual([rows.length, asOf.entries], [30, city.ledger.logSize()])
      answers++
      return projections.status().serving!.generation > generation
    })
    assert.ok(answers > 1)
    await caughtUp()
    await city.block([await city.write({ number: 'after', title: 'after' })])
    await caughtUp()
    assert.equal((await projections.list(everything)).rows[0]!.fields.number, 'after')
    await projections.close()
    assert.notEqual(await dump(place), before)
  })

  test('the rows of a ledger that was rolled back are made anew', async () => {
    const city = await busyCity()
    const place = database().place(city.ledger)
    const first = project(city.ledger, place)
    await first.caughtUp()
    await first.projections.close()
    const other = await NotesCity.open()
    await other.block([await other.write({ number: 'other', title: 'other' })])
    const second = project(other.ledger, place)
    await second.caughtUp()
    const { rows } = await second.projections.list(everything)
    assert.deepEqual(
      rows.map(({ fields }) => fields.number),
      ['other'],
    )
    await second.projections.close()
  })

  test('other declarations make every row anew, while the old ones answer', async () => {
    const city = await busyCity()
    const place = database().place(city.ledger)
    const first = project(city.ledger, place)
    await first.caughtUp()
    const { generation } = first.projections.status().serving!
    await first.projections.close()
    const declarations = noteDeclarations.map((declaration) =>
      declaration.name === 'notes'
        ? { ...declaration, params: { unused: { kind: 'int', basis: 'x/1' } as const } }
        : declaration,
    )
    const second = project(city.ledger, place, { declarations })
    assert.equal((await second.projections.list(everything)).rows.length, 30)
    await second.caughtUp()
    assert.ok(second.projections.status().serving!.generation > generation)
    assert.equal((await second.projections.list(everything)).rows.length, 30)
    await second.projections.close()
  })

  test('an entry of which no row can be made is left out by its code, and the rest goes on', async () => {
    const city = await busyCity()
    const { ledger } = city
    const damaged: SourceLedger = {
      findEntry: (index) => ledger.findEntry(index),
      logSize: () => ledger.logSize(),
      logHashes: () => ledger.logHashes(),
      findApp: (height) => ledger.findApp(height),
      info: () => ledger.info(),
      state(affair, table, key) {
        const row = ledger.state(affair, table, key) as readonly Cbor[] | undefined
        const isBad = table === 'entity/note' && JSON.stringify(key).endsWith('"n7"]')
        return isBad ? [row![0]!, row![1]!, 'not an organ'] : row
      },
    }
    const { projections, caughtUp, failed, faults } = project(damaged, database().place(ledger))
    await caughtUp()
    assert.deepEqual(faults, [])
    assert.deepEqual(
      failed.map(({ code }) => code),
      ['value-kind'],
    )
    assert.equal(projections.status().failed, 1)
    const { rows } = await projections.list(everything)
    assert.equal(rows.length, 29)
    await projections.close()
  })

  test('an erased text is gone from lists, history and search, whatever else stands in the row', async () => {
    const city = await NotesCity.open()
    const [entry] = await city.block([
      await city.write({ number: 'a', title: '张三的住址 Canaryville', remarks: ['remark'] }),
    ])
    await city.block([await city.edit('a', 'A title that stays', null)])
    const { projections, caughtUp } = project(city.ledger, database().place(city.ledger))
    await caughtUp()
    const found = async (text: string) =>
      (await projections.search({ words: wordQuery(text), below: null, limit: 5 })).rows.length
    assert.deepEqual([await found('stays remark'), await found('canaryville')], [1, 0])
    await city.erase(entry!)
    await caughtUp()
    const key = (await projections.list(everything)).rows[0]!.key
    const { rows } = await projections.history({ affair: 'notes', entity: 'note', key })
    assert.deepEqual(
      rows.map(({ fields }) => [fields.title, fields.remarks]),
      [
        [null, [null]],
        ['A title that stays', [null]],
      ],
    )
    assert.deepEqual([await found('title stays'), await found('remark')], [1, 0])
    await projections.close()
  })
})
