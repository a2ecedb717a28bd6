import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Cbor, compareBytes, encodeCbor, toHex, utf8 } from '@gongshi/protocol'
import fc from 'fast-check'
import type { StateWriter } from './host.ts'
import { countMembers, hasMember, insertMember, maxMemberBytes, rangeOfMembers, removeMember } from './pages.ts'

const at = { affair: 'land', table: 'index/unit/holder', set: 'one' }

function memory(): StateWriter & { readonly rows: Map<string, Cbor> } {
  const rows = new Map<string, Cbor>()
  const name = (affair: string, table: string, key: Cbor) => toHex(encodeCbor([affair, table, key]))
  return {
    rows,
    get: (affair, table, key) => rows.get(name(affair, table, key)),
    getSized(affair, table, key) {
      const value = rows.get(name(affair, table, key))
      return value === undefined ? undefined : { value, bytes: encodeCbor(value).length }
    },
    put: (affair, table, key, value) => void rows.set(name(affair, table, key), value),
    putSized(affair, table, key, { value, bytes }) {
      assert.equal(bytes, encodeCbor(value).length)
      rows.set(name(affair, table, key), value)
    },
    remove: (affair, table, key) => void rows.delete(name(affair, table, key)),
  }
}

const member = (number: number) => utf8(String(number).padStart(5, '0'))
const numbers = fc.integer({ min: 0, max: 1500 })

describe('ordered sets as pages of the state', () => {
  test('behave as a sorted array under any sequence of changes', () => {
    const change = fc.record({
      insert: fc.boolean(),
      start: numbers,
      step: fc.integer({ min: 1, max: 7 }),
      count: fc.integer({ min: 1, max: 300 }),
    })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), numbers, numbers, (changes, from, to) => {
        const state = memory()
        const model = new Set<number>()
        for (const { insert, start, step, count } of changes)
          for (let index = 0; index < count; index++) {
            const number = start + step * index
            assert.equal(
              (insert ? insertMember : removeMember)(state, at, member(number)),
              insert !== model.has(number),
            )
            if (insert) model.add(number)
            else model.delete(number)
          }
        const sorted = [...model].map(member).sort(compareBytes)
        assert.deepEqual(rangeOfMembers(state, at, { limit: 1e6 }), sorted)
        assert.equal(countMembers(state, at), sorted.length)
        const wanted = sorted.filter(
          (each) => compareBytes(each, member(from)) >= 0 && compareBytes(each, member(to)) < 0,
        )
        assert.deepEqual(
          rangeOfMembers(state, at, { from: member(from), to: member(to), limit: 20 }),
          wanted.slice(0, 20),
        )
        assert.equal(hasMember(state, at, member(from)), model.has(from))
      }),
      { numRuns: 60 },
    )
  })

  test('no page grows beyond its bound, and an emptied set leaves nothing in the state', () => {
    const state = memory()
    for (let number = 0; number < 5000; number++) insertMember(state, at, member((number * 7919) % 5000))
    for (const value of state.rows.values()) assert.ok(((value as Cbor[])[1] as Cbor[]).length <= 32)
    for (let number = 0; number < 5000; number++) assert.ok(removeMember(state, at, member((number * 31) % 5000)))
    assert.equal(state.rows.size, 0)
  })

  test('a lost page is an error, never an empty range', () => {
    const state = memory()
    for (let number = 0; number < 200; number++) insertMember(state, at, member(number))
    const lost = [...state.rows.keys()].find((key) => !key.endsWith('00'))!
    state.rows.delete(lost)
    assert.throws(() => rangeOfMembers(state, at, { limit: 1e6 }), RangeError)
  })

  test('a member beyond its bound is refused', () => {
    assert.throws(() => insertMember(memory(), at, new Uint8Array(maxMemberBytes + 1)), RangeError)
  })
})
