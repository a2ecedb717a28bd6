import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { concat, sha256, utf8 } from '@gongshi/protocol'
import { Decrypter, Encrypter, Stanza } from 'age-encryption'
import fc from 'fast-check'
import { headerBytes, nonceBytes } from './ageHeader.ts'
import { type Document, openDocuments, SealedError, scriptedCipher, sealDocuments } from './index.ts'
import { nativeCipher } from './node/index.ts'

const key = { secret: sha256(utf8('a secret')), label: utf8('a bid') }

function randomFrom(name: string) {
  let count = 0
  return (bytes: number) => sha256(utf8(`${name} ${count++}`)).slice(0, bytes)
}

async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const documentOf = (name: string, bytes: Uint8Array, size = bytes.length): Document => ({
  name,
  size,
  bytes: cut(bytes, 50_000),
})

async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return Uint8Array.from(concat(...pieces))
}

async function opened(sealed: Uint8Array, from = key, limits?: Parameters<typeof openDocuments>[2]) {
  const found: [string, Uint8Array][] = []
  for await (const { name, bytes } of openDocuments(from, cut(sealed, 70_001), { cipher: nativeCipher, ...limits }))
    found.push([name, await collect(bytes)])
  return found
}

async function codeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act
    return 'ok'
  } catch (error) {
    if (error instanceof SealedError) return 'why' in error.failure ? `${error.code} ${error.failure.why}` : error.code
    throw error
  }
}

const seal = (documents: readonly Document[], options = { cipher: nativeCipher }) =>
  collect(sealDocuments(key, documents, randomFrom('sealing'), options))
const sample = (size: number) => Uint8Array.from({ length: size }, (_, at) => (at * 7919) >> 3)

const offer: [string, Uint8Array][] = [
  ['offer.pdf', sample(150_000)],
  ['drawings/一层平面图.dwg', sample(70_000)],
  [`drawings/${'长'.repeat(60)}.txt`, utf8('a long name')],
  ['empty', new Uint8Array()],
]
const sealing = seal(offer.map(([name, bytes]) => documentOf(name, bytes)))

describe('sealed documents', () => {
  test('come out as they went in, whatever their names, sizes and pieces', async () => {
    assert.deepEqual(await opened(await sealing), offer)
    const size = fc.constantFrom(0, 1, 511, 512, 513, 65_535, 65_536, 65_537, 200_000)
    await fc.assert(
      fc.asyncProperty(fc.array(size, { maxLength: 4 }), fc.integer({ min: 1, max: 90_000 }), async (sizes, step) => {
        const given = sizes.map((bytes, at): [string, Uint8Array] => [`${at}`, sample(bytes)])
        const sealed = await seal(given.map(([name, bytes]) => ({ name, size: bytes.length, bytes: cut(bytes, step) })))
        assert.deepEqual(await opened(sealed), given)
      }),
      { numRuns: 15 },
    )
  })

  test('are the same bytes by script and by the machine’s own cipher, over many runs', async () => {
    const large = [documentOf('large', sample(2_400_000))]
    const again = [documentOf('large', sample(2_400_000))]
    const sealed = await seal(large)
    assert.deepEqual(await seal(again, { cipher: { ...scriptedCipher, lanes: 3 } }), sealed)
    assert.deepEqual(await opened(sealed, key, { cipher: { ...scriptedCipher, lanes: 2 } }), [
      ['large', sample(2_400_000)],
    ])
  })

  test('pass over a document that is not read', async () => {
    const names: string[] = []
    for await (const { name } of openDocuments(key, cut(await sealing, 9_999))) names.push(name)
    assert.deepEqual(
      names,
      offer.map(([name]) => name),
    )
  })

  test('tell little by their size: none below a chunk, then steps', async () => {
    const sizeOf = async (size: number) => (await seal([documentOf('a', sample(size))])).length
    assert.equal(await sizeOf(0), await sizeOf(60_000))
    assert.equal(await sizeOf(1_000_000), await sizeOf(1_005_000))
  })
})

describe('what is altered is refused', () => {
  test('by another secret or another label', async () => {
    const sealed = await sealing
    assert.equal(await codeOf(opened(sealed, { ...key, secret: sha256(utf8('another')) })), 'sealed-other-secret')
    assert.equal(await codeOf(opened(sealed, { ...key, label: utf8('another bid') })), 'sealed-other-secret')
  })

  test('cut short anywhere, or with anything behind it', async () => {
    const sealed = await sealing
    const ends = [0, 1, headerBytes - 1, headerBytes, headerBytes + nonceBytes, headerBytes + nonceBytes + 65_552]
    const lengths = fc.oneof(fc.constantFrom(...ends, sealed.length - 1), fc.nat(sealed.length - 1))
    await fc.assert(
      fc.asyncProperty(lengths, async (length) =>
        assert.match(await codeOf(opened(sealed.subarray(0, length))), /^sealed-(altered|malformed)$/),
      ),
      { numRuns: 40 },
    )
    assert.equal(await codeOf(opened(concat(sealed, Uint8Array.of(0)))), 'sealed-altered')
    assert.equal(await codeOf(opened(concat(sealed, new Uint8Array(65_552)))), 'sealed-altered')
  })

  test('with any bit of the header or any other place flipped', async () => {
    const sealed = await sealing
    const flipped = (at: number) => opened(sealed.with(at, sealed[at]! ^ (1 << (at % 8))))
    for (let at = 0; at < headerBytes; at++)
      assert.match(await codeOf(flipped(at)), /^sealed-(altered|malformed|other-secret)$/, String(at))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: headerBytes, max: sealed.length - 1 }), async (at) =>
        assert.equal(await codeOf(flipped(at)), 'sealed-altered'),
      ),
      { numRuns: 40 },
    )
  })

  test('with chunks in another order', async () => {
    const sealed = await sealing
    const from = headerBytes + nonceBytes
    const chunk = (at: number) => sealed.subarray(from + at * 65_552, from + (at + 1) * 65_552)
    const swapped = concat(sealed.subarray(0, from), chunk(1), chunk(0), sealed.subarray(from + 2 * 65_552))
    assert.equal(await codeOf(opened(swapped)), 'sealed-altered')
  })
})

describe('a sealed file is an age file', () => {
  const typage = (fileKey: Uint8Array) => {
    const decrypter = new Decrypter()
    decrypter.addIdentity({ unwrapFileKey: () => fileKey })
    return decrypter
  }

  test('that the age library opens with the file’s key, and whose tar another reads', async () => {
    const fileKey = randomFrom('sealing')(16)
    const tar = await typage(fileKey).decrypt(await sealing)
    assert.equal(tar.length % 512, 0)
    assert.equal(new TextDecoder().decode(tar.subarray(0, 9)), 'offer.pdf')
    assert.deepEqual(tar.subarray(512, 512 + 150_000), offer[0]![1])
  })

  test('and only with this stanza: none, another, or one more is refused', async () => {
    const encrypter = new Encrypter()
    encrypter.addRecipient({ wrapFileKey: () => [new Stanza(['gongshi-threshold', 'a'], new Uint8Array(32))] })
    assert.equal(await codeOf(opened(await encrypter.encrypt('x'.repeat(300)))), 'sealed-malformed')
  })
})
