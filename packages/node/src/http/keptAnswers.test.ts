import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as fc from 'fast-check'
import { KeptAnswers } from './keptAnswers.ts'

const bytes = (length: number) => Buffer.alloc(length)

describe('finished answers', () => {
  test('are kept up to their bytes, those asked for last', () => {
    const kept = new KeptAnswers(120)
    const held = (...asked: readonly number[]) => asked.filter((index) => kept.find('entry', index))
    for (const index of [1, 2]) kept.keep('entry', index, bytes(30), 0)
    kept.keep('entry', 3, bytes(30), 0) // 1 and 2 are the older half from now on
    assert.deepEqual(held(1), [1])
    kept.keep('entry', 4, bytes(30), 0) // 2 goes, which nobody asked for
    assert.deepEqual(held(1, 2, 3, 4), [1, 3, 4])
    for (let again = 0; again < 10; again++) kept.keep('entry', 4, bytes(30), 0)
    assert.deepEqual(held(3, 4), [3, 4], 'the same one counts once')
    kept.keep('entry', 5, bytes(64 * 1024 + 1), 0)
    assert.deepEqual(held(5), [], 'what is that large is not kept at all')
  })

  test('never take more room than they may, however they are asked for', () => {
    const kept = new KeptAnswers(1000)
    const numbers = fc.array(fc.tuple(fc.boolean(), fc.nat(60), fc.integer({ min: 1, max: 400 })), { maxLength: 300 })
    fc.assert(
      fc.property(numbers, (steps) => {
        for (const [isKept, index, length] of steps)
          if (isKept) kept.keep('entry', index, bytes(length), 0)
          else kept.find('entry', index)
        assert.ok(kept.bytes <= 1000, String(kept.bytes))
      }),
    )
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
