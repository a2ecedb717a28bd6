import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { editDistance, isSpelled, mostWrong, spellingKeys } from './spelling.ts'

const letters = fc.constantFrom(...'abcdeé')
const han = fc.constantFrom(...'公告采购道路')
const word = fc.oneof(fc.array(letters, { minLength: 4, maxLength: 12 }), fc.array(han, { minLength: 2, maxLength: 6 }))
const slip = fc.record({
  what: fc.constantFrom('out', 'in', 'other', 'swap'),
  at: fc.nat(11),
  letter: fc.oneof(letters, han),
})

function slipped(
  given: readonly string[],
  { what, at, letter }: { what: string; at: number; letter: string },
): string[] {
  const place = at % given.length
  if (what === 'out') return given.toSpliced(place, 1)
  if (what === 'in') return given.toSpliced(place, 0, letter)
  if (what === 'other') return given.toSpliced(place, 1, letter)
  return place === 0 ? [...given] : given.toSpliced(place - 1, 2, given[place]!, given[place - 1]!)
}

describe('spelling', () => {
  test('a word and what one slip makes of it share a key, and are one apart', () => {
    fc.assert(
      fc.property(word, slip, (given, how) => {
        const [right, typed] = [given.join(''), slipped(given, how).join('')]
        const keys = new Set(spellingKeys(right))
        assert.ok(
          spellingKeys(typed).some((key) => keys.has(key)),
          `${right} ${typed}`,
        )
        assert.ok(editDistance(right, typed) <= 1)
        assert.equal(editDistance(right, typed), editDistance(typed, right))
      }),
      { numRuns: 500 },
    )
  })

  test('a long word and what two slips make of it share a key', () => {
    const long = fc.array(letters, { minLength: 10, maxLength: 24 })
    fc.assert(
      fc.property(long, slip, slip, (given, first, second) => {
        const [right, typed] = [given.join(''), slipped(slipped(given, first), second).join('')]
        assert.equal(mostWrong(typed), 2)
        const keys = new Set(spellingKeys(right))
        assert.ok(
          spellingKeys(typed).some((key) => keys.has(key)),
          `${right} ${typed}`,
        )
      }),
      { numRuns: 500 },
    )
  })

  test('distances are those of the definition', () => {
    const known = [
      ['', '', 0],
      ['', 'abc', 3],
      ['kitten', 'sitting', 3],
      ['contarct', 'contract', 1],
      ['ca', 'abc', 3], // a letter is not moved and put in elsewhere at once: optimal string alignment
      ['公吿', '公告', 1],
      ['𠮷野家', '吉野家', 1],
    ] as const
    for (const [left, right, distance] of known) assert.equal(editDistance(left, right), distance, `${left} ${right}`)
  })

  test('keys are few, whatever the word, and numbers are not guessed', () => {
    for (const length of [8, 12, 24])
      assert.ok(spellingKeys('abcdefghijklmnopqrstuvwxyz'.slice(0, length)).length <= 29)
    for (const kept of ['notice', 'straße', 'договор', '公告', '政府采购法']) assert.ok(isSpelled(kept), kept)
    for (const left of ['abc', 'n2026', '2026', '的', 'x'.repeat(25), '路灯led', '', 'ab cd'])
      assert.ok(!isSpelled(left), left)
  })
})
