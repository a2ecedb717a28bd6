import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fromHex } from '../bytes/bytes.ts'
import { FragmentError } from './errors.ts'
import { isFragment, joinFragments, splitFragments } from './fragment.ts'

type Case = { readonly name: string; readonly fragments: readonly string[] }
const vectors = JSON.parse(
  readFileSync(new URL('../../../../docs/vectors/fragment.json', import.meta.url), 'utf8'),
) as {
  readonly files: readonly (Case & { readonly file: string })[]
  readonly refused: readonly (Case & { readonly code: string })[]
}

describe('a file in codes', () => {
  test('vectors: whole, in another order, twice; refused with their codes', () => {
    for (const { name, file, fragments } of vectors.files)
      assert.deepEqual(joinFragments(fragments), fromHex(file), name)
    for (const { name, code, fragments } of vectors.refused)
      assert.throws(() => joinFragments(fragments), { message: code }, name)
  })

  test('what is split is joined, from any order; each text is within a code’s alphanumeric mode', () => {
    const shuffled = fc.uint8Array({ minLength: 1, maxLength: 3000 }).chain((file) => {
      const parts = splitFragments(file)
      return fc.tuple(
        fc.constant(file),
        fc.shuffledSubarray([...parts, ...parts], { minLength: parts.length * 2, maxLength: parts.length * 2 }),
      )
    })
    fc.assert(
      fc.property(shuffled, ([file, parts]) => {
        assert.ok(parts.every((part) => isFragment(part) && /^[0-9A-Z:/]+$/.test(part) && part.length < 720))
        assert.deepEqual(joinFragments(parts), file)
      }),
      { numRuns: 50 },
    )
  })

  test('one character changed anywhere gives no other file', () => {
    const file = new Uint8Array(900).fill(7)
    const parts = splitFragments(file)
    fc.assert(
      fc.property(
        fc.nat(parts[1]!.length - 1),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:/'),
        (at, by) => {
          const bent = parts[1]!.slice(0, at) + by + parts[1]!.slice(at + 1)
          if (bent === parts[1]) return
          assert.throws(() => joinFragments([parts[0]!, bent, parts[2]!]), FragmentError)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('more than the codes hold, and nothing', () => {
    assert.throws(() => splitFragments(new Uint8Array(64 * 400 + 1)), { message: 'fragment-too-large' })
    assert.throws(() => joinFragments([]), { message: 'fragment-malformed' })
  })
})
