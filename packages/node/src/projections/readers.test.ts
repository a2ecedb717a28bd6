import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { after, describe, test } from 'node:test'
import { NotesCity, noteDeclarations } from '../../test/notesCity.ts'
import { project } from '../../test/projected.ts'
import { freshFolder } from '../../test/sampleNode.ts'
import type { Answer } from './question.ts'
import { Readers } from './readers.ts'

const folder = freshFolder()
after(() => rmSync(folder, { recursive: true }))
const question = { kind: 'changes', entry: 0 } as const

describe('questions that wait', () => {
  test('are refused by a code once too many do, given up when their asker goes, and answered in the end', async () => {
    const city = await NotesCity.open()
    const location = { kind: 'sqlite', folder } as const
    const { projections, caughtUp } = project(city.ledger, location)
    await city.block([await city.write({ number: 'a', title: 'a' })])
    await caughtUp()
    const { generation } = projections.status().serving!
    await projections.close()

    const readers = new Readers(
      1,
      1,
      { location, ocidPrefix: 'ocds-000000', declarations: noteDeclarations },
      assert.ifError,
    )
    const asker = new AbortController()
    const abandoned = readers.ask<Answer>(question, asker.signal)
    const waiting = Array.from({ length: 255 }, () => readers.ask<Answer>(question))
    assert.throws(() => readers.ask(question), { code: 'views-busy' })
    asker.abort()
    await assert.rejects(abandoned, { code: 'views-timeout' })
    waiting.push(readers.ask(question))
    await readers.serve(generation)
    for (const answer of await Promise.all(waiting)) assert.equal(answer.rows.length, 1)
    await readers.serve(null)
    await assert.rejects(readers.ask(question), { code: 'views-unavailable' })
    await readers.close()
  })

  test('are given up when no answer comes within half a minute', async ({ mock }) => {
    mock.timers.enable({ apis: ['setTimeout'] })
    const readers = new Readers(
      1,
      1,
      { location: { kind: 'sqlite', folder }, ocidPrefix: 'ocds-000000', declarations: [] },
      assert.ifError,
    )
    const given = assert.rejects(readers.ask(question), { code: 'views-timeout' })
    mock.timers.tick(29_999)
    assert.equal(await Promise.race([given, 'still waiting']), 'still waiting')
    mock.timers.tick(1)
    await given
    mock.timers.reset()
    await readers.close()
  })
})
