import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeReleases } from '@gongshi/ocds'
import { encodeCbor } from '@gongshi/protocol'
import type { ViewRow } from '../projections/question.ts'
import { nativeReleases, ocidOf } from './nativeReleases.ts'

const buyer = { scheme: 'x-sample', id: 'city' }
const key = encodeCbor([['x-sample', 'city'], 'T-1'])
const yuan = (minor: number) => ({ currency: 'CNY', minor })
const common = { affair: 'procurement', height: 1 }
const row = (
  entity: string,
  revision: number,
  entry: number,
  action: string,
  status: string,
  fields: object,
): ViewRow => ({
  ...common,
  entity,
  key: entity === 'procedure' ? key : encodeCbor([[['x-sample', 'city'], 'T-1'], 1]),
  revision,
  status,
  action,
  entry,
  time: Date.UTC(2026, 0, 1) + entry,
  fields: fields as ViewRow['fields'],
})
const procedure = { buyer, number: 'T-1', agency: buyer, category: 'goods', plan: 'aa', estimate: yuan(900) }
const none = { notice: null, askUntil: null, bidUntil: null, reasons: null }
const published = { ...procedure, ...none, notice: 'bb', bidUntil: '2026-02-01T00:00:00.000Z' }
const lot = row('lot', 1, 5, 'addLot', 'open', { number: 1, title: 'Bridge', estimate: yuan(900) })
const history = [
  row('procedure', 1, 3, 'plan', 'planned', { ...procedure, ...none }),
  row('procedure', 2, 7, 'publish', 'tendering', published),
]
const asOf = { entries: 10, height: 1 }
const views = {
  async history(question: { readonly entity: string; readonly key: Uint8Array }) {
    const known = question.entity === 'procedure' && Buffer.from(question.key).equals(Buffer.from(key))
    return { asOf, rows: known ? history : [], isWhole: true, next: null }
  },
  async list({ entity }: { readonly entity: string }) {
    return { asOf, rows: entity === 'lot' ? [lot] : [], isWhole: true, next: null }
  },
}

test('one release for each entry that changed the procedure, under ids that stay', async () => {
  const ocid = ocidOf(key)
  const releases = await nativeReleases(views, ocid)
  assert.deepEqual(
    releases.map(({ id, tag }) => [id, tag]),
    [
      ['entry-3', ['planning']],
      ['entry-5', ['planningUpdate']],
      ['entry-7', ['tender']],
    ],
  )
  const { compiled } = mergeReleases(releases)
  assert.equal(compiled.ocid, ocid)
  assert.deepEqual((compiled.tender as { lots: unknown }).lots, [
    { id: 'lot-1', title: 'Bridge', status: 'active', value: { amount: 9, currency: 'CNY' } },
  ])
})

test('names that are none have none, and nothing throws', async () => {
  const odd = encodeCbor(['x', 1])
  for (const ocid of ['', 'ocds-x', ocidOf(new Uint8Array(0)), ocidOf(odd), ocidOf(encodeCbor(7)), `${ocidOf(key)}=`])
    assert.deepEqual(await nativeReleases(views, ocid), [], ocid)
  assert.deepEqual(await nativeReleases(views, ocidOf(encodeCbor([['x-sample', 'city'], 'T-2']))), [])
})
