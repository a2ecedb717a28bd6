import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clauseOf } from './clauses.ts'

test('a clause has its title in both languages, and the first act that rests on it', () => {
  const { text, act } = clauseOf('disclosure', 'government-information/20')
  assert.deepEqual(
    text?.map(({ lang }) => lang),
    ['zh', 'en'],
  )
  assert.match(text![0]!.text, /第二十条/)
  assert.deepEqual(act, { affair: 'disclosure', action: 'publish' })
  assert.equal(clauseOf('disclosure', 'government-information/14').act, undefined, 'cited by officers only')
})

test('an officer may cite what has no title: it shows as it is', () => {
  for (const code of ['some-law/1', '', 'constructor', '__proto__'])
    for (const affair of ['disclosure', 'nothing']) assert.deepEqual(clauseOf(affair, code), { code })
})
