import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equalBytes, GongshiError, sha256, toHex, utf8 } from '@gongshi/protocol'
import { combine, contribute, enrol, open, readContribution, readEnrolled, readSealed, seal } from '@gongshi/threshold'
import { encodeKept, openKept } from '../node/keyFile.ts'
import {
  type BidSecrets,
  beginSealing,
  bidOfKept,
  bidPlace,
  finishSealing,
  keepBid,
  newBidder,
  sealingOf,
} from './index.ts'

const matter = { chainId: 'test', procedure: [['x-test', 'school'], 'T-1'] }

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
    if (error instanceof GongshiError) return (error.failure as { code: string }).code
    throw error
  }
}

/** A key of two trustees, who both open. */
function foundKey() {
  const context = utf8('a procedure')
  const enrolled = [1, 2].map((index) => enrol(context, randomFrom(`trustee ${index}`)).enrolled)
  const ceremony = { context, threshold: 2, trustees: enrolled.map((each) => readEnrolled(context, each)) }
  const made = [1, 2].map((index) => contribute(ceremony, index, randomFrom(`contribution ${index}`)))
  return combine(
    2,
    2,
    made.map((bytes, at) => readContribution(ceremony, at + 1, bytes)),
  )
}

const group = foundKey()
const bidder = newBidder(matter.chainId, matter.procedure, randomFrom('bidder'))
const enclosed = { offer: utf8('an offer'), documents: sha256(utf8('documents')) }
const sealedOnce = (secrets: BidSecrets, of: string) =>
  finishSealing(
    beginSealing(secrets, sha256(utf8(of)), randomFrom(of)).secrets,
    group.key,
    enclosed,
    randomFrom('seal'),
  )

describe('a bidder in one procedure', () => {
  test('has a key and a pseudonym of its own, the same each time', () => {
    const elsewhere = newBidder(matter.chainId, [['x-test', 'school'], 'T-2'], () => bidder.seed)
    const [one, same, other] = [bidder, { ...bidder }, elsewhere].map((each) => {
      const { signer, author } = bidPlace(each)
      return [signer.key.id, author] as const
    })
    assert.deepEqual(one, same)
    for (const at of [0, 1] as const) assert.equal(equalBytes(one![at], other![at]), false)
    assert.notEqual(toHex(bidPlace(bidder).label), toHex(bidPlace(elsewhere).label))
  })

  test('goes on with a sealing that was interrupted, and draws another secret for another bid', () => {
    const of = sha256(utf8('first'))
    const begun = beginSealing(bidder, of, randomFrom('first'))
    assert.equal(beginSealing(begun.secrets, of, randomFrom('again')).sealing, begun.sealing)
    const done = finishSealing(begun.secrets, group.key, enclosed, randomFrom('seal'))
    assert.equal(finishSealing(done.secrets, group.key, enclosed, randomFrom('again')).made, done.made)
    const next = beginSealing(done.secrets, sha256(utf8('second')), randomFrom('second'))
    assert.equal(next.secrets.sealings.length, 2)
    assert.equal(equalBytes(next.sealing.secret, begun.sealing.secret), false)
    // What was sealed before and is sealed again is another bid: its secret may have been opened.
    assert.equal(beginSealing(next.secrets, of, randomFrom('third')).secrets.sealings.length, 3)
  })

  test('opens alone the one that the ledger has, whichever of them it is, and nothing else', () => {
    const first = sealedOnce(bidder, 'first')
    const second = sealedOnce(first.secrets, 'second')
    const { label } = bidPlace(bidder)
    for (const { made } of [first, second]) {
      const found = sealingOf(second.secrets, group.key, made.sealed)
      assert.deepEqual(found.made.opener, made.opener)
      assert.equal(
        codeOf(() => open(group, label, readSealed(group.key, label, made.sealed), [])),
        'threshold-too-few',
      )
    }
    const foreign = seal(group.key, label, sha256(utf8('x')), randomFrom('x')).sealed
    assert.equal(
      codeOf(() => sealingOf(second.secrets, group.key, foreign)),
      'client-kept-elsewhere',
    )
  })

  test('has everything in one file, for this procedure alone', async () => {
    const { secrets } = sealedOnce(bidder, 'first')
    const begun = beginSealing(secrets, sha256(utf8('second')), randomFrom('second')).secrets
    const text = await encodeKept(keepBid(begun), 'a passphrase')
    const kept = await openKept(text, 'a passphrase')
    assert.deepEqual(bidOfKept(kept, matter), begun)
    for (const other of [
      { ...matter, chainId: 'other' },
      { ...matter, procedure: 1 },
    ])
      assert.equal(
        codeOf(() => bidOfKept(kept, other)),
        'client-kept-elsewhere',
      )
    for (const hidden of [begun.seed, begun.sealings[0]!.secret, bidPlace(begun).author])
      assert.equal(text.includes(Buffer.from(hidden).toString('base64').slice(4, 30)), false)
  })
})
