import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { flipBit, growLog, numberedLeaves } from '../../test/log.ts'
import { fromHex, toHex } from '../bytes/bytes.ts'
import { LogAccumulator } from './accumulator.ts'
import { consistencyProof, verifyConsistency } from './consistency.ts'
import { leafHash, merkleRoot, nodeHash } from './hash.ts'
import { inclusionProof, verifyInclusion } from './inclusion.ts'
import { logRoot } from './logHashes.ts'

// The test tree of certificate-transparency (merkletree/merkle_tree_test.cc), used by every implementation since.
const ctLeaves = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(fromHex)
const ctRoots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const ctPaths: [index: number, size: number, path: string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
]
const ctConsistency: [from: number, to: number, path: string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]

describe('RFC 6962 §2.1 tree hash', () => {
  test('the certificate-transparency tree has its published roots at every size', () => {
    for (const [size, root] of ctRoots.entries()) {
      const leaves = ctLeaves.slice(0, size)
      const log = growLog(leaves)
      assert.equal(toHex(merkleRoot(leaves)), root)
      assert.equal(toHex(log.accumulator.root()), root)
      assert.equal(toHex(logRoot(log, size)), root)
    }
  })

  test('an accumulator restored at any size goes on as the one that never stopped', () => {
    const leaves = numberedLeaves(70)
    const log = growLog(leaves)
    for (let size = 0; size <= leaves.length; size++) {
      const restored = LogAccumulator.restore(log, size)
      for (const leaf of leaves.slice(size)) restored.append(leafHash(leaf))
      assert.deepEqual(restored.root(), log.accumulator.root())
      assert.equal(restored.size, 70)
    }
  })

  test('a clone grows alone', () => {
    const { accumulator } = growLog(numberedLeaves(5))
    const before = accumulator.root()
    accumulator.clone().append(leafHash(new Uint8Array(1)))
    assert.deepEqual(accumulator.root(), before)
  })
})

describe('RFC 6962 §2.1.1 inclusion proofs', () => {
  test('the published paths of the certificate-transparency tree', () => {
    for (const [index, size, path] of ctPaths)
      assert.deepEqual(inclusionProof(growLog(ctLeaves), index, size).map(toHex), path)
  })

  test('every leaf of every tree up to 130 leaves verifies, and under no other index', () => {
    const leaves = numberedLeaves(130)
    const log = growLog(leaves)
    const hashes = leaves.map(leafHash)
    for (let size = 1; size <= 130; size++) {
      const root = logRoot(log, size)
      for (let index = 0; index < size; index++) {
        const claim = { leafHash: hashes[index]!, index, size, proof: inclusionProof(log, index, size) }
        assert.ok(verifyInclusion(claim, root))
        assert.ok(!verifyInclusion({ ...claim, index: (index + 1) % size }, root) || size === 1)
        assert.ok(!verifyInclusion({ ...claim, index: index + size }, root))
      }
    }
  })

  test('a proof for an inner node presented as a leaf is refused: domain separation', () => {
    const log = growLog(ctLeaves)
    const inner = new Uint8Array([...log.get(0, 0), ...log.get(0, 1)])
    const proof = inclusionProof(log, 0, 8).slice(1)
    assert.ok(!verifyInclusion({ leafHash: leafHash(inner), index: 0, size: 4, proof }, logRoot(log, 8)))
    assert.ok(verifyInclusion({ leafHash: log.get(1, 0), index: 0, size: 4, proof }, logRoot(log, 8)))
  })

  test('any change in leaf, index, size, path or root is refused', () => {
    const sizes = fc.integer({ min: 1, max: 130 })
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), fc.nat({ max: 5 }), (size, seed, bit, part) => {
        const log = growLog(numberedLeaves(size))
        const index = seed % size
        const claim = { leafHash: log.get(0, index), index, size, proof: inclusionProof(log, index, size) }
        const root = logRoot(log, size)
        const forged = [
          () => verifyInclusion({ ...claim, leafHash: flipBit(claim.leafHash, bit) }, root),
          () => verifyInclusion({ ...claim, index: index + 1 + (bit % 3) }, root),
          () => verifyInclusion({ ...claim, proof: [...claim.proof, root] }, root),
          () => verifyInclusion({ ...claim, proof: claim.proof.slice(1) }, root) && size > 1,
          () => verifyInclusion({ ...claim, proof: flipOne(claim.proof, bit) }, root) && size > 1,
          () => verifyInclusion(claim, flipBit(root, bit)),
        ][part]!
        assert.ok(verifyInclusion(claim, root))
        assert.ok(!forged())
      }),
    )
  })

  test('sizes that no log can have are refused, not looped on', () => {
    const proof: Uint8Array[] = []
    for (const size of [0, -1, 1.5, Number.NaN, Number.MAX_VALUE])
      assert.ok(!verifyInclusion({ leafHash: new Uint8Array(32), index: 0, size, proof }, new Uint8Array(32)))
  })
})

describe('RFC 6962 §2.1.2 consistency proofs', () => {
  test('the published proofs of the certificate-transparency tree', () => {
    for (const [from, to, path] of ctConsistency)
      assert.deepEqual(consistencyProof(growLog(ctLeaves), from, to).map(toHex), path)
  })

  test('every pair of sizes up to 130 verifies', () => {
    const log = growLog(numberedLeaves(130))
    const roots = Array.from({ length: 131 }, (_, size) => logRoot(log, size))
    for (let to = 0; to <= 130; to++)
      for (let from = 0; from <= to; from++) {
        const proof = consistencyProof(log, from, to)
        assert.ok(verifyConsistency({ from, to, fromRoot: roots[from]!, toRoot: roots[to]!, proof }))
      }
  })

  test('any change in sizes, roots or path is refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 130 }), fc.nat(), fc.nat(), fc.nat({ max: 5 }), (to, seed, bit, part) => {
        const log = growLog(numberedLeaves(to))
        const from = 1 + (seed % (to - 1))
        const claim = {
          from,
          to,
          fromRoot: logRoot(log, from),
          toRoot: logRoot(log, to),
          proof: consistencyProof(log, from, to),
        }
        const forged = [
          { ...claim, fromRoot: flipBit(claim.fromRoot, bit) },
          { ...claim, toRoot: flipBit(claim.toRoot, bit) },
          { ...claim, proof: flipOne(claim.proof, bit) },
          { ...claim, proof: [...claim.proof, claim.toRoot] },
          { ...claim, proof: claim.proof.slice(0, -1) },
          { ...claim, from: to, to: from },
        ][part]!
        assert.ok(verifyConsistency(claim))
        assert.ok(!verifyConsistency(forged))
      }),
    )
  })

  test('sizes above 2^32 keep their exactness', () => {
    const hash = leafHash(new Uint8Array(0))
    const from = 2 ** 48 + 1
    assert.ok(!verifyConsistency({ from, to: from + 1, fromRoot: hash, toRoot: nodeHash(hash, hash), proof: [hash] }))
  })
})

function flipOne(path: readonly Uint8Array[], bit: number): Uint8Array[] {
  return path.map((hash, at) => (at === bit % path.length ? flipBit(hash, bit) : hash))
}
