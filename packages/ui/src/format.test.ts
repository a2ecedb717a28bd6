import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatBytes,
  formatDate,
  formatDay,
  formatMoney,
  formatSpan,
  formatTime,
  groupedHash,
  shortHash,
} from './format.ts'

const noon = Date.UTC(2026, 4, 3, 17, 30, 5)

test('times are shown in the ledger’s zone, with the offset', () => {
  assert.equal(formatDay(noon, 'Asia/Shanghai'), '2026-05-04')
  assert.equal(formatDate(noon, 'zh', 'Asia/Shanghai'), '2026年5月4日')
  assert.equal(formatDate(noon, 'en', 'Asia/Shanghai'), '4 May 2026')
  assert.equal(formatTime(noon, 'en', 'Asia/Shanghai'), '4 May 2026 01:30:05 (UTC+8)')
  assert.equal(formatTime(noon, 'zh', 'Asia/Shanghai'), '2026年5月4日 01:30:05 (UTC+8)')
})

test('money is exact beyond floating point, negative, and without decimals', () => {
  assert.equal(
    formatMoney({ currency: 'CNY', minor: 900719925474099301n, digits: 2 }, 'en'),
    'CNY 9,007,199,254,740,993.01',
  )
  assert.equal(formatMoney({ currency: 'CNY', minor: -5n, digits: 2 }, 'zh'), 'CNY −0.05')
  assert.equal(formatMoney({ currency: 'JPY', minor: 1200n, digits: 0 }, 'zh'), 'JPY 1,200')
  assert.equal(formatMoney({ currency: 'BHD', minor: 1n, digits: 3 }, 'en'), 'BHD 0.001')
})

test('sizes and hashes read well', () => {
  assert.equal(formatBytes(842, 'en'), '842 B')
  assert.equal(formatBytes(38_240, 'zh'), '38.2 KB')
  assert.equal(shortHash('ab'.repeat(32)), 'abababab…abababab')
  assert.equal(groupedHash('abcd1234ef'), 'abcd 1234 ef')
})

test('a length of time is in its two largest units, and only in those that count', () => {
  const day = 86_400_000
  assert.equal(formatSpan(3 * day + 4.9 * 3_600_000, 'en'), '3 days 4 hours')
  assert.equal(formatSpan(3 * day + 4.9 * 3_600_000, 'zh'), '3天 4小时')
  assert.equal(formatSpan(day, 'en'), '1 day')
  assert.equal(formatSpan(3_600_000 + 1000, 'en'), '1 hour')
  assert.equal(formatSpan(61_000, 'zh'), '1分钟 1秒钟')
  assert.equal(formatSpan(999, 'en'), '0 seconds')
})
