import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newMemory } from './memory.ts'

describe('a memory of who may sign', () => {
  test('tells names apart by every word, and keys by the very object', () => {
    const memory = newMemory()
    const key = Uint8Array.of(1)
    memory.keep(['place', '2020-01-01', 'x', '33'], 'one')
    memory.keep(['place', '2020-01-01', 'x', '3301'], 'two')
    memory.keep(['responsible', 7, 'desk', 'x', '33'], 'three')
    memory.keep(key, 'four')
    assert.equal(memory.recall(['place', '2020-01-01', 'x', '33']), 'one')
    assert.equal(memory.recall(['place', '2020-01-01', 'x', '3301']), 'two')
    assert.equal(memory.recall(['responsible', 7, 'desk', 'x', '33']), 'three')
    assert.equal(memory.recall(['responsible', 8, 'desk', 'x', '33']), undefined)
    assert.equal(memory.recall(key), 'four')
    assert.equal(memory.recall(Uint8Array.of(1)), undefined)
  })

  test('is bounded: full, it starts anew', () => {
    const memory = newMemory()
    for (let at = 0; at <= 100_000; at++) memory.keep(['place', at], at)
    assert.equal(memory.recall(['place', 100_000]), 100_000)
    assert.equal(memory.recall(['place', 0]), undefined)
  })
})
