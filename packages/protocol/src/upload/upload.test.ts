import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { concat } from '../bytes/bytes.ts'
import { generateSecret, secretSigner } from '../keys/secret.ts'
import { batchCommitment, encodeUploadBatch, maxBatchContents, parseUploadBatch } from './batch.ts'
import { UploadError } from './errors.ts'
import { parseUploadPermit, signUploadPermit, verifyUploadPermit } from './permit.ts'
import { encodeUpload, encodeUploadKey, encodeUploadMemberHead, parseUpload, readUpload } from './stream.ts'

const member = fc.record(
  {
    path: fc.string({ unit: 'grapheme-ascii', maxLength: 40 }),
    bytes: fc.uint8Array({ maxLength: 3000 }),
  },
  { noNullPrototype: true },
)
const key = new Uint8Array(32).fill(7)

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function collect(bytes: Uint8Array, size: number) {
  const { recordKey, members } = await readUpload(cut(bytes, size))
  const read: { path: string; bytes: Uint8Array }[] = []
  for await (const { path, bytes: pieces } of members) {
    const parts: Uint8Array[] = []
    for await (const piece of pieces) parts.push(piece)
    read.push({ path, bytes: Uint8Array.from(concat(...parts)) })
  }
  return { recordKey, members: read }
}

describe('an upload', () => {
  test('comes through in pieces of any size', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 5 }), fc.integer({ min: 1, max: 700 }), async (members, size) => {
        assert.deepEqual(await collect(encodeUpload(key, members), size), { recordKey: key, members })
      }),
      { numRuns: 60 },
    )
  })

  test('a streamed member has the same bytes as one at hand', () => {
    for (const size of [0, 23, 24, 255, 256, 65_535, 65_536]) {
      const bytes = new Uint8Array(size)
      const streamed = concat(encodeUpload(key, []), encodeUploadMemberHead('a', size), bytes)
      assert.deepEqual(streamed, encodeUpload(key, [{ path: 'a', bytes }]))
    }
  })

  test('without its record key brings each member’s salt, whole, or is refused', async () => {
    const [bytes, salt] = [new Uint8Array(300).fill(1), new Uint8Array(32).fill(9)]
    const salted = (of: Uint8Array) => concat(encodeUploadKey(null), encodeUploadMemberHead('a', 300, of), bytes)
    const { recordKey, members } = await readUpload(cut(salted(salt), 50))
    assert.equal(recordKey, null)
    for await (const read of members) {
      assert.deepEqual([read.path, read.salt], ['a', salt])
      for await (const _ of read.bytes);
    }
    const refused = (error: unknown) => error instanceof UploadError && error.code === 'upload-malformed'
    await assert.rejects(collect(salted(salt.subarray(1)), 50), refused)
    const saltless = concat(encodeUploadKey(null), encodeUploadMemberHead('a', 300), bytes)
    await assert.rejects(collect(saltless, 50), refused)
    assert.throws(() => parseUpload(salted(salt)), refused)
  })

  test('cut short anywhere inside, it is refused', async () => {
    const whole = encodeUpload(key, [{ path: 'notice', bytes: new Uint8Array(300).fill(1) }])
    const ends = new Set([34, whole.length]) // behind the record key an upload without members is whole
    for (let length = 0; length < whole.length; length++)
      if (!ends.has(length))
        await assert.rejects(
          collect(whole.slice(0, length), 50),
          (error) => error instanceof UploadError,
          `length ${length}`,
        )
  })

  test('another type or a longer head than needed is refused', async () => {
    const head = encodeUpload(key, [])
    for (const tail of [
      [0x41, 1],
      [0x78, 1, 97, 0x40],
      [0x61, 97, 0x58, 1, 0],
      [0x61, 97, 0x5f],
      [0x61, 97, 0xa0],
    ])
      await assert.rejects(collect(concat(head, Uint8Array.from(tail)), 9), UploadError, String(tail))
  })
})

describe('an upload at hand', () => {
  const verdict = async (read: () => unknown): Promise<unknown> => {
    try {
      return await read()
    } catch (error) {
      assert.ok(error instanceof UploadError)
      return error.code
    }
  }

  test('is read as its stream is, whatever the bytes', async () => {
    const changed = fc.record({ at: fc.nat(), to: fc.nat({ max: 255 }), cut: fc.nat({ max: 40 }) })
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 4 }), fc.option(changed), async (members, change) => {
        const whole = encodeUpload(key, members)
        const bytes = change === null ? whole : whole.slice(0, Math.max(0, whole.length - change.cut))
        if (change !== null && bytes.length > 0) bytes[change.at % Math.min(bytes.length, 60)] = change.to
        assert.deepEqual(await verdict(() => parseUpload(bytes)), await verdict(() => collect(bytes, 100)))
      }),
      { numRuns: 300 },
    )
    for (const length of [1024, 1025]) {
      const bytes = encodeUpload(key, [{ path: 'a'.repeat(length), bytes: key }])
      assert.deepEqual(await verdict(() => parseUpload(bytes)), await verdict(() => collect(bytes, 100)))
    }
  })
})

describe('a batch of uploads', () => {
  const batch = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      commitment: new Uint8Array(32).fill(at),
      upload: encodeUpload(key, [{ path: `/${at}`, bytes: new Uint8Array(at * 30) }]),
    }))

  test('comes apart as it was put together, cut short anywhere it is refused', () => {
    const uploads = batch(12)
    const bytes = encodeUploadBatch(uploads)
    assert.deepEqual(parseUploadBatch(bytes), uploads)
    const ends = new Set(uploads.map((_, at) => encodeUploadBatch(uploads.slice(0, at + 1)).length))
    for (let length = 0; length < bytes.length; length++)
      if (!ends.has(length)) assert.throws(() => parseUploadBatch(bytes.slice(0, length)), UploadError, String(length))
  })

  test('holds so many contents and no more, each under a commitment of 32 bytes', () => {
    assert.equal(parseUploadBatch(encodeUploadBatch(batch(maxBatchContents))).length, maxBatchContents)
    assert.throws(() => parseUploadBatch(encodeUploadBatch(batch(maxBatchContents + 1))), UploadError)
    const [odd] = batch(1)
    assert.throws(() => parseUploadBatch(encodeUploadBatch([{ ...odd!, commitment: new Uint8Array(31) }])), UploadError)
  })

  test('what its permit names changes with every commitment, their order and their number', () => {
    const commitments = batch(5).map(({ commitment }) => commitment)
    const others = [commitments.slice(1), [...commitments].reverse(), [...commitments, commitments[0]!], [key]]
    const names = [commitments, ...others].map((each) => batchCommitment(each).join())
    assert.equal(new Set(names).size, names.length)
    assert.notDeepEqual(batchCommitment([key]), key)
  })
})

describe('an upload permit', () => {
  test('verifies under its key only, and no other bytes pass', async () => {
    const signer = secretSigner('ed25519', generateSecret('ed25519', new Uint8Array(32).fill(1)))
    const other = secretSigner('es256', generateSecret('es256', new Uint8Array(32).fill(2)))
    const permit = { chainId: 'city', commitment: new Uint8Array(32).fill(9), notAfter: 1_790_000_000_000 }
    const bytes = await signUploadPermit(signer, permit)
    assert.ok(verifyUploadPermit(parseUploadPermit(bytes), signer.key))
    assert.ok(!verifyUploadPermit(parseUploadPermit(bytes), other.key))
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at]! ^= 1
      let valid = false
      try {
        valid = verifyUploadPermit(parseUploadPermit(changed), signer.key)
      } catch (error) {
        assert.ok(error instanceof UploadError)
      }
      assert.ok(!valid, `byte ${at}`)
    }
  })
})
