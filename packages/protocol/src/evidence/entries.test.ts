import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { now, publication, stateEvidence, trustOf, twoActs } from '../../test/evidence.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { checkVote } from '../comet/commit.ts'
import { checkSignature } from '../keys/check.ts'
import { encodeEntries, isEntries, parseEntries, verifyEntries } from './entries.ts'
import { encodeEvidence, parseEvidence } from './format.ts'
import type { Verdict } from './verdict.ts'

async function verified(bytes: Uint8Array, votes?: { count: number }): Promise<Verdict[]> {
  const found: Verdict[] = []
  const vote: typeof checkVote = (...each) => {
    if (votes) votes.count++
    return checkVote(...each)
  }
  for await (const verdict of verifyEntries(bytes, trustOf(), now, { signature: checkSignature, vote }))
    found.push(verdict)
  return found
}

describe('several entries in one file', () => {
  test('each is verified as one, with its own signatures and members; the header’s votes once', async () => {
    const [one, two] = await twoActs()
    const joint = encodeEntries([one, two])
    assert.ok(isEntries(joint) && !isEntries(encodeEvidence(one)))
    assert.deepEqual(parseEntries(joint), [one, two])
    const votes = { count: 0 }
    const verdicts = await verified(joint, votes)
    assert.deepEqual(
      verdicts.map(({ status, members }) => [status, members.length]),
      [
        ['verified', 2],
        ['verified', 0],
      ],
    )
    assert.equal(votes.count, 1)
    assert.ok(joint.length < encodeEvidence(one).length + encodeEvidence(two).length)
  })

  test('one that does not hold ends it, at its own step; those before it are told', async () => {
    const [one, two] = await twoActs()
    const { subject } = two
    assert.ok(subject.kind === 'entry')
    const moved = { ...two, subject: { ...subject, index: subject.index + 1 } }
    const found: Verdict[] = []
    await assert.rejects(
      async () => {
        for await (const each of verifyEntries(encodeEntries([one, moved, two]), trustOf(), now)) found.push(each)
      },
      { step: 'inclusion', message: 'evidence-not-in-log' },
    )
    assert.equal(found.length, 1)
  })

  test('no values of the state, nothing behind it, no other format; and evidence says what it is not', async () => {
    const one = await publication()
    const state = await stateEvidence(3)
    const malformed = { message: 'evidence-malformed' }
    assert.throws(() => encodeEntries([state]), malformed)
    assert.throws(() => encodeEntries([one, state]), malformed)
    assert.throws(() => encodeEntries([one, one]), malformed, 'one act must not pass for two')
    const joint = encodeEntries([one])
    assert.throws(() => parseEntries(Uint8Array.of(...joint, 0)), malformed)
    assert.throws(() => parseEntries(joint.subarray(0, -1)), malformed)
    assert.throws(() => parseEntries(encodeCbor(['gongshi/entries/2', new Uint8Array(), []])), malformed)
    assert.throws(() => parseEvidence(joint), { message: 'evidence-of-entries' })
  })
})
