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
    startIn: {
      creates: 'term',
      to: 'running',
      basis: 'test/1',
      input: { days: t.workdays(), place: t.division() },
      signers: { clerk: { officer: 'clerk' } },
      set: { end: 'workdaysAfter(now, input.days, input.place)' },
      bounds: { steps: 2_000 },
    },
    /** A limit of so many days from now on, as many as are left of another one there. */
    carry: {
      creates: 'term',
      to: 'running',
      basis: 'test/1',
      input: { until: t.time(), place: t.division() },
      signers: { clerk: { officer: 'clerk' } },
      set: { end: 'workdaysAfter(now, workdaysUntil(now, input.until, input.place), input.place)' },
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

const place = (code: string, date = '2026-01-01') => ({ scheme: 'gb-t-2260', code, date })

describe('the calendar of a place', () => {
  /** Guangxi, its capital, a district of that; and Guangdong, beside it. */
  const [region, city, district, elsewhere] = ['450000', '450100', '450102', '440100'].map((code) => place(code)) as [
    Place,
    Place,
    Place,
    Place,
  ]
  type Place = ReturnType<typeof place>
  type TestLedger = ReturnType<typeof ledgerAt>
  const publishIn = (ledger: TestLedger, division: Place, given: object = {}) => {
    const keeper = ledger.officer('localCalendarKeeper', { division: { ...division, date: '2026-01-01' } })
    const input = {
      scheme: division.scheme,
      code: division.code,
      year: BigInt(division.date.slice(0, 4)),
      division,
      holidays: [],
      worked: [],
      clause: 'c/3',
      ...given,
    }
    return outcome(ledger.submit('organisations', 'publishLocalCalendar', input as never, [keeper]))
  }
  const endIn = (ledger: TestLedger, days: number, where: Place) => {
    const id = ledger.do('limits', 'startIn', { days, place: where } as never)
    return dayOf(ledger.row('limits', 'term', id!).fields.end as number)
  }
  /** The last day of a limit, in legal time. */
  const dayOf = (end: number) => new Date(end - 1 + 8 * 3_600_000).toISOString().slice(0, 10)

  test('adds holidays, which hold in the places of a region and nowhere else', () => {
    // Wednesday, 15 April 2026; 17 April is free in the region, as is the following Monday.
    const ledger = ledgerAt('2026-04-15T10:00:00+08:00')
    assert.equal(publishIn(ledger, region, { holidays: ['2026-04-17', '2026-04-20'] }), 'ok')
    assert.equal(dayOf(Date.parse(endOf(ledger, 2))), '2026-04-17')
    assert.equal(endIn(ledger, 2, elsewhere), '2026-04-17')
    for (const where of [region, city, district]) assert.equal(endIn(ledger, 2, where), '2026-04-21', where.code)
  })

  test('has make-up days of its own, takes back those of the country, and the nearest place has the last word', () => {
    // Wednesday, 30 September 2026: see above. Saturday, the 10th, is worked in the country, Sunday the 11th in the region.
    const ledger = ledgerAt('2026-09-30T10:00:00+08:00')
    ledger.do('organisations', 'publishCalendar', calendar as never)
    assert.equal(publishIn(ledger, region, { holidays: ['2026-10-10'], worked: ['2026-10-11'] }), 'ok')
    assert.equal(publishIn(ledger, city, { holidays: ['2026-10-07'], worked: ['2026-10-10', '2026-10-02'] }), 'ok')
    assert.equal(publishIn(ledger, district, { worked: ['2026-10-07'] }), 'ok')
    // The country: 6, 7, 8, 9, 10. The region: 6, 7, 8, 9, 11. The city: 2, 6, 8, 9, 10. The district: 2, 6, 7, 8, 9.
    assert.equal(endIn(ledger, 5, elsewhere), '2026-10-10')
    assert.equal(endIn(ledger, 5, region), '2026-10-11')
    assert.equal(endIn(ledger, 5, city), '2026-10-10')
    assert.equal(endIn(ledger, 5, district), '2026-10-09')
    assert.equal(endIn(ledger, 3, city), '2026-10-08')
  })

  test('ends where its code ends, and does not speak for a later place of the same code', () => {
    const ledger = ledgerAt('2026-06-24T10:00:00+08:00')
    const code = { scheme: 'gb-t-2260', code: '450199', source: 'test', clause: 'decree/1' }
    ledger.do('organisations', 'recogniseDivision', { ...code, name: '旧县', from: '2000-01-01' })
    const span = ['gb-t-2260', '450199', 1] as const
    ledger.do('organisations', 'endDivision', { division: span, until: '2026-06-27', clause: 'decree/2' } as never)
    const holidays = ['2026-06-25', '2026-06-26', '2026-06-29', '2026-06-30']
    const old = place('450199', '2026-06-01')
    assert.equal(publishIn(ledger, old, { holidays }), 'ok')
    // Thursday and Friday are free; from the 27th on the place is no more, and Monday and Tuesday are worked.
    assert.equal(endIn(ledger, 2, old), '2026-06-30')
    const again = { name: '新县', source: 'test', clause: 'decree/3', from: '2026-06-28' }
    ledger.do('organisations', 'reissueDivision', { division: span, ...again } as never)
    assert.equal(endIn(ledger, 2, place('450199', '2026-06-28')), '2026-06-26')
    assert.equal(publishIn(ledger, place('450199', '2026-06-27'), { holidays }), 'signer-place')
  })

  test('carries what is left of a limit over to the same end', () => {
    const ledger = ledgerAt('2026-04-15T10:00:00+08:00')
    assert.equal(publishIn(ledger, region, { holidays: ['2026-04-17'] }), 'ok')
    const id = ledger.do('limits', 'startIn', { days: 6, place: city } as never)
    const { end } = ledger.row('limits', 'term', id!).fields
    ledger.advanceTo(Date.parse('2026-04-16T12:00:00+08:00'))
    const carried = ledger.do('limits', 'carry', { until: end, place: city } as never)
    assert.equal(ledger.row('limits', 'term', carried!).fields.end, end)
  })

  test('costs steps and reads like everything else: too long a limit is refused for its bounds', () => {
    const ledger = ledgerAt('2026-04-15T10:00:00+08:00')
    const start = (days: number, where: Place) =>
      outcome(ledger.submit('limits', 'startIn', { days, place: where } as never))
    assert.equal(start(1_000, city), 'ok')
    assert.equal(start(2_000, city), 'bounds')
  })

  test('is of one year and one place, by whoever keeps it there', () => {
    const ledger = ledgerAt('2026-01-01T10:00:00+08:00')
    assert.equal(publishIn(ledger, region, { year: 2027n }), 'undated')
    assert.equal(publishIn(ledger, region, { code: '450100' }), 'elsewhere')
    assert.equal(publishIn(ledger, region, { holidays: ['2027-01-01'] }), 'outside')
    assert.equal(publishIn(ledger, region, { holidays: ['2026-10-01'], worked: ['2026-10-01'] }), 'contradictory')
    assert.equal(publishIn(ledger, region), 'ok')
    assert.equal(publishIn(ledger, region), 'row-exists')
    const as = (role: string, division: Place, of: Place) =>
      outcome(
        ledger.submit(
          'organisations',
          'publishLocalCalendar',
          {
            scheme: of.scheme,
            code: of.code,
            year: 2026n,
            division: of,
            holidays: [],
            worked: [],
            clause: 'c/3',
          } as never,
          [ledger.officer(role, { division })],
        ),
      )
    assert.equal(as('localCalendarKeeper', elsewhere, city), 'signer-division')
    assert.equal(as('calendarKeeper', region, city), 'signer-role')
    assert.equal(as('localCalendarKeeper', region, city), 'ok')
    const input = {
      localCalendar: ['gb-t-2260', '450000', 2026],
      holidays: [],
      worked: [],
      clause: 'c/4',
      reason: 'error',
    }
    const amend = (division: Place) =>
      outcome(
        ledger.submit('organisations', 'amendLocalCalendar', input as never, [
          ledger.officer('localCalendarKeeper', { division }),
        ]),
      )
    assert.equal(amend(city), 'signer-division')
    assert.equal(amend(region), 'ok')
  })
})
