import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { concat } from '@gongshi/protocol'
import fc from 'fast-check'
import { CometError } from '../errors.ts'
import { FrameReader, frameHead, maxFrameBytes } from './frames.ts'

const messages = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 12 })

describe('frames of the ABCI socket', () => {
  test('messages come out whole and in order, wherever the stream is cut', () => {
    fc.assert(
      fc.property(messages, fc.array(fc.nat(5000), { maxLength: 20 }), (sent, cuts) => {
        const stream = concat(...sent.flatMap((message) => [frameHead(message.length), message]))
        const at = [0, ...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b)
        const reader = new FrameReader()
        const got = at.slice(1).flatMap((end, index) => [...reader.take(stream.subarray(at[index]!, end))])
        assert.deepEqual(
          got.map((each) => [...each]),
          sent.map((each) => [...each]),
        )
      }),
    )
  })

  test('a message of many pieces is copied into one place; one that lies in a piece is not copied', () => {
    const message = new Uint8Array(300_000).map((_, at) => at)
    const stream = concat(frameHead(message.length), message)
    const reader = new FrameReader()
    const got: Uint8Array[] = []
    for (let at = 0; at < stream.length; at += 65_536) got.push(...reader.take(stream.subarray(at, at + 65_536)))
    assert.deepEqual(got, [message])
    const [whole] = [...new FrameReader().take(stream)]
    assert.equal(whole!.buffer, stream.buffer)
  })

  test('a length that never ends, or beyond the limit, is malformed', () => {
    const isMalformed = (error: unknown) => error instanceof CometError && error.code === 'abci-malformed'
    assert.throws(() => [...new FrameReader().take(new Uint8Array(5).fill(0xff))], isMalformed)
    assert.throws(() => [...new FrameReader().take(frameHead(maxFrameBytes + 1))], isMalformed)
    assert.deepEqual([...new FrameReader().take(frameHead(maxFrameBytes))], [])
  })
})
