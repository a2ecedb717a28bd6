import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { diffOf } from './recordChanges.ts'

test('a diff has all of both texts, in order', () => {
  const text = fc.array(fc.constantFrom('停水', '公告', '，', ' ', '\n', 'water', '𠮷', 'e\u0301', '三'), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const [old, fresh] = [before.join(''), after.join('')]
      const parts = diffOf(old, fresh)
      const without = (left: string) => parts.flatMap(({ kind, text }) => (kind === left ? [] : [text])).join('')
      assert.deepEqual([without('added'), without('removed')], [old, fresh])
    }),
  )
})
