import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineAffair, t } from '@gongshi/affair-kit'
import { affairBench } from '@gongshi/affair-kit/bench'
import { bench, dayMs, outcome } from '../../test/organisationsBench.ts'

const limits = defineAffair({
  name: 'limits',
  version: 1,
  entities: { term: { fields: { end: t.time() }, status: ['running'] } },
  actions: {
    start: {
      creates: 'term',
      to: 'running',
      basis: 'test/1',
      input: { days: t.workdays() },
      signers: { clerk: { officer: 'clerk' } },
      set: { end: 'workdaysAfter(now, input.days)' },
    },
  },
})
const ledgerAt = (time: string) => {
  const ledger = affairBench(limits, { imports: [bench.installed] }).ledger()
  ledger.advanceTo(Date.parse(time))
  return ledger
}
const endOf = (ledger: ReturnType<typeof ledgerAt>, days: number) => {
  ledger.do('limits', 'start', { days } as never)
  const [id] = ledger.host.rows('limits', 'entity/term').at(-1)!
  const ends = ledger.host.rows('limits', 'entity/term').map(([each]) => ledger.row('limits', 'term', each).fields.end)
  assert.ok(id)
  return new Date(Math.max(...(ends as number[]))).toISOString()
}
const calendar = {
  year: 2026n,
  holidays: ['2026-10-01', '2026-10-02', '2026-10-05'],
  worked: ['2026-10-10'],
  clause: 'c/1',
}

describe('the calendar of a year', () => {
  test('is counted by in time limits: holidays are left out, weekends that are worked are counted', () => {
    // Wednesday, 30 September 2026: without a calendar the next working days are 1, 2, 5, 6, 7, 8, 9 and 12 October.
    const plain = ledgerAt('2026-09-30T10:00:00+08:00')
    assert.equal(endOf(plain, 8), new Date(Date.parse('2026-10-13T00:00:00+08:00')).toISOString())
    const ledger = ledgerAt('2026-09-30T10:00:00+08:00')
    ledger.do('organisations', 'publishCalendar', calendar as never)
    // With it: 6, 7, 8, 9, 10 (a Saturday), 12, 13, 14 October.
    assert.equal(endOf(ledger, 8), new Date(Date.parse('2026-10-15T00:00:00+08:00')).toISOString())
  })

  test('amended, it counts for what begins from then on; what was counted stays', () => {
    const ledger = ledgerAt('2026-09-30T10:00:00+08:00')
    ledger.do('organisations', 'publishCalendar', calendar as never)
    const before = endOf(ledger, 1)
    const amended = { calendar: [2026], holidays: [...calendar.holidays, '2026-10-06'], worked: [], clause: 'c/2' }
    ledger.do('organisations', 'amendCalendar', { ...amended, reason: 'decision' } as never)
    const after = endOf(ledger, 1)
    assert.equal(Date.parse(after) - Date.parse(before), dayMs)
    const [id] = ledger.host.rows('limits', 'entity/term')[0]!
    assert.ok(ledger.row('limits', 'term', id))
  })

  test('a day of another year, a day both free and worked, a second calendar, anybody else: refused', () => {
    const ledger = ledgerAt('2026-01-01T10:00:00+08:00')
    const publish = (given: object) =>
      outcome(ledger.submit('organisations', 'publishCalendar', { ...calendar, ...given } as never))
    assert.equal(publish({ holidays: ['2027-01-01'] }), 'outside')
    assert.equal(publish({ worked: ['2026-10-01'] }), 'contradictory')
    assert.equal(publish({}), 'ok')
    assert.equal(publish({}), 'row-exists')
    const registrar = [ledger.officer('registrar')]
    const input = { calendar: [2026], holidays: [], worked: [], clause: 'c/2', reason: 'error' }
    assert.equal(outcome(ledger.submit('organisations', 'amendCalendar', input as never, registrar)), 'signer-role')
  })
})
