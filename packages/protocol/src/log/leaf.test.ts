import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Cbor, encodeCbor } from '../bytes/cbor.ts'
import { sha256 } from '../bytes/hash.ts'
import { limits } from '../limits.ts'
import { LeafError } from './errors.ts'
import { encodeLeaf, type Leaf, parseLeaf, type TxLeaf } from './leaf.ts'

const id = (seed: number) => sha256(Uint8Array.of(seed))
const transaction: TxLeaf = {
  kind: 'tx',
  height: 7,
  time: 1_700_000_000_000,
  txId: id(1),
  signers: [id(2), id(3)],
  affair: 'disclosure',
  version: 1,
  action: 'publish',
  outcome: ['ok', [['record', id(4), 'publish', 1, null, 'published']]],
  signedHash: id(5),
}
const leaves: Leaf[] = [
  transaction,
  { ...transaction, outcome: ['refused', 'guard', ['where', 3, -1, true, id(6)]] },
  {
    kind: 'due',
    height: 8,
    time: 5,
    dueTime: 4,
    affair: 'approval',
    version: 2,
    action: 'lapse',
    key: [id(7)],
    outcome: ['ok', []],
  },
  { kind: 'system', height: 9, time: 5, event: 'suspended', detail: ['disclosure', 1, 'publish'] },
  { kind: 'block', height: 9, time: 5, blockHash: id(8), stateRoot: id(9) },
]

function items(leaf: Leaf): Cbor[] {
  const { kind, height, time, ...rest } = leaf
  return [kind, height, time, ...(Object.values(rest) as Cbor[])]
}

describe('leaves', () => {
  test('decode∘encode is the identity, in the order that the protocol page gives', () => {
    for (const leaf of leaves) {
      const bytes = encodeLeaf(leaf)
      assert.deepEqual(parseLeaf(bytes), leaf)
      assert.deepEqual(bytes, encodeCbor(items(leaf)))
    }
  })

  test('every field out of its type or range is refused', () => {
    const wrong: Cbor[] = [null, -1, 1.0e15, 'x'.repeat(65), '', 'a\u202eb', new Uint8Array(31), [], [[]], ['ok'], true]
    for (const leaf of leaves)
      for (let at = 0; at < items(leaf).length; at++)
        for (const value of wrong) {
          const changed = items(leaf).with(at, value)
          const anything = (leaf.kind === 'due' && at === 7) || (leaf.kind === 'system' && at === 4)
          const plausible = at === 1 && value === 1.0e15
          if (plausible || (anything && value !== 'a\u202eb')) assert.ok(parseLeaf(encodeCbor(changed)))
          else assert.throws(() => parseLeaf(encodeCbor(changed)), LeafError, `${leaf.kind} ${at} ${String(value)}`)
        }
  })

  test('a missing or extra field, an unknown kind and a repeated signer are refused', () => {
    for (const leaf of leaves) {
      refused(items(leaf).slice(0, -1))
      refused([...items(leaf), null])
      refused(items(leaf).with(0, 'other'))
    }
    refused(items({ ...transaction, signers: [id(2), id(2)] }))
    refused(items({ ...transaction, signers: Array.from({ length: 17 }, (_, seed) => id(seed)) }))
  })

  test('texts with hidden characters are refused at every depth of events and details', () => {
    refused(items({ ...transaction, outcome: ['ok', [['record', ['deep', '\u0000']]]] }))
    refused(items({ ...transaction, outcome: ['refused', 'guard', ['\ufeff']] }))
  })

  test('an entry longer than a C2SP entry bundle can hold has its own code', () => {
    const leaf: Leaf = { ...transaction, outcome: ['ok', [['blob', new Uint8Array(limits.leafBytes)]]] }
    assert.throws(() => encodeLeaf(leaf), { failure: { code: 'leaf-too-large', bytes: 65_720, limit: 65_535 } })
    assert.throws(() => parseLeaf(new Uint8Array(limits.leafBytes + 1)), { message: 'leaf-too-large' })
  })

  test('arbitrary bytes parse to a leaf that encodes to them, or fail with a code', () => {
    fc.assert(
      fc.property(fc.nat({ max: leaves.length - 1 }), fc.nat(), fc.nat({ max: 255 }), (which, at, byte) => {
        const bytes = encodeLeaf(leaves[which]!)
        bytes[at % bytes.length] = byte
        try {
          assert.deepEqual(encodeLeaf(parseLeaf(bytes)), bytes)
        } catch (error) {
          assert.ok(error instanceof LeafError)
        }
      }),
    )
  })
})

function refused(leaf: Cbor): void {
  assert.throws(() => parseLeaf(encodeCbor(leaf)), { message: 'leaf-malformed' })
}
