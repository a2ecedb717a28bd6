import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sha256, utf8 } from '@gongshi/protocol'
import {
  combine,
  isJustified,
  open,
  pointBytes,
  readContribution,
  readEnrolled,
  readSealed,
  readShare,
  seal,
} from '@gongshi/threshold'
import { ClientError } from '../errors.ts'
import { encodeKept, openKept } from '../node/keyFile.ts'
import {
  type CircleOfTrustees,
  contributed,
  judge,
  keepTrustee,
  newTrustee,
  ownIndex,
  shares,
  type TrusteeSecrets,
  trusteeOfKept,
} from './index.ts'

const context = utf8('a procedure')
const [count, threshold, liar, cheated, vanished] = [7, 4, 3, 5, 6]

function randomFrom(name: string) {
  let at = 0
  return (bytes: number) => {
    const blocks = Array.from({ length: Math.ceil(bytes / 32) }, () => sha256(utf8(`${name} ${at++}`)))
    return Uint8Array.from(blocks.flatMap((block) => [...block])).slice(0, bytes)
  }
}

const codeOf = (act: () => unknown): string => {
  try {
    act()
    return 'ok'
  } catch (error) {
    if (error instanceof ClientError) return error.code
    throw error
  }
}

/** Seven trustees: the third lies to the fifth, the sixth has enrolled and is never heard of again. */
function found() {
  const enrolled = Array.from({ length: count }, (_, at) => newTrustee(context, randomFrom(`trustee ${at + 1}`)))
  const begun: CircleOfTrustees = {
    context,
    threshold,
    enrolled: enrolled.map((each) => each.enrolled),
    contributions: [],
    key: null,
  }
  const present = enrolled.map((_, at) => at + 1).filter((index) => index !== vanished)
  const made = present.map((index) => contributed(enrolled[index - 1]!, begun, randomFrom(`contribution ${index}`)))
  const trustees = new Map(present.map((index, at) => [index, made[at]!.secrets]))
  // Hidden parts of 34 bytes stand at the end of a contribution, the last trustee's last.
  const lie = (bytes: Uint8Array) => {
    const at = bytes.length - 34 * (count - cheated) - 32
    return bytes.with(at, bytes[at]! ^ 1)
  }
  const published = present.map((index, at) => ({
    index,
    contribution: index === liar ? lie(made[at]!.contribution) : made[at]!.contribution,
  }))
  return { trustees, begun, disputed: { ...begun, contributions: published } }
}

const { trustees, begun, disputed } = found()
const of = (index: number): TrusteeSecrets => trustees.get(index)!
const standing = disputed.contributions.filter(({ index }) => index !== liar)
const ceremony = { context, threshold, trustees: begun.enrolled.map((each) => readEnrolled(context, each)) }
const group = combine(
  threshold,
  count,
  standing.map(({ index, contribution }) => readContribution(ceremony, index, contribution)),
)
const settled: CircleOfTrustees = { ...disputed, contributions: standing, key: pointBytes(group.key) }
const label = utf8('a bid')
const secret = sha256(utf8('its secret'))
const { sealed } = seal(group.key, label, secret, randomFrom('sealing'))

describe('seven trustees, one of whom lies, and one vanishes', () => {
  test('each judges what it was handed: the one who was cheated says so, and everyone sees that it is right', () => {
    for (const index of trustees.keys()) {
      const { received, disputes } = judge(of(index), disputed, randomFrom('judging'))
      assert.deepEqual(
        disputes.map(({ from }) => from),
        index === cheated ? [liar] : [],
      )
      assert.equal(received.length, index === cheated ? 5 : 6)
      for (const { from, dispute } of disputes) {
        const accused = readContribution(
          ceremony,
          from,
          disputed.contributions.find((each) => each.index === from)!.contribution,
        )
        assert.equal(isJustified(ceremony, { from, to: index }, accused, dispute), true)
      }
    }
  })

  test('any four open, the one who lied among them; what was not sealed here is passed over', () => {
    const other = seal(group.key, utf8('another bid'), secret, randomFrom('other')).sealed
    const read = readSealed(group.key, label, sealed)
    for (const some of [
      [1, 2, 4, 5],
      [7, 3, 5, 1],
    ]) {
      const given = some.map((index) => {
        const [share, none] = shares(
          of(index),
          settled,
          [
            { label, sealed },
            { label, sealed: other },
          ],
          randomFrom('share'),
        )
        assert.equal(none, null)
        return readShare(group, index, read, share!)
      })
      assert.deepEqual(open(group, label, read, given), secret)
    }
  })

  test('a key that is not made of the parts it was handed gets no share', () => {
    const wrong = { ...settled, key: pointBytes(group.key.add(group.key)) }
    const few = { ...settled, contributions: standing.slice(0, 3) }
    const lying = { ...disputed, key: settled.key }
    for (const circle of [wrong, few, lying, { ...settled, key: null }])
      assert.equal(
        codeOf(() => shares(of(cheated), circle, [{ label, sealed }], randomFrom('share'))),
        'client-part-unfit',
      )
  })
})

describe('what a trustee keeps', () => {
  test('gives the same contribution each time, and another for another circle', () => {
    const again = contributed(of(1), begun, randomFrom('anew'))
    assert.equal(again.secrets, of(1))
    assert.deepEqual(again.contribution, disputed.contributions[0]!.contribution)
    const smaller = { ...begun, enrolled: begun.enrolled.slice(0, 5) }
    const other = contributed(of(1), smaller, randomFrom('anew'))
    assert.equal(other.secrets.contributed.length, 2)
    assert.deepEqual(contributed(other.secrets, begun, randomFrom('x')).contribution, again.contribution)
  })

  test('comes back from its file, with the passphrase alone and for its procedure alone', async () => {
    const text = await encodeKept(keepTrustee(of(2)), 'a passphrase')
    const kept = await openKept(text, 'a passphrase')
    assert.deepEqual(trusteeOfKept(kept, context), of(2))
    assert.equal(
      codeOf(() => trusteeOfKept(kept, utf8('another'))),
      'client-kept-elsewhere',
    )
    assert.equal(
      codeOf(() => trusteeOfKept({ ...kept, kind: 'bid' }, context)),
      'client-kept-elsewhere',
    )
    await assert.rejects(openKept(text, 'another'), { code: 'key-file-passphrase-wrong' })
    await assert.rejects(openKept(text.replace('trustee', 'bid'), 'a passphrase'), {
      code: 'key-file-passphrase-wrong',
    })
    await assert.rejects(openKept(text.replace('gongshi-kept', 'gongshi-key'), null), { code: 'key-file-malformed' })
    for (const secretPart of [of(2).secret, of(2).contributed[0]!.contribution])
      assert.equal(text.includes(Buffer.from(secretPart).toString('base64').slice(4, 30)), false)
  })

  test('is of no use elsewhere: who is no trustee of it is told so', () => {
    const stranger = newTrustee(context, randomFrom('stranger'))
    assert.equal(
      codeOf(() => ownIndex(stranger, begun)),
      'client-not-a-trustee',
    )
    assert.equal(
      codeOf(() => ownIndex(of(1), { ...begun, context: utf8('another') })),
      'client-kept-elsewhere',
    )
    assert.equal(ownIndex(of(7), begun), 7)
  })
})
