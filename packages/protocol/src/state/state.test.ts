import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { flipBit } from '../../test/log.ts'
import { compareBytes, fromHex, toHex } from '../bytes/bytes.ts'
import { type Cbor, encodeCbor } from '../bytes/cbor.ts'
import { sha256 } from '../bytes/hash.ts'
import { stateProofFromCbor, stateProofToCbor } from './encodeProof.ts'
import { proveInSubtree, type StateProof, type StateRow, stateProofRoot, verifyStateProof } from './proof.ts'
import { computeSubtree, emptyState, pathBit, stateInner, stateLeaf, stateLeafOfHash, statePath } from './tree.ts'

type Entry = { path: Uint8Array; value: Uint8Array; row: StateRow }

function entry(key: number): Entry {
  const path = statePath('disclosure', 'entity/record', key)
  return entryAt(path, encodeCbor(['value', key]))
}

function entryAt(path: Uint8Array, value: Uint8Array): Entry {
  const valueHash = sha256(value)
  return { path, value, row: { path, valueHash, hash: stateLeafOfHash(path, valueHash) } }
}

function tree(entries: readonly Entry[]): { rows: StateRow[]; root: Uint8Array } {
  const rows = entries.map(({ row }) => row).sort((left, right) => compareBytes(left.path, right.path))
  return { rows, root: computeSubtree(rows, 0) }
}

const forty = Array.from({ length: 40 }, (_, key) => entry(key))

describe('state tree', () => {
  test('path, leaf and inner hashes are what the protocol page says, byte for byte', () => {
    const path = statePath('a', 't', [1, 'k'])
    assert.deepEqual(path, sha256(fromHex('676f6e677368692f6b65792f31'), encodeCbor(['a', 't', [1, 'k']])))
    const value = encodeCbor(7)
    assert.deepEqual(stateLeaf(path, value), sha256(Uint8Array.of(0, ...path, ...sha256(value))))
    assert.deepEqual(stateInner(path, path), sha256(Uint8Array.of(...path, ...path)))
  })

  test('an empty tree is 32 zero bytes, a tree of one is its leaf', () => {
    assert.deepEqual(tree([]).root, emptyState)
    assert.deepEqual(tree([forty[0]!]).root, forty[0]!.row.hash)
  })

  test('the root is that of the naive definition, level by level', () => {
    const naive = (rows: readonly StateRow[], depth: number): Uint8Array => {
      if (rows.length < 2) return rows[0]?.hash ?? emptyState
      const side = (bit: 0 | 1) => rows.filter(({ path }) => pathBit(path, depth) === bit)
      return stateInner(naive(side(0), depth + 1), naive(side(1), depth + 1))
    }
    const { rows, root } = tree(forty)
    assert.deepEqual(root, naive(rows, 0))
  })

  test('two paths that differ only in the last bit meet 256 levels down', () => {
    const low = entryAt(new Uint8Array(32), Uint8Array.of(1))
    const high = entryAt(
      Uint8Array.from({ length: 32 }, (_, at) => (at === 31 ? 1 : 0)),
      Uint8Array.of(2),
    )
    const { rows, root } = tree([low, high])
    const proof = proveInSubtree(rows, high.path, 0)
    assert.equal(proof.siblings.length, 256)
    assert.ok(verifyStateProof(root, high.path, high.value, proof))
    assert.deepEqual(stateProofFromCbor(stateProofToCbor(proof)), proof)
  })
})

describe('state proofs', () => {
  test('presence of every value, in trees of every size up to 40', () => {
    for (let size = 1; size <= 40; size++) {
      const entries = forty.slice(0, size)
      const { rows, root } = tree(entries)
      for (const { path, value } of entries) {
        const proof = proveInSubtree(rows, path, 0)
        assert.ok(verifyStateProof(root, path, value, proof))
        assert.ok(!verifyStateProof(root, path, null, proof))
        assert.ok(!verifyStateProof(root, path, encodeCbor('other'), proof))
      }
    }
  })

  test('absence: an empty subtree, another leaf on the way, an empty tree', () => {
    const kinds = new Set<boolean>()
    const { rows, root } = tree(forty)
    for (let key = 1000; key < 1100; key++) {
      const absent = entry(key)
      const proof = proveInSubtree(rows, absent.path, 0)
      kinds.add(proof.terminal === null)
      assert.ok(verifyStateProof(root, absent.path, null, proof))
      assert.ok(!verifyStateProof(root, absent.path, absent.value, proof))
    }
    assert.equal(kinds.size, 2)
    assert.ok(verifyStateProof(emptyState, forty[0]!.path, null, { siblings: [], terminal: null }))
  })

  test('a leaf that stands where its path does not lead proves no absence, whatever root was made of it', () => {
    const absent = entryAt(new Uint8Array(32), Uint8Array.of(1))
    const astray = entryAt(new Uint8Array(32).fill(0xff), Uint8Array.of(2)).row
    const proof: StateProof = { siblings: [forty[0]!.row.hash], terminal: astray }
    const root = stateInner(astray.hash, forty[0]!.row.hash)
    assert.equal(verifyStateProof(root, absent.path, null, proof), false)
  })

  test('a proof assembled from a bucket and the levels above it is the whole proof', () => {
    const { rows, root } = tree(forty)
    const path = forty[3]!.path
    const bit = pathBit(path, 0)
    const side = (wanted: 0 | 1) => rows.filter((row) => pathBit(row.path, 0) === wanted)
    const below = proveInSubtree(side(bit), path, 1)
    const whole = { ...below, siblings: [...below.siblings, computeSubtree(side(bit === 0 ? 1 : 0), 1)] }
    assert.deepEqual(whole, proveInSubtree(rows, path, 0))
    assert.deepEqual(stateProofRoot(path, whole), root)
  })

  test('a lost row can not be passed off as absent, nor an absent one as present', () => {
    fc.assert(
      fc.property(fc.nat({ max: 39 }), fc.nat(), fc.nat({ max: 3 }), (at, bit, part) => {
        const { rows, root } = tree(forty)
        const { path, value } = forty[at]!
        const proof = proveInSubtree(rows, path, 0)
        const without = proveInSubtree(
          rows.filter((row) => compareBytes(row.path, path) !== 0),
          path,
          0,
        )
        const siblings = proof.siblings.map((hash, index) =>
          index === bit % proof.siblings.length ? flipBit(hash, bit) : hash,
        )
        assert.ok(!verifyStateProof(root, path, null, without))
        const forged: StateProof = [
          { ...proof, siblings },
          { ...proof, siblings: proof.siblings.slice(1) },
          { ...proof, siblings: [emptyState, ...proof.siblings] },
          { ...proof, terminal: null },
        ][part]!
        assert.ok(!verifyStateProof(root, path, value, forged))
        assert.ok(!verifyStateProof(root, path, null, forged))
      }),
    )
  })
})

describe('compressed state proofs', () => {
  test('decode∘encode is the identity', () => {
    const { rows } = tree(forty)
    for (let key = 0; key < 100; key++) {
      const proof = proveInSubtree(rows, entry(key).path, 0)
      assert.deepEqual(stateProofFromCbor(stateProofToCbor(proof)), proof)
    }
  })

  test('a form that is not the one form is refused', () => {
    const hash = sha256(Uint8Array.of(1))
    const bad: Cbor[] = [
      null,
      [],
      [1, Uint8Array.of(0x80), hash],
      [-1, new Uint8Array(0), new Uint8Array(0), null],
      [257, new Uint8Array(33), new Uint8Array(0), null],
      [1, Uint8Array.of(0x80, 0), hash, null],
      [1, Uint8Array.of(0xc0), hash, null],
      [1, Uint8Array.of(0x80), hash.subarray(1), null],
      [1, Uint8Array.of(0x80), new Uint8Array(32), null],
      [1, Uint8Array.of(0x80), Uint8Array.of(...hash, ...hash), null],
      [1, Uint8Array.of(0x80), hash, [hash]],
      [1, Uint8Array.of(0x80), hash, [hash, hash.subarray(2)]],
    ]
    for (const form of bad) assert.equal(stateProofFromCbor(form), null, toHex(encodeCbor(form)))
    assert.notEqual(stateProofFromCbor([1, Uint8Array.of(0x80), hash, [hash, hash]]), null)
  })
})
