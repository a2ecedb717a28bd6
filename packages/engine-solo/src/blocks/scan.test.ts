import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SimulatedFolder } from '@gongshi/testkit'
import { encodeRecord, paddedLength } from './record.ts'
import { type Scan, scanSegment } from './scan.ts'

/** Bytes of a disk that are written as one. */
const sector = 512

/** A record whose payload has no zero in it. */
function recordOf(height: number, length: number): Uint8Array {
  return encodeRecord(
    height,
    Uint8Array.from({ length }, (_, at) => ((height * 31 + at * 7) % 255) + 1),
  )
}

/** A segment whose first record ends at `end`, followed by these. */
function segment(end: number, ...others: readonly Uint8Array[]): Buffer {
  const first = recordOf(1, end - paddedLength(0))
  assert.equal(first.length, end)
  return Buffer.concat([first, ...others])
}

async function scan(bytes: Uint8Array, start = 0): Promise<Scan> {
  const file = await new SimulatedFolder().open('1')
  await file.write(0, bytes)
  return scanSegment(file, start)
}

/** What stands behind the first record, which is always sound. */
async function tailOf(bytes: Buffer, end: number) {
  const { records, tail } = await scan(bytes)
  assert.deepEqual(records, [{ height: 1, position: 0, length: end - paddedLength(0) }])
  assert.equal(tail.end, end)
  return tail.kind === 'clean' ? 'clean' : [tail.kind, tail.height]
}

/** The bytes with some of them zero. */
function without(bytes: Buffer, from: number, to: number): Buffer {
  return Buffer.from(bytes).fill(0, from, to)
}

/** The bytes with one of them another. */
function damaged(bytes: Buffer, at: number): Buffer {
  const other = Buffer.from(bytes)
  other[at]! ^= 0x55
  return other
}

describe('a segment', () => {
  test('has its records one behind the other, from where it is read', async () => {
    const bytes = Buffer.concat([segment(432), recordOf(2, 900), recordOf(3, 0)])
    const places = [
      { height: 1, position: 0, length: 400 },
      { height: 2, position: 432, length: 900 },
      { height: 3, position: 1368, length: 0 },
    ]
    const tail = { kind: 'clean', end: 1400 }
    assert.deepEqual(await scan(bytes), { records: places, tail })
    assert.deepEqual(await scan(bytes, 432), { records: places.slice(1), tail })
    assert.deepEqual(await scan(bytes, 1400), { records: [], tail })
    assert.deepEqual(await scan(Buffer.concat([bytes, Buffer.alloc(700)])), { records: places, tail })
    assert.deepEqual(await scan(Buffer.alloc(0)), { records: [], tail: { kind: 'clean', end: 0 } })
  })

  test('one cut short anywhere in its last record is torn; the height is known where its head is whole', async () => {
    const bytes = segment(432, recordOf(2, 900))
    for (const end of [433, 440, 455]) assert.deepEqual(await tailOf(bytes.subarray(0, end), 432), ['torn', null])
    for (const end of [456, 700, 1367]) assert.deepEqual(await tailOf(bytes.subarray(0, end), 432), ['torn', 2])
  })

  test('a payload of which a sector was never written is torn, one with any other damage is not', async () => {
    const bytes = segment(432, recordOf(2, 900), Buffer.alloc(300))
    assert.deepEqual(await tailOf(without(bytes, sector, 2 * sector), 432), ['torn', 2])
    assert.deepEqual(await tailOf(without(bytes, 2 * sector, 1368), 432), ['torn', 2], 'the sector in which it ends')
    const other = Buffer.concat([bytes.subarray(0, 1368), Buffer.alloc(300, 7)])
    assert.deepEqual(await tailOf(without(other, 2 * sector, 1368), 432), ['torn', 2], 'whatever lies behind')
    assert.deepEqual(await tailOf(damaged(bytes, 700), 432), ['damaged', 2])
    assert.deepEqual(
      await tailOf(without(bytes, sector + 1, 2 * sector), 432),
      ['damaged', 2],
      'all but its first byte',
    )
    assert.deepEqual(await tailOf(without(bytes, sector, 2 * sector - 1), 432), ['damaged', 2], 'all but its last byte')
    assert.deepEqual(await tailOf(without(bytes, 456, sector), 432), ['damaged', 2], 'the sector of its sound head')
    assert.deepEqual(await tailOf(damaged(bytes, 1366), 432), ['damaged', 2], 'its trailer')
  })

  test('a payload that begins with a sector: that one counts, too', async () => {
    const bytes = segment(sector - 24, recordOf(2, 600))
    assert.deepEqual(await tailOf(without(bytes, sector, 2 * sector), sector - 24), ['torn', 2])
  })

  for (const end of [432, sector - 24, sector])
    test(`a head within one sector, at ${end}: torn when none of it was written`, async () => {
      const bytes = segment(end, recordOf(2, 900))
      assert.deepEqual(await tailOf(without(bytes, end, end + 24), end), ['torn', null])
      for (const at of [end, end + 5, end + 23])
        assert.deepEqual(await tailOf(damaged(bytes, at), end), ['damaged', null])
      assert.deepEqual(await tailOf(without(bytes, end, end + 20), end), ['damaged', null])
      assert.deepEqual(await tailOf(without(bytes, end + 4, end + 24), end), ['damaged', null])
    })

  test('a head across two sectors: torn when one of them was never written', async () => {
    const end = sector - 8
    const bytes = segment(end, recordOf(2, 900))
    assert.deepEqual(await tailOf(without(bytes, end, sector), end), ['torn', null], 'the first')
    assert.deepEqual(await tailOf(without(bytes, sector, 2 * sector), end), ['torn', null], 'the second')
    assert.deepEqual(
      await tailOf(without(bytes, sector, 700).subarray(0, 700), end),
      ['torn', null],
      'with the file’s end in it',
    )
    assert.deepEqual(
      await tailOf(without(bytes, sector, 2 * sector - 1), end),
      ['damaged', null],
      'the second but for a byte',
    )
    assert.deepEqual(
      await tailOf(without(bytes, sector, sector + 16), end),
      ['damaged', null],
      'what the head has of the second',
    )
    assert.deepEqual(await tailOf(without(bytes, end + 1, sector), end), ['damaged', null], 'the first but for a byte')
  })

  test('what looks torn is damage when a sound record follows: writes come in their order', async () => {
    const third = recordOf(3, 40)
    const bytes = segment(432, recordOf(2, 900), third)
    assert.deepEqual(await tailOf(without(bytes, sector, 2 * sector), 432), ['damaged', 2])
    assert.deepEqual(await tailOf(without(bytes, 432, 456), 432), ['damaged', null])
    assert.deepEqual(await tailOf(Buffer.concat([bytes.subarray(0, 432), Buffer.alloc(8), third]), 432), [
      'damaged',
      null,
    ])
    const unsound = damaged(bytes, 1368 + 30)
    assert.deepEqual(await tailOf(without(unsound, sector, 2 * sector), 432), ['torn', 2], 'its payload is another')
    assert.deepEqual(
      await tailOf(without(damaged(bytes, 1370), sector, 2 * sector), 432),
      ['torn', 2],
      'its head is another',
    )
  })

  test('a record inside a payload follows nothing', async () => {
    const payload = Buffer.concat([Buffer.alloc(600, 1), recordOf(9, 40), Buffer.alloc(600, 1)])
    const bytes = segment(432, encodeRecord(2, payload))
    assert.deepEqual(await tailOf(without(bytes, sector, 2 * sector), 432), ['torn', 2])
  })
})
