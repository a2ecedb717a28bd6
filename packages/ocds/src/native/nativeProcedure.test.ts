import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import { findSharedData, missingSharedData } from '@gongshi/testkit'
import fc from 'fast-check'
import { ocdsErrorTexts } from '../errorTexts.ts'
import { readReleases } from '../readReleases.ts'
import { type NativeMapping, nativeProcedure } from './nativeProcedure.ts'

const release = {
  ocid: 'ocds-000000-1',
  id: '1',
  date: '2026-01-01T00:00:00Z',
  tag: ['tender'],
  initiationType: 'tender',
  buyer: { id: 'B-1', name: 'Bureau' },
  parties: [{ id: 'B-1', name: 'Bureau', roles: ['buyer'] }],
}
const tender = {
  id: 'T-7',
  title: 'Bridge',
  procurementMethod: 'open',
  mainProcurementCategory: 'works',
  value: { amount: 1200.5, currency: 'CNY' },
  lots: [
    { id: 'l1', title: 'Piers', value: { amount: 0.1, currency: 'CNY' } },
    { id: 'l2', value: { amount: 1e20, currency: 'CNY' } },
  ],
  tenderPeriod: { startDate: '2026-01-01T00:00:00Z', endDate: '2026-02-01T08:00:00+08:00' },
  enquiryPeriod: { endDate: '2026-01-20T00:00:00Z' },
}

async function map(changes: object): Promise<NativeMapping> {
  for await (const read of readReleases([utf8(JSON.stringify({ ...release, ...changes }))]))
    if (read.ok) return nativeProcedure(read.value, read.release)
  throw new Error('refused')
}

describe('a release as the beginnings of a native procedure', () => {
  test('takes what it says, exactly, names what it does not say, and keeps the rest', async () => {
    assert.deepEqual(await map({ tender, planning: { rationale: 'worn out' } }), {
      procedure: {
        plan: {
          buyer: { scheme: 'x-ocds-000000', id: 'B-1' },
          number: 'T-7',
          category: 'works',
          estimate: { currency: 'CNY', minor: 120_050n },
        },
        lots: [{ number: 1, title: 'Piers', estimate: { currency: 'CNY', minor: 10n } }, { number: 2 }],
        publish: { askUntil: Date.UTC(2026, 0, 20), bidUntil: Date.UTC(2026, 1, 1) },
      },
      missing: [
        ...['agency', 'division', 'plan', 'experts'].map((name) => `plan.${name}`),
        'publish.notice',
        'lots.1.ceiling',
        'lots.2.title',
        'lots.2.estimate',
        'lots.2.ceiling',
      ],
      faults: ['ocds-native-amount'],
      kept: ['/parties', '/planning', '/tender/title'],
    })
  })

  const faults: readonly [code: string, changes: object][] = [
    ['ocds-native-tender-absent', {}],
    ['ocds-native-method', { tender: { ...tender, procurementMethod: 'direct' } }],
    ['ocds-native-category', { tender: { ...tender, mainProcurementCategory: 'bread' } }],
    ['ocds-native-amount', { tender: { ...tender, value: { amount: -1, currency: 'CNY' } } }],
    ['ocds-native-amount', { tender: { ...tender, value: { amount: 1e300, currency: 'CNY' } } }],
    ['ocds-native-amount', { tender: { ...tender, value: { amount: 1, currency: 'shells' } } }],
    ['ocds-native-date', { tender: { ...tender, tenderPeriod: { endDate: '2026-02-30T00:00:00Z' } } }],
    ['ocds-native-date', { tender: { ...tender, enquiryPeriod: { endDate: '2026-03-20T00:00:00Z' } } }],
    [
      'ocds-native-date',
      { tender: { ...tender, tenderPeriod: { startDate: '2026-03-01T00:00:00Z', endDate: '2026-02-01T00:00:00Z' } } },
    ],
    ['ocds-native-lots-many', { tender: { ...tender, lots: Array.from({ length: 21 }, (_, id) => ({ id })) } }],
    ['ocds-native-id-repeated', { tender: { ...tender, lots: [{ id: 1 }, { id: '1' }] } }],
    ['ocds-native-reference-dangling', { tender, awards: [{ id: 'a', suppliers: [{ id: 'nobody' }] }] }],
    ['ocds-native-reference-dangling', { tender, awards: [{ id: 'a' }], contracts: [{ id: 'c', awardID: 'b' }] }],
    ['ocds-native-reference-dangling', { tender: { ...tender, items: [{ id: 1, relatedLot: 'l9' }] } }],
    ['ocds-native-loop', { tender, relatedProcesses: [{ id: '1', identifier: release.ocid }] }],
  ]
  for (const [code, changes] of faults)
    test(`${code}: ${JSON.stringify(changes).slice(0, 110)}`, async () => {
      const mapping = await map(changes)
      assert.ok(mapping.faults.includes(code as never), JSON.stringify(mapping.faults))
      assert.ok(ocdsErrorTexts[code as keyof typeof ocdsErrorTexts].zh.what)
    })

  test('whatever a release holds, it is mapped or said not to fit', () => {
    const facts = { ocid: 'o', id: '1', date: null, tags: [], amounts: [], organ: { scheme: 'x', id: '1' } }
    const names = fc.constantFrom('tender', 'parties', 'awards', 'contracts', 'buyer', 'relatedProcesses', 'x')
    const inner = fc.dictionary(
      fc.constantFrom('id', 'lots', 'value', 'procurementMethod', 'tenderPeriod'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(fc.jsonValue(), inner)), (value) => {
        const mapping = nativeProcedure(value as never, facts)
        assert.ok(mapping.procedure !== null || mapping.faults.length > 0)
      }),
    )
  })

  const file = findSharedData('procurement', 'colombia-2021-03-03.json')
  test('of the hundred real releases each is mapped or has its reason', {
    skip: file ? false : missingSharedData,
  }, async () => {
    let [fit, unfit] = [0, 0]
    for await (const read of readReleases(createReadStream(file!))) {
      assert.ok(read.ok)
      const { procedure, faults, kept } = nativeProcedure(read.value, read.release)
      if (procedure === null) unfit++
      else fit++
      assert.ok(procedure !== null || faults.length > 0)
      assert.ok(kept.length > 0, 'what is not taken is told')
    }
    assert.equal(fit + unfit, 100)
  })
})
