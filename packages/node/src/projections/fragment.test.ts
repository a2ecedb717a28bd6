import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fragmentOf } from './fragment.ts'
import { wordQuery } from './words.ts'

const fragment = (text: string, question: string) => fragmentOf(text, wordQuery(question))

test('the line with most of the words, the first of several', () => {
  const text = 'Street lights\nThe lights of Market Street\nlights again'
  assert.equal(fragment(text, 'market lights'), 'The lights of Market Street')
  assert.equal(fragment(text, 'LIGH'), 'Street lights')
  assert.equal(fragment(text, 'nothing'), null)
  assert.equal(fragment('', 'x'), null)
})

test('a long line is cut around the first word, and no character in half', () => {
  const text = `${'前文'.repeat(100)}停水通知${'后文'.repeat(100)}`
  const cut = fragment(text, '停水')!
  assert.ok(cut.startsWith('…') && cut.endsWith('…') && cut.includes('停水通知') && cut.length <= 162, cut)
  const wide = `${'𠀀'.repeat(90)}路灯${'𠀀'.repeat(90)}`
  assert.ok(fragment(wide, '路灯')!.isWellFormed())
  assert.ok(fragment(`${'word '.repeat(60)}last`, 'last')!.endsWith('last'))
})

test('signs that mean something elsewhere are text', () => {
  assert.equal(fragment('a <b>x</b> & "c" %_', 'x'), 'a <b>x</b> & "c" %_')
})
