import assert from 'node:assert/strict'
import { test } from 'node:test'
import { affairBench } from '@gongshi/affair-kit/bench'
import { bench, outcome, Registry, ref } from '../../test/organisationsBench.ts'
import { governance } from './affair.ts'

const organ = (id: string) => ({ scheme: 'x-test', id })
const day = '2023-12-01'
const params = { votingPeriod: 14 * 86_400_000, parameterThreshold: { numerator: 1n, denominator: 2n } }

test('a member that was merged into another votes no more, and that other one once', () => {
  const registry = new Registry(affairBench(governance, { imports: [bench.installed], params }).ledger())
  const { ledger } = registry
  registry.establish('gov', null, '2000-01-01')
  for (const id of ['a', 'b', 'c']) registry.establish(id, 'gov', '2001-01-01')
  ledger.put('governance', 'house', ['city'], 'sitting', { code: 'city' }, { members: 3n })
  for (const id of ['a', 'b', 'c']) {
    const fields = { organ: organ(id), house: ['city'], since: 0, clause: 'ledger-charter/3' }
    ledger.put('governance', 'member', [['x-test', id]], 'active', fields as never)
  }
  const merger = { organ: ref('a'), until: day, into: ref('b'), clause: 'c/1' }
  assert.equal(registry.do('merge', merger), 'ok')
  ledger.advanceTo(Date.parse(`${day}T00:00:00+08:00`))
  const change = { affair: 'erasure', name: 'waitingTime', value: '30000', from: ledger.time + 40 * 86_400_000 }
  const asked = { topic: 'parameter/erasure/waitingTime', clause: 'c/1', proposer: organ('c'), reason: null }
  const proposal = ledger.do('governance', 'proposeParameter', { ...asked, parameter: change } as never, [
    ledger.officer('delegate', { organ: organ('c') }),
  ])
  const vote = (as: string) => {
    const delegate = ledger.officer('delegate', { organ: organ('b') })
    return outcome(
      ledger.submit('governance', 'approve', { proposal, organ: organ(as), reason: null } as never, [delegate]),
    )
  }
  assert.equal(vote('a'), 'succeeded')
  assert.equal(vote('b'), 'ok')
})
