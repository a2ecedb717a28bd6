import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { splitFragments } from '@gongshi/protocol'
import { CodeCollection } from './collection.ts'

const file = Uint8Array.from({ length: 1000 }, (_, at) => at)
const [first, second, third] = splitFragments(file) as [string, string, string]

describe('codes that are read one by one', () => {
  test('give the file, whatever their order and however often they are seen', () => {
    const codes = new CodeCollection()
    assert.deepEqual(codes.add(third), { kind: 'part', missing: [1, 2], count: 3 })
    assert.deepEqual(codes.add(third), { kind: 'known' })
    assert.deepEqual(codes.add(first), { kind: 'part', missing: [2], count: 3 })
    assert.deepEqual(codes.add(second), { kind: 'whole', file })
  })

  test('take nothing in that does not belong: an address, another file’s, one that was misread', () => {
    const codes = new CodeCollection()
    codes.add(first)
    assert.deepEqual(codes.add('https://example.org/1'), { kind: 'other', text: 'https://example.org/1' })
    const [foreign] = splitFragments(new Uint8Array(900))
    assert.deepEqual(codes.add(foreign!), { kind: 'refused', code: 'fragment-foreign' })
    const misread = second.slice(0, -1) + (second.endsWith('A') ? 'B' : 'A')
    assert.equal(codes.add(misread).kind, 'refused')
    assert.equal(codes.size, 1)
    codes.add(second)
    assert.deepEqual(codes.add(third), { kind: 'whole', file })
  })

  test('begin anew when they are told to, and then of another file', () => {
    const codes = new CodeCollection()
    codes.add(first)
    codes.clear()
    const other = splitFragments(new Uint8Array(10))
    assert.deepEqual(codes.add(other[0]!), { kind: 'whole', file: new Uint8Array(10) })
  })
})
