import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Cbor } from '@gongshi/protocol'
import { shelf } from '../../fixtures/shelf/affair.ts'
import { box, codeOf as code, ledgerWithBox, shelfVersion, zhang } from '../../fixtures/shelf/shelfLedger.ts'
import { BenchLedger } from '../bench/benchLedger.ts'
import { subject } from '../bench/benchWorld.ts'
import { encodeInput } from '../declare/input.ts'
import type { Registry } from './host.ts'
import { perform, performDue } from './perform.ts'
import { historyTable } from './row.ts'

describe('a due act', () => {
  function shutBox(): BenchLedger {
    const ledger = ledgerWithBox()
    ledger.do('shelf', 'shut', { box, until: ledger.time + 10 })
    return ledger
  }
  const item = { affair: 'shelf', action: 'open', key: box }

  test('is refused before its time, at another time, and for a row that is not there', () => {
    const ledger = shutBox()
    const due = (at: number, key: Cbor = box) =>
      code(performDue(ledger.registry, ledger.host, ledger.block, { ...item, key }, at))
    assert.equal(due(ledger.time + 10), 'not-due')
    assert.equal(due(ledger.time), 'not-due')
    assert.equal(due(ledger.time, ['gone']), 'not-due')
    assert.equal(
      code(performDue(ledger.registry, ledger.host, ledger.block, { ...item, action: 'make' }, 0)),
      'action-unknown',
    )
  })

  test('gives way to whoever comes first', () => {
    const ledger = shutBox()
    ledger.do('shelf', 'open', { box })
    assert.equal(ledger.host.armed().length, 0)
    ledger.advance(20)
    assert.ok(!ledger.steps.some(({ kind }) => kind === 'due'))
  })

  test('has no transaction in its history', () => {
    const ledger = shutBox()
    ledger.advance(20)
    const history = ledger.host.get('shelf', historyTable('box'), [box, 2]) as readonly Cbor[]
    assert.deepEqual([history[0], history[2]], ['open', null])
  })
})

describe('what goes wrong', () => {
  test('a broken invariant rolls back and is a fault of the action', () => {
    const ledger = ledgerWithBox()
    const before = ledger.host.contents()
    const li = ledger.person(subject('li'))
    const kept = ledger.host.contents()
    const performed = ledger.submit('shelf', 'steal', { box, by: subject('li') }, [li])
    assert.deepEqual(performed.outcome, ['refused', 'invariant', null])
    assert.deepEqual(performed.fault, {
      code: 'invariant',
      message: 'box: a box stays with its owner',
      affair: 'shelf',
      version: 1,
      action: 'steal',
    })
    assert.deepEqual(ledger.host.contents(), kept)
    assert.ok(before.size < kept.size)
  })

  test('figures beyond what rules can compute are the request’s fault, not the affair’s', () => {
    const ledger = ledgerWithBox()
    const zero = ledger.submit('shelf', 'share', { box, among: 0n })
    assert.deepEqual([zero.outcome, zero.fault], [['refused', 'expression-division-by-zero', null], undefined])
    const most = { currency: 'CNY', minor: 2n ** 63n - 1n }
    ledger.do('shelf', 'put', { box, price: most, next: null })
    const huge = ledger.submit('shelf', 'put', { box, price: most, next: null })
    assert.deepEqual([huge.outcome, huge.fault], [['refused', 'value-range', null], undefined])
  })

  test('a parameter without a value in force is refused; its time decides which value is', () => {
    const ledger = new BenchLedger([shelfVersion])
    ledger.do('shelf', 'make', { code: 'a', owner: zhang, note: null })
    const weigh = () => code(ledger.submit('shelf', 'weigh', { box, by: 5n }, [ledger.person(zhang)]))
    assert.equal(weigh(), 'param-missing')
    ledger.setParameter('shelf', 'limit', 1n, ledger.time + 10)
    assert.equal(weigh(), 'param-missing')
    ledger.advance(10)
    assert.equal(weigh(), 'over')
  })

  test('a rule that takes too long costs its budget and no fault', () => {
    const ledger = ledgerWithBox()
    const list = Array.from({ length: 900 }, () => 1n)
    const performed = ledger.submit('shelf', 'think', { box, list })
    assert.deepEqual([performed.outcome, performed.fault], [['refused', 'bounds', ['steps']], undefined])
  })

  test('a suspended action is refused', () => {
    const ledger = ledgerWithBox()
    const registry: Registry = { ...ledger.registry, suspended: (_affair, _version, action) => action === 'weigh' }
    const input = encodeInput(shelf, 'weigh', { box, by: 1n })
    const request = {
      affair: 'shelf',
      version: 1,
      action: 'weigh',
      input,
      salt: zhang,
      txId: zhang,
      signers: [ledger.person(zhang)],
    }
    assert.equal(code(perform(registry, ledger.host, ledger.block, request)), 'suspended')
  })
})
