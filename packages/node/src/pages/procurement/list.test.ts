import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { procurement } from '@gongshi/affairs'
import { ContentStore } from '@gongshi/contents'
import { encodeCbor } from '@gongshi/protocol'
import { ManyProcedures, procedureKey } from '../../../test/manyProcedures.ts'
import { onEachDatabase, type Projected, project } from '../../../test/projected.ts'
import { Cursors } from '../../http/cursor.ts'
import { rowKeyText } from '../../http/rowKey.ts'
import { Documents } from '../documents.ts'
import { ProcurementBook } from './book.ts'
import { Figures, rolesOf } from './figures.ts'
import { type ListNeeds, listProcedures } from './list.ts'
import { WordMatches } from './wordMatches.ts'

const count = 400
const names = { 'x-synthetic/buyer-3': { zh: '云川市交通运输局', en: 'Transport Bureau' } }

onEachDatabase('procedures in lists', (database) => {
  const ledger = new ManyProcedures(count)
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-procedures-'))
  let projected: Projected
  let needs: ListNeeds
  before(async () => {
    projected = project(ledger as never, database().place(ledger as never), { declarations: [procurement] })
    await projected.caughtUp()
    assert.deepEqual(projected.failed, [])
    const { projections: views } = projected
    const documents = new Documents(await ContentStore.open({ folder }))
    needs = {
      words: new WordMatches(views),
      names,
      documents,
      cursors: new Cursors(new Uint8Array(32)),
      book: new ProcurementBook(views),
    }
  })
  after(async () => {
    await projected.projections.close()
    rmSync(folder, { recursive: true })
  })
  const numbersOf = (data: Awaited<ReturnType<typeof listProcedures>>) => data.rows.map(({ number }) => number)

  test('each filter leaves what fits it, in the order asked for, with its count', async () => {
    const list = (query: object) => listProcedures(needs, { ...query }, 'en')
    const all = await list({})
    assert.deepEqual([all.total, all.all, all.rows.length], [count, count, 50])
    const fitting = (test: (at: number) => boolean) => Array.from({ length: count }, (_, at) => at).filter(test).length
    const totals = await Promise.all(
      [
        { status: 'planned' },
        { category: 'works' },
        { division: 'x-synthetic/990110' },
        { buyer: 'x-synthetic/buyer-3' },
        { buyer: '交通运输' },
        { q: 'bridge' },
        { q: '桥梁 transport' },
        { q: 'transport 照明' },
        { status: 'planned', category: 'works' },
      ].map(async (query) => (await list(query)).total),
    )
    assert.deepEqual(totals, [
      fitting((at) => at % 7 === 0),
      fitting((at) => at % 3 === 1),
      fitting((at) => at % 5 === 1),
      fitting((at) => at % 40 === 3),
      fitting((at) => at % 40 === 3),
      fitting((at) => at % 10 === 4),
      fitting((at) => at % 10 === 9 && at % 40 === 3),
      fitting((at) => at % 10 === 6 && at % 40 === 3),
      fitting((at) => at % 7 === 0 && at % 3 === 1),
    ])
    const dear = await list({ order: 'amount', least: '90000', currency: 'CNY' })
    const minors = dear.rows.map(({ estimate }) => estimate.minor)
    assert.ok(minors.length > 5 && minors.every((minor) => minor >= 9_000_000n))
    assert.deepEqual(
      minors,
      minors.toSorted((one, other) => Number(other - one)),
    )
    const soon = await list({ order: 'deadline', from: '2024-02-01', to: '2024-02-03' })
    const deadlines = soon.rows.map(({ bidUntil }) => bidUntil!)
    assert.ok(deadlines.length > 0)
    assert.ok(deadlines.every((time) => time >= Date.UTC(2024, 0, 31, 16) && time < Date.UTC(2024, 1, 3, 16)))
    assert.deepEqual(
      deadlines,
      deadlines.toSorted((one, other) => one - other),
    )
  })

  test('figures are counted once for a state of the book; an organ takes part as what it did', async () => {
    const figures = new Figures(needs.book, names)
    const all = await figures.get(null)
    assert.deepEqual([all.procedures, all.lots.length, all.allLots], [count, 50, count])
    assert.equal(await figures.get(null), all)
    const company = { scheme: 'x-synthetic', id: 'company-0' }
    const bid = (await listProcedures(needs, { supplier: 'x-synthetic/company-0' }, 'en')).total
    assert.equal((await figures.get({ role: 'supplier', ...company })).procedures, bid)
    await assert.rejects(figures.get({ role: 'buyer', ...company }), { code: 'record-unknown' })
    assert.deepEqual(await rolesOf(needs.book, company), ['supplier'])
    assert.deepEqual(await rolesOf(needs.book, { scheme: 'x-synthetic', id: 'nobody' }), [])
  })

  test('pages go on where the last one ended, each procedure once', async () => {
    const seen: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listProcedures(needs, { category: 'goods', ...(cursor && { cursor }) }, 'en')
      seen.push(...numbersOf(page))
      cursor = page.place.next
    }
    assert.equal(seen.length, Math.ceil(count / 3))
    assert.equal(new Set(seen).size, seen.length)
    await assert.rejects(
      listProcedures(needs, { category: 'works', cursor: 'AAAA' }, 'en'),
      ({ code }) => code === 'cursor-invalid',
    )
  })

  test('what means nothing is left out and named, whatever it is', async () => {
    const query = {
      q: '',
      status: 'x',
      from: '2026-02-31',
      least: '-1',
      buyer: '…',
      order: ['a'],
      currency: 'XXY',
      to: 'x'.repeat(900),
    }
    const { filters, ignored, total } = await listProcedures(needs, query, 'en')
    assert.deepEqual([filters, total], [{}, count])
    assert.deepEqual(ignored, ['status', 'buyer', 'currency', 'least', 'from', 'to', 'order'])
  })

  test('the book knows a procedure by its key, with its lots, offers and award', async () => {
    const key = encodeCbor(procedureKey(3) as never)
    const found = await needs.book.find(key)
    assert.equal(rowKeyText(found!.key), rowKeyText(key))
    const lot = found!.lots.get(1)!
    assert.equal(lot.offers.size, 4)
    assert.equal(lot.award?.supplier, 'x-synthetic/company-60')
    assert.ok(lot.award?.signedAt !== null)
    assert.equal(await needs.book.find(new Uint8Array(1)), null)
  })
})
