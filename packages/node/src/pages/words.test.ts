import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Document } from './documents.ts'
import { wordsOf } from './records.ts'

const held = (title: readonly [string, string][], paragraphs: readonly [string, readonly string[]][]): Document => ({
  state: 'held',
  title: title.map(([lang, text]) => ({ lang, text })),
  synthetic: false,
  parts: {
    kind: 'paragraphs',
    byLanguage: new Map(
      paragraphs.map(([lang, texts]) => [lang, texts.map((text, at) => ({ path: `p/${at}`, text }))]),
    ),
  },
})

const linesOf = (document: Document, lang: 'zh' | 'en'): readonly string[] => {
  const body = wordsOf(document, '00', lang)
  assert.equal(body.kind, 'document')
  return body.kind === 'document' ? body.paragraphs.map(({ text }) => text) : []
}

describe('words without a title above them', () => {
  test('begin with the line that a form takes for the title, alone or not', () => {
    assert.deepEqual(linesOf(held([['en', 'Yes.']], []), 'en'), ['Yes.'])
    assert.deepEqual(linesOf(held([['en', 'Night work']], [['en', ['Yes.', 'From ten.']]]), 'en'), [
      'Night work',
      'Yes.',
      'From ten.',
    ])
    assert.deepEqual(linesOf(held([], [['en', ['Yes.']]]), 'en'), ['Yes.'])
  })

  test('are in one language, the reader’s where it is there', () => {
    const both = held(
      [
        ['zh', '可以。'],
        ['en', 'Yes.'],
      ],
      [
        ['zh', ['十点起。']],
        ['en', ['From ten.']],
      ],
    )
    assert.deepEqual(linesOf(both, 'zh'), ['可以。', '十点起。'])
    assert.deepEqual(linesOf(held([['en', 'Yes.']], []), 'zh'), ['Yes.'])
  })

  test('are none where the content is gone', () => {
    assert.deepEqual(wordsOf({ state: 'absent' }, '00', 'en'), { kind: 'absent' })
  })
})
