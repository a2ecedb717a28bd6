import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { KeptAnswers } from './keptAnswers.ts'

const bytes = (length: number) => Buffer.alloc(length)

describe('finished answers', () => {
  test('are kept up to their bytes, those asked for last', () => {
    const kept = new KeptAnswers(100)
    for (const index of [1, 2, 3]) kept.keep('entry', index, bytes(30), 0)
    assert.ok(kept.find('entry', 1))
    kept.keep('entry', 4, bytes(30), 0)
    assert.deepEqual(
      [1, 2, 3, 4].filter((index) => kept.find('entry', index)),
      [1, 3, 4],
    )
    for (let again = 0; again < 10; again++) kept.keep('entry', 4, bytes(40), 0)
    assert.equal([1, 3, 4].filter((index) => kept.find('entry', index)).length, 3, 'the same one counts once')
    kept.keep('entry', 5, bytes(101), 0)
    assert.equal(kept.find('entry', 5), undefined)
  })

  test('belong to their kind and entry', () => {
    const kept = new KeptAnswers(1000)
    kept.keep('evidence', 1, bytes(1), 0)
    assert.ok(kept.find('evidence', 1))
    assert.equal(kept.find('entry', 1), undefined)
    assert.equal(kept.find('evidence', 2), undefined)
  })

  test('an erasure takes them away, and what was begun before it is not kept', () => {
    const kept = new KeptAnswers(1000)
    const before = kept.erasures
    kept.keep('entry', 1, bytes(1), before)
    kept.keep('evidence', 1, bytes(1), before)
    kept.forget(1)
    assert.deepEqual([kept.find('entry', 1), kept.find('evidence', 1)], [undefined, undefined])
    kept.keep('entry', 1, bytes(1), before)
    assert.equal(kept.find('entry', 1), undefined)
  })
})
