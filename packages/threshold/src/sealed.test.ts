import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import fc from 'fast-check'
import { changed, codeOf, foundTrustees, randomFrom } from '../test/group.ts'
import { makeShare, open, openAlone, readSealed, readShare, type Share, seal } from './index.ts'

const label = utf8('bid 1')
const secret = new Uint8Array(32).map((_, at) => at)

/** Something sealed for these trustees, with every share. */
function sealedFor(count: number, threshold: number) {
  const { key, parts } = foundTrustees(count, threshold)
  const { sealed: bytes, opener } = seal(key.key, label, secret, randomFrom('seal'))
  const sealed = readSealed(key.key, label, bytes)
  const shares = parts.map((part, at) => makeShare(at + 1, part, sealed, randomFrom(`share ${at}`)))
  const read = (index: number) => readShare(key, index, sealed, shares[index - 1]!)
  return { key, parts, bytes, opener, sealed, shares, read }
}

describe('what is sealed', () => {
  test('any so many of the trustees open, in any order; no fewer', () => {
    for (const [count, threshold] of [
      [2, 1],
      [2, 2],
      [3, 2],
      [5, 3],
    ] as const) {
      const { key, sealed, read } = sealedFor(count, threshold)
      const all = Array.from({ length: count }, (_, at) => read(at + 1))
      fc.assert(
        fc.property(fc.shuffledSubarray(all, { minLength: threshold }), (some) => {
          assert.deepEqual(open(key, label, sealed, some), secret)
        }),
        { numRuns: 10 },
      )
      const few = all.slice(0, threshold - 1)
      assert.equal(
        codeOf(() => open(key, label, sealed, few)),
        'threshold-too-few',
      )
      const twice: Share[] = threshold === 1 ? [] : Array.from({ length: threshold }, () => all[0]!)
      assert.equal(
        codeOf(() => open(key, label, sealed, twice)),
        'threshold-too-few',
      )
    }
  })

  test('who sealed it opens it alone, with nothing else', () => {
    const { key, sealed, opener } = sealedFor(3, 2)
    assert.deepEqual(openAlone(key.key, label, sealed, opener), secret)
    for (const other of [changed(opener, 0), new Uint8Array(32)])
      assert.equal(
        codeOf(() => openAlone(key.key, label, sealed, other)),
        'threshold-not-the-opener',
      )
    assert.equal(
      codeOf(() => openAlone(key.key, label, sealed, opener.subarray(1))),
      'threshold-malformed',
    )
  })

  test('is refused under another label, for other trustees, altered anywhere, or in part', () => {
    const { key, bytes } = sealedFor(3, 2)
    const others = foundTrustees(3, 2, 'others')
    assert.equal(
      codeOf(() => readSealed(key.key, utf8('bid 2'), bytes)),
      'threshold-proof-invalid',
    )
    assert.equal(
      codeOf(() => readSealed(others.key.key, label, bytes)),
      'threshold-proof-invalid',
    )
    fc.assert(
      fc.property(
        fc.nat(bytes.length - 1),
        (at) => codeOf(() => readSealed(key.key, label, changed(bytes, at))) !== 'ok',
      ),
      { numRuns: 40 },
    )
    for (const length of [0, 159, 161])
      assert.equal(
        codeOf(() => readSealed(key.key, label, new Uint8Array(length))),
        'threshold-malformed',
      )
    assert.equal(
      codeOf(() => seal(key.key, label, secret.subarray(1), randomFrom('x'))),
      'threshold-malformed',
    )
  })

  test('a share is one trustee’s for one sealed thing, or it is refused', () => {
    const { key, parts, sealed, shares } = sealedFor(3, 2)
    const again = seal(key.key, label, secret, randomFrom('again'))
    const other = readSealed(key.key, label, again.sealed)
    const [first] = shares as [Uint8Array]
    assert.equal(
      codeOf(() => readShare(key, 2, sealed, first)),
      'threshold-proof-invalid',
    )
    assert.equal(
      codeOf(() => readShare(key, 1, other, first)),
      'threshold-proof-invalid',
    )
    const lie = makeShare(1, parts[1]!, sealed, randomFrom('x'))
    assert.equal(
      codeOf(() => readShare(key, 1, sealed, lie)),
      'threshold-proof-invalid',
    )
    for (const index of [0, 4, -1])
      assert.equal(
        codeOf(() => readShare(key, index, sealed, first)),
        'threshold-malformed',
      )
    fc.assert(
      fc.property(
        fc.nat(first.length - 1),
        (at) => codeOf(() => readShare(key, 1, sealed, changed(first, at))) !== 'ok',
      ),
      { numRuns: 30 },
    )
    assert.equal(
      codeOf(() => makeShare(1, new Uint8Array(32), sealed, randomFrom('x'))),
      'threshold-malformed',
    )
  })
})
