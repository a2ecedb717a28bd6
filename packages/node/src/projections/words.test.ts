import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { wordQuery, wordsOf } from './words.ts'

describe('words', () => {
  test('Chinese is cut into words, other scripts at what is no letter, mark or digit', () => {
    assert.deepEqual(wordsOf('关于政府采购的公告'), ['关于', '政府', '采购', '的', '公告'])
    assert.deepEqual(wordsOf('Street-light replacement (LED), No. 7/2026'), [
      'street',
      'light',
      'replacement',
      'led',
      'no',
      '7',
      '2026',
    ])
    assert.deepEqual(wordsOf('采购LED路灯', 'ＬＥＤ ﬁnal'), ['采购', 'led', '路灯', 'final'])
  })

  test('ASCII has the words that it has among other letters', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        assert.deepEqual([...wordsOf(text), 'é'], wordsOf(`${text} é`))
      }),
    )
  })

  test('a word without end is cut, and texts without end are read to a bound', () => {
    assert.deepEqual(wordsOf('x'.repeat(60_000)), ['x'.repeat(64)])
    assert.equal(wordsOf(Array.from({ length: 500_000 }, (_, at) => at.toString(36)).join(' ')).length < 400_000, true)
  })

  test('in a question the last word may be the beginning of one', () => {
    assert.deepEqual(wordQuery('政府采'), { words: ['政府'], prefix: '采' })
    assert.deepEqual(wordQuery('street li'), { words: ['street'], prefix: 'li' })
    assert.deepEqual(wordQuery('street l'), { words: ['street', 'l'], prefix: null })
    assert.deepEqual(wordQuery('"*) OR 1=1 --'), { words: ['or', '1'], prefix: null })
    assert.deepEqual(wordQuery('! & | <-> "" *'), { words: [], prefix: null })
  })

  test('whatever comes in, words hold only letters, marks and digits', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string())
    fc.assert(
      fc.property(text, (given) => {
        for (const word of wordsOf(given)) {
          assert.match(word, /^[\p{L}\p{M}\p{N}]+$/u)
          assert.equal(word.toLowerCase(), word)
        }
      }),
    )
  })
})
