import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Json, type Value, valueToJson } from '@gongshi/affair-kit'
import { affairBench, type BenchLedger } from '@gongshi/affair-kit/bench'
import { erasure } from '../erasure/affair.ts'
import type { Row } from '../organisations/rows.ts'
import { clauses } from './affair.ts'
import { citedClauses, clauseRegister, restingOn, unfounded, wordingAt } from './register.ts'

const bench = affairBench(clauses)
const code = 'personal-information/47'
const hash = (byte: number) => new Uint8Array(32).fill(byte)

type Fields = { readonly [name: string]: Value }

function wording(from: string, changes: Fields = {}): Fields {
  return {
    decree: 'decree/1',
    title: '个人信息的删除',
    link: null,
    textHash: hash(1),
    confirmed: false,
    from,
    ...changes,
  }
}

function recorded(): BenchLedger {
  const ledger = bench.ledger()
  ledger.do('clauses', 'record', { code, law: 'personal-information', ...wording('2021-11-01') })
  return ledger
}

function outcome(ledger: BenchLedger, action: string, input: Fields): unknown {
  const [word, detail] = ledger.submit('clauses', action, input).outcome
  return word === 'ok' ? 'ok' : detail
}

/** Rows as a view would give them; texts as their hashes. */
function rows(ledger: BenchLedger, entity: string): Row[] {
  const { fields } = ledger.installed('clauses').program.entities[entity]!
  return ledger.host.rows('clauses', `entity/${entity}`).map(([id]) => {
    const row = ledger.row('clauses', entity, id)
    const json = fields.map(({ name, kind }): [string, Json] => [name, valueToJson(kind, row.fields[name]!)])
    return { status: row.status, fields: Object.fromEntries(json) }
  })
}

const registerOf = (ledger: BenchLedger) => clauseRegister(rows(ledger, 'clause'), rows(ledger, 'wording'))

test('the matrix of roles, actions and states', () => {
  assert.ok(bench.checkMatrix().length > 40)
})

test('random acts break no invariant', () => {
  bench.checkInvariants({ runs: 10, acts: 60 })
})

describe('a clause', () => {
  test('has the wording that was in force on each day', () => {
    const ledger = recorded()
    const clause = [code]
    ledger.do('clauses', 'amend', { clause, ...wording('2025-01-01', { textHash: hash(2), decree: 'decree/2' }) })
    const register = registerOf(ledger)
    const on = (day: string) => wordingAt(register, code, day)?.number
    assert.deepEqual(['2021-10-31', '2021-11-01', '2024-12-31', '2025-01-01'].map(on), [undefined, 1, 1, 2])
    assert.equal(outcome(ledger, 'amend', { clause, ...wording('2025-01-01') }), 'early')
  })

  test('is repealed from a day on, and what rests on it is flagged from then on', () => {
    const ledger = recorded()
    const of = (day: string) => unfounded([erasure], registerOf(ledger), day).find((each) => each.code === code)?.why
    assert.deepEqual([of('2021-10-31'), of('2026-01-01')], ['later', undefined])
    ledger.do('clauses', 'repeal', { clause: [code], from: '2027-01-01', decree: 'decree/3' })
    assert.deepEqual([of('2026-12-31'), of('2027-01-01')], [undefined, 'repealed'])
    ledger.do('clauses', 'restore', { clause: [code], decree: 'decree/4' })
    assert.equal(of('2027-01-01'), undefined)
  })

  test('is confirmed once its words are there, and only once', () => {
    const ledger = bench.ledger()
    const first = { code, law: 'personal-information', ...wording('2021-11-01', { textHash: null }) }
    assert.equal(outcome(ledger, 'record', { ...first, confirmed: true }), 'unread')
    ledger.do('clauses', 'record', first)
    assert.equal(outcome(ledger, 'confirm', { wording: [[code], 1] }), 'unread')
    const other = recorded()
    assert.equal(outcome(other, 'confirm', { wording: [[code], 1] }), 'ok')
    assert.equal(outcome(other, 'confirm', { wording: [[code], 1] }), 'already')
  })
})

test('what rests on a clause: actions and parameters of every affair that cites it', () => {
  const resting = restingOn([erasure, clauses], code)
  assert.ok(resting.some(({ kind, name }) => kind === 'action' && name === 'propose'))
  assert.ok(resting.some(({ kind, name }) => kind === 'parameter' && name === 'waitingTime'))
  assert.deepEqual(restingOn([clauses], code), [])
  assert.ok(citedClauses([erasure]).includes(code))
  assert.equal(unfounded([erasure], new Map(), '2026-01-01')[0]?.why, 'unknown')
})
