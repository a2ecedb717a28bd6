import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Value } from '@gongshi/affair-kit'
import { compileAffair } from '@gongshi/affair-kit/check'
import { installedAffairs, procurement } from '@gongshi/affairs'
import { type Composed, type ForeseenLaw, foreseeComposition } from './foresee.ts'

const program = compileAffair(procurement, { imports: installedAffairs })
const dayMs = 86_400_000
const now = Date.UTC(2026, 4, 1)
const law: ForeseenLaw = {
  rules: Object.fromEntries(Object.entries(program.actions).map(([action, { refuse }]) => [action, refuse])),
  params: { leastBidding: 20 * dayMs, leastTrustees: 3n, leastExperts: 5n },
  tallies: program.entities.procedure!.tallies,
}
const organ = (id: string) => ({ scheme: 'x-city', id })
const yuan = (minor: bigint) => ({ currency: 'CNY', minor })
const criterion = { title: '报价', kind: 'price', weight: 4_000n, most: 100n, least: 0n }
const sound = {
  buyer: organ('transport'),
  agency: organ('finance'),
  number: 'CG-1',
  division: { scheme: 'gb-t-2260', code: '330100', date: '2026-01-01' },
  category: 'goods',
  estimate: yuan(1_000_000n),
  experts: 5n,
  lots: [{ title: '计算机', estimate: yuan(900_000n), ceiling: yuan(950_000n) }],
  criteria: [criterion, { ...criterion, title: '方案', kind: 'quality', weight: 6_000n, least: 60n }],
  candidates: Array.from({ length: 10 }, (_, at) => [new Uint8Array(16).fill(at)]),
  desk: organ('registry'),
  trustees: ['audit', 'justice', 'archive'].map(organ),
  threshold: 2n,
  askUntil: now + 10 * dayMs,
  bidUntil: now + 20 * dayMs,
} satisfies Composed
const foreseen = (changes: Composed) =>
  foreseeComposition(law, { ...sound, ...changes }, now).map(({ action, code, path }) => `${action}.${code} at ${path}`)

test('of a sound tender nothing is told', () => {
  assert.deepEqual(foreseen({}), [])
})

const faults: readonly (readonly [changes: Composed, ...told: readonly string[]])[] = [
  [{ bidUntil: now + 20 * dayMs - 1 }, 'publish.short at bidUntil'],
  [{ askUntil: now + 21 * dayMs }, 'publish.askedLate at askUntil'],
  [{ criteria: [criterion] }, 'publish.unweighted at criteria'],
  [
    { criteria: [criterion, { ...criterion, weight: 7_000n }] },
    'addCriterion.weightless at criteria[1].weight',
    'publish.unweighted at criteria',
  ],
  [{ criteria: [{ ...criterion, weight: 10_000n, least: 1n }] }, 'addCriterion.priced at criteria[0].kind'],
  [{ lots: [{ ...sound.lots[0]!, ceiling: yuan(1n) }] }, 'addLot.dear at lots[0].ceiling'],
  [{ lots: [] }, 'publish.lotless at lots'],
  [{ experts: 4n }, 'plan.even at experts'],
  [{ candidates: sound.candidates.slice(1) }, 'publish.unmanned at candidates'],
  [{ trustees: [...sound.trustees, sound.buyer], threshold: 3n }, 'convene.party at trustees'],
  [{ trustees: sound.trustees.slice(1) }, 'convene.few at trustees', 'begin.few at trustees'],
  [{ desk: sound.agency }, 'entrust.party at desk'],
  [{ desk: undefined }, 'publish.deskless at desk'],
  [{ threshold: 1n }, 'begin.threshold at threshold'],
  [{ estimate: yuan(0n) }, 'plan.worthless at estimate', 'addLot.dear at lots[0].ceiling'],
]
for (const [changes, ...told] of faults)
  test(`told with its place: ${told.join(', ')}`, () => {
    assert.deepEqual(foreseen(changes), told)
  })

test('of what is not written yet nothing is told, nor of a lot half written', () => {
  assert.deepEqual(
    foreseeComposition(law, {}, now).map(({ code }) => code),
    ['lotless', 'deskless', 'unweighted'],
  )
  const half = { title: '计算机', estimate: yuan(900_000n) } as unknown as Value
  assert.deepEqual(foreseen({ lots: [half, null] }), [])
})
