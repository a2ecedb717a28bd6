import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  compareBytes,
  computeSubtree,
  emptyState,
  encodeCbor,
  sha256,
  stateLeafOfHash,
  verifyStateProof,
} from '@gongshi/protocol'
import fc from 'fast-check'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { WriteBehind } from '../store/writeBehind.ts'
import type { StateChange } from './bucket.ts'
import { StateTree, sortChanges } from './stateTree.ts'

const encodedValue = (number: number): Uint8Array => encodeCbor(['value', number])

/** Paths that crowd a few buckets and differ late, as hashes never would: the shapes that a tree gets wrong. */
function crowded(seed: number): Uint8Array {
  const path = new Uint8Array(32)
  path[0] = [0, 0, 128, 255][seed & 3]!
  path[1] = [0, 1, 255][seed % 3]!
  path[31] = seed & 0x0f
  path[5] = seed % 5 === 0 ? 0x80 : 0
  return path
}

const anyPath = fc.oneof(
  fc.nat({ max: 400 }).map(crowded),
  fc.nat({ max: 2000 }).map((number) => sha256(encodeCbor(number))),
)
const anyChange = fc.record({ path: anyPath, value: fc.option(fc.nat({ max: 1000 }), { freq: 3 }) })
const anyBlocks = fc.array(fc.array(anyChange, { maxLength: 40 }), { maxLength: 8 })

class Naive {
  readonly values = new Map<string, { path: Uint8Array; value: Uint8Array }>()

  set(path: Uint8Array, value: Uint8Array | null): void {
    if (value === null) this.values.delete(path.join())
    else this.values.set(path.join(), { path, value })
  }

  get root(): Uint8Array {
    const leaves = [...this.values.values()].map(({ path, value }) => ({
      path,
      hash: stateLeafOfHash(path, sha256(value)),
    }))
    return computeSubtree(
      leaves.sort((left, right) => compareBytes(left.path, right.path)),
      0,
    )
  }
}

type Block = readonly { readonly path: Uint8Array; readonly value: number | null }[]

/** The last change of each path, as a block's overlay gives them. */
function changesOf(block: Block, version: () => number): StateChange[] {
  const last = new Map(block.map((change) => [change.path.join(), change]))
  return sortChanges(
    [...last.values()].map(({ path, value }) => ({
      path,
      valueHash: value === null ? null : sha256(encodedValue(value)),
      version: value === null ? 0 : version(),
    })),
  )
}

function run(blocks: readonly Block[], tree: StateTree, naive: Naive): void {
  let version = 0
  for (const block of blocks) {
    const staged = tree.stage(changesOf(block, () => ++version))
    const before = tree.root
    for (const { path, value } of block) naive.set(path, value === null ? null : encodedValue(value))
    assert.deepEqual(tree.root, before, 'staging shows nothing')
    tree.apply(staged)
    assert.deepEqual(tree.root, staged.root)
    assert.deepEqual(tree.root, naive.root)
  }
}

describe('the state tree', () => {
  test('has the root of the naive tree after any blocks of changes, and its proofs verify', () => {
    fc.assert(
      fc.property(anyBlocks, fc.array(anyPath, { maxLength: 10 }), (blocks, others) => {
        const tree = StateTree.open(new WriteBehind(new SimulatedStore()))
        const naive = new Naive()
        run(blocks, tree, naive)
        const paths = [...[...naive.values.values()].map(({ path }) => path), ...others]
        for (const path of paths) {
          const value = naive.values.get(path.join())?.value ?? null
          assert.ok(verifyStateProof(tree.root, path, value, tree.prove(path)))
          assert.ok(!verifyStateProof(tree.root, path, value === null ? encodedValue(1) : null, tree.prove(path)))
          assert.deepEqual(tree.find(path)?.valueHash, value === null ? undefined : sha256(value))
        }
      }),
      { numRuns: 60 },
    )
  })

  test('reopened from the store it is the same tree', async () => {
    await fc.assert(
      fc.asyncProperty(anyBlocks, async (blocks) => {
        const store = new SimulatedStore()
        const behind = new WriteBehind(store)
        const tree = StateTree.open(behind)
        const naive = new Naive()
        run(blocks, tree, naive)
        await behind.flush()
        const again = StateTree.open(new WriteBehind(store))
        assert.deepEqual(again.root, tree.root)
        for (const { path, value } of naive.values.values()) {
          assert.deepEqual(again.find(path), tree.find(path))
          assert.ok(verifyStateProof(again.root, path, value, again.prove(path)))
        }
      }),
      { numRuns: 30 },
    )
  })

  test('names every version that it lets go, once', () => {
    const tree = StateTree.open(new WriteBehind(new SimulatedStore()))
    const path = crowded(1)
    const put = (version: number) => tree.stage([{ path, valueHash: sha256(encodedValue(version)), version }])
    tree.apply(put(1))
    const second = put(2)
    assert.deepEqual(second.dropped, [1])
    tree.apply(second)
    const gone = tree.stage([{ path, valueHash: null, version: 0 }])
    assert.deepEqual(gone.dropped, [2])
    assert.deepEqual(gone.root, emptyState)
  })

  test('a changed, moved or lost row in the store is noticed at the first touch, for hits and for misses', async () => {
    const damage: ((bucket: Uint8Array) => Uint8Array | null)[] = [
      (bucket) => bucket.with(40, bucket[40]! ^ 1),
      (bucket) => bucket.subarray(72),
      (bucket) => bucket.subarray(0, 71),
      (bucket) => Uint8Array.of(...bucket.subarray(72), ...bucket.subarray(0, 72)),
      () => null,
    ]
    for (const harm of damage) {
      const store = new SimulatedStore()
      const behind = new WriteBehind(store)
      run(
        [[1, 4, 13, 16].map((seed) => ({ path: crowded(seed).with(0, 0).with(1, 0), value: seed }))],
        StateTree.open(behind),
        new Naive(),
      )
      await behind.flush()
      store.corrupt('bucket', Uint8Array.of(0, 0), harm(store.get('bucket', Uint8Array.of(0, 0))!))
      const tree = StateTree.open(new WriteBehind(store))
      assert.throws(() => tree.find(new Uint8Array(32).fill(9, 20)), { code: 'state-damaged' })
      assert.throws(() => tree.stage([{ path: new Uint8Array(32), valueHash: null, version: 0 }]), {
        code: 'state-damaged',
      })
    }
  })
})
