import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type JsonObject, mergeReleases, readReleases } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import { procedure, wholeTender, withoutBeginnings } from '../../test/toldTender.ts'
import { stateOf } from './procurementRelease.ts'

test('a whole tender: each release fits the schema, and merged they are what the rows say', async () => {
  const { releases, rows } = wholeTender()
  assert.equal(new Set(releases.map(({ id }) => id)).size, releases.length)
  for (const release of releases)
    for await (const read of readReleases([utf8(JSON.stringify({ ...release, buyer: { id: 'b' } }))], { strict: true }))
      assert.ok(read.ok && read.warnings.length === 0, JSON.stringify([read.warnings, release]))
  const { compiled } = mergeReleases(releases)
  const { id, date } = releases.at(-1) as { readonly id: string; readonly date: string }
  const amended = releases.find(({ tag }) => (tag as readonly string[])[0] === 'tenderAmendment')!
  const amendments = [{ id: 'edition-2', date: amended.date!, releaseID: amended.id! }]
  const state = stateOf(procedure, rows)
  const told = { ...state, tender: { ...(state.tender as JsonObject), amendments }, id, date, tag: [] }
  assert.deepEqual(withoutBeginnings(compiled), mergeReleases([told]).compiled)
  const { tender, bids, awards, contracts, parties } = compiled as unknown as {
    tender: { status: string; lots: object[] }
    bids: { details: { status: string }[] }
    awards: { date: string; status: string; value: object }[]
    contracts: { awardID: string }[]
    parties: { id: string; roles: string[] }[]
  }
  assert.deepEqual([tender.status, tender.lots.length], ['complete', 1])
  assert.deepEqual(
    bids.details.map(({ status }) => status),
    ['valid', 'valid', 'valid'],
  )
  assert.equal(awards[0]?.date, releases.find(({ tag }) => (tag as readonly string[])[0] === 'award')!.date)
  assert.deepEqual(awards[0]?.value, { amount: 7_000, currency: 'CNY' })
  assert.equal(contracts.length, 1)
  assert.deepEqual(parties.find((party) => party.id === 'X-BENCH-company-0')?.roles, ['tenderer', 'supplier'])
  const before = releases.findIndex((release) => release.bids !== undefined)
  assert.ok(!JSON.stringify(releases.slice(0, before)).includes('company'), 'nobody’s name before bids are opened')
})
