import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { concat } from '@gongshi/protocol'
import { findEndOf, mendFirstBlock } from './firstBlock.ts'

/** A record of CometBFT's log of consensus: CRC and length, a time, a message with one field. */
function record(...message: number[]): Uint8Array {
  const timed = [0x0a, 2, 8, 1, 0x12, message.length, ...message]
  return Uint8Array.of(0, 0, 0, 0, 0, 0, 0, timed.length, ...timed)
}

const ends = (height: number) => (height === 0 ? record(0x22, 0) : record(0x22, 2, 8, height))
const vote = record(0x12, 3, 1, 2, 3)

describe('the log of consensus after a crash at the first block', () => {
  test('the mark of a height’s end is found where it lies', () => {
    const log = concat(ends(0), vote, vote, ends(4))
    assert.deepEqual([findEndOf(0, log), findEndOf(4, log)], [0, log.length - ends(4).length])
    assert.deepEqual([findEndOf(5, log), findEndOf(4, concat(ends(0), vote))], [null, null])
  })

  test('a torn record ends it', () => {
    assert.equal(findEndOf(4, concat(ends(0), vote, ends(4).subarray(0, -1))), null)
    assert.equal(findEndOf(4, concat(vote.subarray(0, 5))), null)
  })

  test('nothing is forgotten for other words, another height, or a chain that begins with its genesis', () => {
    const said = (stored: number) => `panic: StoreBlockHeight (${stored}) > StateBlockHeight + 1 (1)`
    assert.notEqual(mendFirstBlock(said(4), '/nowhere', 4), null)
    for (const [words, height] of [
      [said(5), 4],
      [said(4).replace('(1)', '(3)'), 4],
      ['panic: no space left', 4],
      [said(1), 1],
    ] as const)
      assert.equal(mendFirstBlock(words, '/nowhere', height), null)
  })
})
