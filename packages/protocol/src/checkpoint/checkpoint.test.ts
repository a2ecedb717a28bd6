import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ed25519 } from '@noble/curves/ed25519.js'
import fc from 'fast-check'
import { flipBit, growLog, numberedLeaves } from '../../test/log.ts'
import { toBase64 } from '../bytes/base64.ts'
import { concat, toHex, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { inclusionProof } from '../log/inclusion.ts'
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { checkEd25519Note } from './ed25519Note.ts'
import { NoteError } from './errors.ts'
import { encodeVkey, type NoteSigner, noteKeyId, parseNote, parseVkey, signNote, verifyNote } from './note.ts'
import { encodeEntryBundle, parseEntryBundle, parseTilePath, tilePath, tileWidthAt } from './tiles.ts'
import { formatTlogProof, openTlogProof, parseTlogProof } from './tlogProof.ts'

function signer(name: string): NoteSigner {
  const seed = sha256(utf8(name))
  return { name, publicKey: ed25519.getPublicKey(seed), sign: async (message) => ed25519.sign(message, seed) }
}

const log = signer('log.example/xiangyang-1/n1')
const other = signer('witness.example')
const key = { name: log.name, type: 1, publicKey: log.publicKey }

describe('C2SP signed notes', () => {
  test("golang.org/x/mod/sumdb/note's documented example opens", () => {
    const known = parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
    const note = parseNote(
      'If you think cryptography is the answer to your problem,\n' +
        "then you don't know what your problem is.\n\n" +
        '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
    )
    assert.deepEqual(verifyNote(note, [known], checkEd25519Note), [known])
  })

  test('verifier keys: the public Go checksum database’s parses and prints again; wrong ones are refused', () => {
    const vkey = 'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8'
    assert.equal(encodeVkey(parseVkey(vkey)), vkey)
    const wrong = [vkey.replace('033d', '033e'), vkey.replace('sum', 'sun'), `${vkey}=`, vkey.slice(0, -4), 'a+b+c', '']
    for (const text of wrong) assert.throws(() => parseVkey(text), { message: 'note-key-malformed' })
  })

  test('signatures of unknown keys are ignored, a known key’s bad one refuses the note', async () => {
    const note = parseNote(await signNote('text\n\nwith a gap\n', [other, log]))
    assert.deepEqual(verifyNote(note, [key], checkEd25519Note), [key])
    const unknown = { ...key, name: 'someone.example' }
    assert.throws(() => verifyNote(note, [unknown], checkEd25519Note), { message: 'note-key-unknown' })
    const forged = { ...note, text: 'text\n\nwith a gaq\n' }
    assert.throws(() => verifyNote(forged, [key], checkEd25519Note), { message: 'note-signature-invalid' })
  })

  test('texts that are no notes are refused', async () => {
    const good = await signNote('text\n', [log])
    const bad = [
      '',
      'text\n',
      good.slice(0, -1),
      good.replace('—', '-'),
      good.replace('text', 'te\u0000xt'),
      good.replace('text', 'te\u007fxt\ud800'),
      good.replace(log.name, 'a+b'),
      good.replace(log.name, ''),
      `${good}x\n`,
      `${good}${good.slice(good.indexOf('—'), -1)} more\n`,
      good + good.slice(good.indexOf('—')).repeat(64),
      `x${'y'.repeat(70_000)}${good}`,
    ]
    for (const text of bad) assert.throws(() => parseNote(text), { message: 'note-malformed' }, text.slice(0, 40))
  })
})

describe('C2SP checkpoints', () => {
  test('opens under the key that is named as its origin', async () => {
    const checkpoint = { origin: log.name, size: 20_852_163, root: sha256(utf8('root')) }
    const note = await signCheckpoint(checkpoint, [log])
    assert.deepEqual(openCheckpoint(note, [key]).checkpoint, checkpoint)
    assert.equal(note.split('\n')[3], '')
    assert.ok(note.includes(`— ${log.name} ${toBase64(concat(noteKeyId(key))).slice(0, 4)}`))
  })

  test('a known key that is not the origin’s own does not open it', async () => {
    const note = await signCheckpoint({ origin: log.name, size: 1, root: sha256() }, [other])
    const witness = { name: other.name, type: 1, publicKey: other.publicKey }
    assert.throws(() => openCheckpoint(note, [witness]), { message: 'checkpoint-origin-mismatch' })
  })

  test('texts that are no checkpoints are refused', () => {
    const good = formatCheckpoint({ origin: 'a/b', size: 10, root: sha256() })
    const bad = [
      good.replace('10', '010'),
      good.replace('10', '-1'),
      good.replace('10', '9999999999999999'),
      good.replace('a/b', ''),
      `${good}extension\n`,
      good.slice(0, -1),
      good.replace('=', ''),
    ]
    for (const text of bad) assert.throws(() => parseCheckpoint(text), { message: 'checkpoint-malformed' })
  })
})

describe('C2SP tlog-proof', async () => {
  const leaves = numberedLeaves(21)
  const hashes = growLog(leaves)
  const checkpoint = await signCheckpoint({ origin: log.name, size: 21, root: hashes.accumulator.root() }, [log, other])
  const proofOf = (index: number, extra: Uint8Array | null = null) =>
    formatTlogProof({ extra, index, proof: inclusionProof(hashes, index, 21), checkpoint })

  test('every entry opens, with and without extra data, and no other entry does', () => {
    leaves.forEach((leaf, index) => {
      const text = proofOf(index, index % 2 === 0 ? null : utf8('extra'))
      assert.equal(openTlogProof(text, leaf, [key]).index, index)
      assert.equal(formatTlogProof(parseTlogProof(text)), text)
      assert.throws(() => openTlogProof(text, utf8('another'), [key]), { message: 'tlog-proof-mismatch' })
    })
  })

  test('a log of one entry has an empty path', async () => {
    const one = growLog(leaves.slice(0, 1))
    const single = await signCheckpoint({ origin: log.name, size: 1, root: one.accumulator.root() }, [log])
    const text = formatTlogProof({ extra: null, index: 0, proof: [], checkpoint: single })
    assert.equal(openTlogProof(text, leaves[0]!, [key]).checkpoint.size, 1)
  })

  test('any changed bit is refused with a code, or leaves what is proven as it was', () => {
    const bytes = utf8(proofOf(5))
    const before = openTlogProof(new TextDecoder().decode(bytes), leaves[5]!, [key])
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const text = new TextDecoder().decode(flipBit(bytes, bit))
        try {
          assert.deepEqual(openTlogProof(text, leaves[5]!, [key]), before)
        } catch (error) {
          assert.ok(error instanceof NoteError)
        }
      }),
    )
  })
})

describe('C2SP tlog-tiles', () => {
  test("the specification's own example paths", () => {
    assert.equal(tilePath({ level: 0, index: 1_234_067, width: 256 }), 'tile/0/x001/x234/067')
    assert.equal(tilePath({ level: 'entries', index: 0, width: 7 }), 'tile/entries/000.p/7')
    assert.equal(tilePath({ level: 2, index: 999, width: 256 }), 'tile/2/999')
    assert.equal(tilePath({ level: 2, index: 1000, width: 255 }), 'tile/2/x001/000.p/255')
  })

  test('a path parses to the name that spells it, and nothing else parses', () => {
    const fields = {
      level: fc.oneof(fc.constant('entries' as const), fc.nat({ max: 63 })),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    }
    const names = fc.record(fields, { noNullPrototype: true })
    fc.assert(fc.property(names, (name) => assert.deepEqual(parseTilePath(tilePath(name)), name)))
    const bad = [
      'tile/64/000',
      'tile/00/000',
      'tile/0/0',
      'tile/0/x000/001',
      'tile/0/001.p/256',
      'tile/0/001.p/0',
      'tile/0/001.p/07',
      'tile/0/../000',
      'tile/-1/000',
      'tile/0/x999/x999/x999/x999/x999/x999/999',
      'tile/0/000/',
    ]
    for (const path of bad) assert.equal(parseTilePath(path), null, path)
  })

  test('widths in the specification’s tree of 70,000 and in one of 256', () => {
    const widths = (size: number, level: number) =>
      [0, 1, 272, 273, 274].map((index) => tileWidthAt(size, level, index))
    assert.deepEqual(widths(70_000, 0), [256, 256, 256, 112, 0])
    assert.deepEqual(widths(70_000, 1), [256, 17, 0, 0, 0])
    assert.deepEqual(widths(70_000, 2), [1, 0, 0, 0, 0])
    assert.deepEqual([widths(256, 0)[0], widths(256, 1)[0], widths(256, 0)[1]], [256, 1, 0])
    assert.equal(tileWidthAt(70_000, 'entries', 273), 112)
  })

  test('entry bundles: decode∘encode, and every truncation is refused or shorter', () => {
    const entries = [new Uint8Array(0), utf8('a'), new Uint8Array(65_535).fill(7)]
    const bytes = encodeEntryBundle(entries)
    assert.equal(toHex(bytes.subarray(0, 5)), '0000000161')
    assert.deepEqual(parseEntryBundle(bytes), entries)
    for (const length of [1, 3, 4, 6, 100]) {
      const cut = bytes.subarray(0, length)
      assert.throws(() => parseEntryBundle(cut), { message: 'entry-bundle-malformed' })
    }
    assert.throws(() => parseEntryBundle(new Uint8Array(2 * 257)), { message: 'entry-bundle-malformed' })
    assert.throws(() => encodeEntryBundle([new Uint8Array(65_536)]), RangeError)
  })
})
