import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import fc from 'fast-check'
import { packTar, type TarHeader } from 'modern-tar'
import { type Document, defaultLimits, pack, padme, unpack } from './container.ts'
import { SealedError } from './errors.ts'
import { isDocumentName } from './names.ts'

async function* of(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function codeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    await act()
    return 'ok'
  } catch (error) {
    if (error instanceof SealedError) return 'why' in error.failure ? `${error.code} ${error.failure.why}` : error.code
    throw error
  }
}

async function read(tar: AsyncIterable<Uint8Array>, limits = defaultLimits): Promise<string[]> {
  const names: string[] = []
  for await (const { name, bytes } of unpack(tar, limits)) {
    names.push(name)
    for await (const _ of bytes);
  }
  return names
}

const drain = async (source: AsyncIterable<Uint8Array>) => {
  for await (const _ of source);
}

type Entry = Partial<TarHeader> & { readonly name: string }
const tarOf = (...entries: readonly Entry[]) =>
  packTar(entries.map((header) => ({ header: { size: 1, ...header }, body: utf8('a').slice(0, header.size ?? 1) })))
const refused = async (...entries: readonly Entry[]) => {
  const tar = await tarOf(...entries)
  return codeOf(() => read(of(tar)))
}
/** The first document's size in the header, in octal, with the sum that goes with it (POSIX.1-2001, ustar). */
function saying(tar: Uint8Array, size: string): Uint8Array {
  const said = Uint8Array.from(tar)
  said.set(utf8(size), 124)
  said.set(utf8('        '), 148)
  const sum = said.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  said.set(utf8(sum.toString(8).padStart(6, '0')), 148)
  said[154] = 0
  return said
}
const packed = (...documents: readonly Document[]) => codeOf(() => drain(pack(documents, defaultLimits)))
const document = (name: string, size = 1): Document => ({ name, size, bytes: of(utf8('a')) })

describe('a container from anybody', () => {
  test('cannot leave its folder, nor mean another file on some system', async () => {
    for (const name of [
      '../a',
      '/etc/a',
      'a/../../b',
      'a//b',
      './a',
      'c:a',
      'a\\..\\b',
      'con',
      'a/nul.txt',
      'a.',
      'a ',
      ' a',
    ])
      assert.equal(await refused({ name }), 'sealed-entry-refused name', name)
    for (const name of ['a\u0000b', 'a\nb', 'a\u202eb', '\u200ba', 'a'.repeat(256), '1/2/3/4/5/6/7/8/9/10', 'e\u0301'])
      assert.equal(isDocumentName(name), false, JSON.stringify(name))
    for (const name of ['a', 'a.pdf', '图纸/一 (1).pdf', '.x', 'é', '1/2/3/4/5/6/7/8/9', 'a'.repeat(255)])
      assert.equal(isDocumentName(name), true, name)
  })

  test('has no name in a name’s place, as systems compare them', async () => {
    assert.equal(await refused({ name: 'a' }, { name: 'a' }), 'sealed-entry-refused repeated')
    assert.equal(await refused({ name: 'Straße.pdf' }, { name: 'STRASSE.pdf' }), 'ok')
    assert.equal(await refused({ name: 'A.pdf' }, { name: 'a.PDF' }), 'sealed-entry-refused repeated')
    assert.equal(await refused({ name: 'ﬁle' }, { name: 'file' }), 'sealed-entry-refused repeated')
    assert.equal(await refused({ name: 'a' }, { name: 'A/b' }), 'sealed-entry-refused repeated')
    assert.equal(await refused({ name: 'a/b' }, { name: 'a' }), 'sealed-entry-refused repeated')
    assert.equal(await refused({ name: 'a/b' }, { name: 'a/c' }), 'ok')
  })

  test('holds files and nothing else', async () => {
    for (const type of ['symlink', 'link', 'fifo', 'character-device', 'block-device'] as const)
      assert.equal(
        await refused({ name: 'a', type, size: 0, linkname: '/etc/passwd' }),
        'sealed-entry-refused kind',
        type,
      )
    assert.equal(await refused({ name: 'a/', type: 'directory', size: 0 }), 'sealed-entry-refused name')
    assert.equal(await refused({ name: 'a', pax: { path: '../b' } }), 'sealed-entry-refused name')
  })

  test('is no larger and no longer than allowed, whatever it says of itself', async () => {
    const tar = await tarOf({ name: 'a' }, { name: 'b' })
    assert.equal(await codeOf(() => read(of(tar), { ...defaultLimits, mostDocuments: 1 })), 'sealed-too-many')
    assert.equal(await codeOf(() => read(of(tar), { ...defaultLimits, mostBytes: 1 })), 'sealed-too-large')
    assert.equal(await codeOf(() => read(of(saying(tar, '77777777777')))), 'sealed-malformed')
    assert.equal(
      await codeOf(() => read(of(saying(tar, '77777777777')), { ...defaultLimits, mostBytes: 1e6 })),
      'sealed-too-large',
    )
  })

  test('that is none is refused, and nothing else happens', async () => {
    const whole = await tarOf({ name: 'a' }, { name: 'b' })
    for (const length of [1, 511, 513, 1024, 1536])
      assert.equal(await codeOf(() => read(of(whole.subarray(0, length)))), 'sealed-malformed', String(length))
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (bytes) => {
        assert.equal(await codeOf(() => read(of(bytes))), 'sealed-malformed')
      }),
      { numRuns: 60 },
    )
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        assert.match(await codeOf(() => read(of(whole.with(at, value)))), /^(ok$|sealed-)/)
      }),
      { numRuns: 200 },
    )
  })

  test('with something behind its end is refused: who reads it otherwise would find more', async () => {
    const whole = await tarOf({ name: 'a' })
    const more = Uint8Array.of(...whole, ...new Uint8Array(512), ...whole)
    assert.equal(await codeOf(() => read(of(more))), 'sealed-malformed')
  })
})

describe('a container made here', () => {
  test('is refused before it could not be opened', async () => {
    assert.equal(await packed(document('../a')), 'sealed-entry-refused name')
    assert.equal(await packed(document('a'), document('A')), 'sealed-entry-refused repeated')
    assert.equal(await packed(document('e\u0301')), 'ok')
  })

  test('is refused when a document has another size than it said', async () => {
    for (const size of [0, 2]) assert.equal(await packed(document('a', size)), 'sealed-source-changed')
  })

  test('says what its source says', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield utf8('a')
      throw new RangeError('the disk')
    }
    await assert.rejects(drain(pack([{ name: 'a', size: 9, bytes: failing() }], defaultLimits)), RangeError)
  })

  test('is as long as Padmé says', () => {
    // The paper's own bound: at most 12% longer, and O(log log) bits of the length.
    for (const [length, padded] of [
      [128, 128],
      [129, 144],
      [1000, 1024],
      [9, 10],
      [204_801, 208_896],
    ])
      assert.equal(padme(length!), padded)
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 2 ** 40 }),
        (length) => padme(length) >= length && padme(length) <= length * 1.13,
      ),
    )
  })
})
