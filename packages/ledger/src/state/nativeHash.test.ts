import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { domainHash, sha256, utf8 } from '@gongshi/protocol'
import { hashNatively, nativeSha256, nativeSha256Name } from './nativeHash.ts'

const lengths = [0, 1, 31, 32, 33, 55, 56, 63, 64, 65, 200, 1023, 1024, 1025, 5000]
const messages = lengths.map((length) => Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 255))

test('the native hash is the portable one, also in the protocol once a ledger has brought it', () => {
  const portable = messages.map((message) => [sha256(message), sha256(message, message), domainHash('a/1', message)])
  hashNatively()
  for (const [at, message] of messages.entries()) {
    assert.deepEqual(nativeSha256(message), portable[at]![0])
    assert.deepEqual([sha256(message), sha256(message, message), domainHash('a/1', message)], portable[at])
    assert.equal(Buffer.from(nativeSha256Name(message), 'latin1').compare(portable[at]![0]!), 0)
  }
})

test('a digest has memory of its own, and memory that threads share is read as it is', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(100)).fill(5)
  const expected = createHash('sha256').update(Buffer.alloc(100, 5)).digest()
  const digest = nativeSha256(shared)
  assert.equal(Buffer.compare(digest, expected), 0)
  assert.equal(digest.buffer.byteLength, 32)
  sha256(utf8('another'))
  assert.equal(Buffer.compare(digest, expected), 0)
})
