import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  consistencyProof,
  encodeCbor,
  inclusionProof,
  leafHash,
  logRoot,
  merkleRoot,
  verifyConsistency,
  verifyInclusion,
} from '@gongshi/protocol'
import fc from 'fast-check'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { WriteBehind } from '../store/writeBehind.ts'
import { LogStore } from './logStore.ts'

const leaf = (index: number): Uint8Array => encodeCbor(['leaf', index])

function grow(log: LogStore, until: number, step: number): void {
  while (log.size < until) {
    const count = Math.min(step, until - log.size)
    log.apply(log.stage(Array.from({ length: count }, (_, at) => leaf(log.size + at))))
  }
}

describe('the log store', () => {
  test('has the root of RFC 6962 at every size, whatever the blocks; staging shows nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 90 }), { maxLength: 12 }), (blocks) => {
        const log = new LogStore(new WriteBehind(new SimulatedStore()), 0)
        const all: Uint8Array[] = []
        for (const count of blocks) {
          const leaves = Array.from({ length: count }, (_, at) => leaf(all.length + at))
          const before = log.root()
          const staged = log.stage(leaves)
          assert.deepEqual(log.root(), before)
          log.apply(staged)
          all.push(...leaves)
          assert.deepEqual(log.root(), merkleRoot(all))
          assert.deepEqual(logRoot(log, log.size), log.root())
        }
      }),
      { numRuns: 40 },
    )
  })

  test('proofs verify across tile borders, before and after reopening', async () => {
    const store = new SimulatedStore()
    const behind = new WriteBehind(store)
    const log = new LogStore(behind, 0)
    for (const size of [1, 255, 256, 257, 511, 700, 66_000]) {
      const from = log.size
      const before = log.root()
      grow(log, size, 777)
      await behind.flush()
      const again = new LogStore(new WriteBehind(store), size)
      assert.deepEqual(again.root(), log.root())
      for (const index of [0, 1, 254, 255, 256, 300, 65_535, size - 1].filter((each) => each < size)) {
        const proof = inclusionProof(again, index, size)
        assert.ok(verifyInclusion({ leafHash: leafHash(leaf(index)), index, size, proof }, log.root()))
      }
      if (from === 0) continue
      const proof = consistencyProof(again, from, size)
      assert.ok(verifyConsistency({ from, to: size, fromRoot: before, toRoot: log.root(), proof }))
    }
  })

  test('tiles are served up to the size, full and partial, and no wider', () => {
    const log = new LogStore(new WriteBehind(new SimulatedStore()), 0)
    grow(log, 600, 100)
    assert.equal(log.findTile(0, 0, 256)?.length, 256 * 32)
    assert.deepEqual(log.findTile(0, 2, 88)?.subarray(87 * 32), leafHash(leaf(599)))
    assert.deepEqual(log.findTile(0, 2, 10)?.subarray(9 * 32), leafHash(leaf(521)))
    assert.deepEqual(log.findTile(1, 0, 2)?.subarray(32), log.get(8, 1))
    for (const [level, index, width] of [
      [0, 2, 89],
      [0, 3, 1],
      [1, 0, 3],
      [2, 0, 1],
      [0, 0, 257],
      [0, 0, 0],
      [0, -1, 1],
      [0.5, 0, 1],
      [7, 0, 1],
    ] as const)
      assert.equal(log.findTile(level, index, width), undefined)
  })

  test('a lost or shortened tile is noticed when the log opens', async () => {
    const store = new SimulatedStore()
    const behind = new WriteBehind(store)
    grow(new LogStore(behind, 0), 300, 300)
    await behind.flush()
    const key = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1)
    const tile = store.get('tile', key)!
    for (const damaged of [null, tile.subarray(32)]) {
      store.corrupt('tile', key, damaged)
      assert.throws(() => new LogStore(new WriteBehind(store), 300), { code: 'log-damaged' })
    }
  })
})
