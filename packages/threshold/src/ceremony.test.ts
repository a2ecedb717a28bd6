import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ristretto255_FROST } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { changed, codeOf, context, foundTrustees, randomFrom } from '../test/group.ts'
import {
  combine,
  contribute,
  enrol,
  isJustified,
  pointBytes,
  readContribution,
  readEnrolled,
  receive,
} from './index.ts'

describe('trustees make a key', () => {
  test('that an audited library takes for one of its own: commitments, points of the parts, and each part', () => {
    const { ceremony, contributions, parts, key } = foundTrustees(5, 3)
    const commitments = [0, 1, 2].map((at) =>
      pointBytes(contributions.map((each) => each.commitments[at]!).reduce((sum, point) => sum.add(point))),
    )
    const identifier = (index: number) => ristretto255_FROST.Identifier.fromNumber(index)
    const verifyingShares = Object.fromEntries(key.parts.map((point, at) => [identifier(at + 1), pointBytes(point)]))
    const shared = { signers: { min: 3, max: ceremony.trustees.length }, commitments, verifyingShares }
    parts.forEach((signingShare, at) => {
      ristretto255_FROST.validateSecret({ identifier: identifier(at + 1), signingShare }, shared)
    })
    const wrong = { identifier: identifier(1), signingShare: parts[1]! }
    assert.throws(() => ristretto255_FROST.validateSecret(wrong, shared))
    assert.deepEqual(pointBytes(key.key), commitments[0])
  })

  test('a key is enrolled for one procedure by whoever knows its secret, and by one only', () => {
    const { enrolled } = enrol(context, randomFrom('one'))
    readEnrolled(context, enrolled)
    assert.equal(
      codeOf(() => readEnrolled(new Uint8Array(32), enrolled)),
      'threshold-proof-invalid',
    )
    fc.assert(
      fc.property(
        fc.nat(enrolled.length - 1),
        (at) => codeOf(() => readEnrolled(context, changed(enrolled, at))) !== 'ok',
      ),
      { numRuns: 30 },
    )
    for (const length of [0, 31, 95, 97])
      assert.equal(
        codeOf(() => readEnrolled(context, new Uint8Array(length).fill(1))),
        'threshold-malformed',
      )
    const [key] = [readEnrolled(context, enrolled)]
    const twice = { context, threshold: 1, trustees: [key, key] }
    assert.equal(
      codeOf(() => contribute(twice, 1, randomFrom('x'))),
      'threshold-parameters',
    )
  })

  test('so many of so many, and not otherwise', () => {
    const { ceremony } = foundTrustees(3, 2)
    for (const threshold of [0, 4, 1.5, -1, Number.NaN])
      assert.equal(
        codeOf(() => contribute({ ...ceremony, threshold }, 1, randomFrom('x'))),
        'threshold-parameters',
      )
    const lonely = { ...ceremony, threshold: 1, trustees: ceremony.trustees.slice(0, 1) }
    assert.equal(
      codeOf(() => contribute(lonely, 1, randomFrom('x'))),
      'threshold-parameters',
    )
    const { contributions } = foundTrustees(3, 2)
    assert.equal(
      codeOf(() => combine(2, 3, contributions.slice(0, 1))),
      'threshold-too-few',
    )
  })

  test('a contribution stands for its author, its procedure, its threshold, and as it was', () => {
    const { ceremony, published } = foundTrustees(4, 2)
    const [first] = published as [Uint8Array]
    assert.equal(
      codeOf(() => readContribution(ceremony, 2, first)),
      'threshold-proof-invalid',
    )
    const elsewhere = { ...ceremony, context: new Uint8Array(32) }
    assert.equal(
      codeOf(() => readContribution(elsewhere, 1, first)),
      'threshold-proof-invalid',
    )
    assert.equal(
      codeOf(() => readContribution({ ...ceremony, threshold: 3 }, 1, first)),
      'threshold-malformed',
    )
    for (const bytes of [new Uint8Array(), first.subarray(1), Uint8Array.of(...first, 0), new Uint8Array(9000)])
      assert.equal(
        codeOf(() => readContribution(ceremony, 1, bytes)),
        'threshold-malformed',
      )
    // All but the hidden parts, which are judged by those whom they are for.
    const open = first.length - 4 * 34 - 1
    fc.assert(
      fc.property(fc.nat(open - 1), (at) => codeOf(() => readContribution(ceremony, 1, changed(first, at))) !== 'ok'),
      { numRuns: 40 },
    )
  })
})

describe('a part that is none', () => {
  const { ceremony, published, enrolments, contributions } = foundTrustees(3, 2)
  const cheating = readContribution(ceremony, 2, changed(published[1]!, published[1]!.length - 32))
  const between = { from: 2, to: 3 }
  const disputed = receive(ceremony, between, cheating, enrolments[2]!.secret, randomFrom('dispute'))
  assert.ok(!disputed.ok)
  const { dispute } = disputed

  test('is shown to everyone by whom it was for; the others have theirs', () => {
    assert.equal(isJustified(ceremony, between, cheating, dispute), true)
    const other = receive(ceremony, { from: 2, to: 1 }, cheating, enrolments[0]!.secret, randomFrom('dispute'))
    assert.equal(other.ok, true)
  })

  test('an honest author is not put out: what was shown fits the part, or proves nothing', () => {
    assert.equal(isJustified(ceremony, between, contributions[1]!, dispute), false)
    const of = (from: number, to: number, bytes: Uint8Array) => () =>
      isJustified(ceremony, { from, to }, contributions[from - 1]!, bytes)
    assert.equal(codeOf(of(1, 3, dispute)), 'threshold-proof-invalid')
    assert.equal(codeOf(of(2, 1, dispute)), 'threshold-proof-invalid')
    assert.equal(codeOf(of(2, 3, dispute.subarray(1))), 'threshold-malformed')
    fc.assert(
      fc.property(fc.nat(dispute.length - 1), (at) => codeOf(of(2, 3, changed(dispute, at))) !== 'ok'),
      { numRuns: 30 },
    )
  })
})
