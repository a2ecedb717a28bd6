import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CalendarDate } from '../calendarData.ts'
import { renderCalendar } from './calendar.ts'

const site = {
  name: { zh: '公示', en: 'Gongshi' },
  chainId: 'city',
  height: 1,
  entries: 1,
  timeZone: 'Asia/Shanghai',
  synthetic: false,
  assets: { style: '', scripts: {} },
}
const organ = { scheme: 'x', id: '1', name: [{ lang: 'en', text: 'Roads; Bridges, Tunnels' }] }
const date = (more: Partial<CalendarDate>): CalendarDate => ({
  what: 'bidding',
  key: 'gkCR',
  title: [{ lang: 'zh', text: '学校桌椅采购'.repeat(12) }],
  organ,
  at: Date.UTC(2026, 5, 1, 1, 30),
  ...more,
})
const render = (dates: readonly CalendarDate[], lang: 'zh' | 'en' = 'zh') =>
  renderCalendar({ of: [], page: '/', dates, asOf: Date.UTC(2026, 4, 1) }, {
    lang,
    site,
    base: 'https://city.example',
  } as never)
const unfolded = (text: string) => text.replaceAll('\r\n ', '')

test('a date is an event in UTC with its page, the same one after it is moved', () => {
  const first = unfolded(render([date({})]))
  assert.match(first, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/)
  assert.match(first, /UID:bidding-gkCR@city\r\n/)
  assert.match(first, /DTSTART:20260601T013000Z\r\n/)
  assert.match(first, /DTSTAMP:20260501T000000Z\r\n/)
  assert.match(first, /URL;VALUE=URI:https:\/\/city\.example\/zh\/procurement\/gkCR\r\n/)
  assert.match(unfolded(render([date({ at: 0 })])), /UID:bidding-gkCR@city\r\n/)
})

test('lines end and fold as RFC 5545 says, whatever stands in a title', () => {
  const text = render([
    date({ title: [{ lang: 'en', text: 'a\r\nEND:VCALENDAR\nATTENDEE:x; y, z\\' }] }),
    date({ key: 'b' }),
  ])
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
  assert.equal(unfolded(text).match(/^END:VCALENDAR/gm)?.length, 1)
  assert.doesNotMatch(unfolded(text), /^ATTENDEE/m)
  assert.match(unfolded(text), /LOCATION:Roads\\; Bridges\\, Tunnels/)
})

test('an answer of a consultation leads to it, in the reader’s language', () => {
  const text = unfolded(render([date({ what: 'answer' })], 'en'))
  assert.match(text, /SUMMARY:Answer due: /)
  assert.match(text, /city\.example\/en\/consultations\/gkCR/)
})
