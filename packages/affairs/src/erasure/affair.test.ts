import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairBench, type BenchLedger, defaultOrgan, subject } from '@gongshi/affair-kit/bench'
import { erasure } from './affair.ts'

const waitingTime = 7 * 86_400_000
const bench = affairBench(erasure, { params: { waitingTime } })
const proposal = {
  organ: defaultOrgan,
  content: subject('content'),
  entry: null,
  clause: 'personal-information/47',
  ground: 'request',
}
const outcome = ({ outcome: [word, detail] }: { outcome: readonly unknown[] }) => (word === 'ok' ? 'ok' : detail)

/** The events of the last act, which must have been the ledger's own. */
function ordered(ledger: BenchLedger): readonly unknown[] {
  const last = ledger.steps.at(-1)!
  assert.ok(last.kind === 'due')
  return last.outcome[1] as readonly unknown[]
}

test('the matrix of roles, actions and states', () => {
  assert.ok(bench.checkMatrix().length > 40)
})

test('random acts break no invariant', () => {
  bench.checkInvariants({ runs: 10, acts: 60 })
})

describe('an erasure', () => {
  test('takes two officers and the waiting time, then the ledger orders it by itself', () => {
    const ledger = bench.ledger()
    const id = ledger.do('erasure', 'propose', proposal)
    ledger.do('erasure', 'approve', { erasure: id })
    ledger.advance(waitingTime - 1)
    assert.equal(ledger.row('erasure', 'erasure', id).status, 'approved')
    ledger.advance(1)
    assert.equal(ledger.row('erasure', 'erasure', id).status, 'done')
    assert.deepEqual(ordered(ledger), [
      ['erasure', id, 'carryOut', 3, 'approved', 'done'],
      ['destroy', subject('content'), null, 'personal-information/47'],
    ])
  })

  test('of a body names the entry', () => {
    const ledger = bench.ledger()
    const id = ledger.do('erasure', 'propose', { ...proposal, content: null, entry: 41n })
    ledger.do('erasure', 'approve', { erasure: id })
    ledger.advance(waitingTime)
    assert.deepEqual(ordered(ledger)[1], ['destroy', null, 41n, 'personal-information/47'])
  })

  test('is not approved by whoever proposed it, nor by another organ', () => {
    const ledger = bench.ledger()
    const keeper = ledger.officer('recordsKeeper')
    const id = ledger.do('erasure', 'propose', proposal, [keeper])
    assert.equal(outcome(ledger.submit('erasure', 'approve', { erasure: id }, [keeper])), 'signer-maker')
    const stranger = ledger.officer('recordsKeeper', { organ: { scheme: 'x-bench', id: 'organ-2' } })
    assert.equal(outcome(ledger.submit('erasure', 'approve', { erasure: id }, [stranger])), 'signer-organ')
  })

  test('has one target', () => {
    const ledger = bench.ledger()
    assert.equal(outcome(ledger.submit('erasure', 'propose', { ...proposal, content: null })), 'untargeted')
    assert.equal(outcome(ledger.submit('erasure', 'propose', { ...proposal, entry: 1n })), 'ambiguous')
  })

  test('can be stopped while it waits, by its organ or by a supervisor, and then never falls due', () => {
    for (const action of ['stop', 'forbid']) {
      const ledger = bench.ledger()
      const id = ledger.do('erasure', 'propose', proposal)
      ledger.do('erasure', 'approve', { erasure: id })
      ledger.do('erasure', action, { erasure: id, reason: 'evidence' })
      ledger.advance(2 * waitingTime)
      const { status, fields } = ledger.row('erasure', 'erasure', id)
      assert.deepEqual([status, fields.stoppedFor, fields.due], ['stopped', 'evidence', null])
      assert.ok(ledger.steps.every(({ kind }) => kind !== 'due'))
    }
  })
})
