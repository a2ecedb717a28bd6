import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeEvidence, hashValidators, type SignedHeader, verifyEvidence } from '@gongshi/protocol'
import {
  now,
  orderedSet,
  publication,
  signedHeader,
  type TestValidator,
  testValidator,
  trustOf,
} from '../../../protocol/test/evidence.ts'
import type { NodeError } from '../errors.ts'
import { trustPathTo } from './trustPath.ts'

const [a, b, c, d, e, f, g, h] = [...'abcdefgh'].map((name) => testValidator(name)) as unknown as TestValidator[]

const fromFirst = { height: 1, set: orderedSet([a!, b!, c!, d!]) }

/** A chain whose set changes at these heights; every validator votes. At `begins` a consortium takes over. */
function chainOf(
  sets: readonly (readonly [from: number, set: TestValidator[]])[],
  height: number,
  appHash: Uint8Array,
  begins = 1,
) {
  const setAt = (at: number) => orderedSet(sets.findLast(([from]) => from <= at)![1])
  const headers = new Map<number, SignedHeader>()
  for (let at = 1; at <= height; at++)
    headers.set(
      at,
      signedHeader({
        height: at,
        validators: setAt(at),
        next: setAt(at + 1),
        first: at === begins,
        ...(at === height ? { appHash } : {}),
      }),
    )
  const asked: number[] = []
  return {
    asked,
    head: headers.get(height)!,
    chain: {
      earliestHeight: async () => 1,
      findHeader: async (at: number) => headers.get(at)?.header,
      findCommit: async (at: number) => {
        asked.push(at)
        const { header, commit } = headers.get(at)!
        const signatures = commit.signatures.map((vote) => ({
          ...vote!,
          flag: vote!.flag === 2 ? (2 as const) : (3 as const),
          validatorAddress: new Uint8Array(20),
        }))
        return { height: at, round: commit.round, blockId: { hash: header.dataHash, parts: commit.parts }, signatures }
      },
      findValidators: async (at: number) => setAt(at).map((each) => ({ ...each, priority: 0n })),
    },
  }
}

async function verified(sets: readonly (readonly [number, TestValidator[]])[], height: number, begins = 1) {
  const base = await publication()
  const { chain, head, asked } = chainOf(sets, height, base.head.header.appHash, begins)
  const root = orderedSet(sets[0]![1])
  const found = await trustPathTo(chain, { height: 1, set: root }, head)
  const evidence = encodeEvidence({ ...base, path: [...found.path], head: found.head })
  const { status } = await verifyEvidence(evidence, trustOf(root), now)
  return { status, asked, heights: found.path.map(({ header }) => header.height), head: found.head }
}

test('while the set is the root’s own there is no path, and nobody is asked', async () => {
  const { status, asked, heights, head } = await verified([[1, [a!, b!, c!, d!]]], 9)
  assert.deepEqual([status, asked, heights, head.validators], ['verified', [], [], null])
})

test('a set that shares enough with the root’s vouches for the head alone', async () => {
  const { status, heights, head } = await verified(
    [
      [1, [a!, b!, c!, d!]],
      [4, [b!, c!, d!, e!]],
    ],
    9,
  )
  assert.deepEqual([status, heights], ['verified', []])
  assert.deepEqual(hashValidators(head.validators!), head.header.validatorsHash)
})

test('sets that replace one another are followed step by step, and a set replaced at once by the header before it', async () => {
  const slowly = await verified(
    [
      [1, [a!, b!, c!, d!]],
      [3, [c!, d!, e!, f!]],
      [6, [e!, f!, g!, h!]],
    ],
    9,
  )
  assert.deepEqual([slowly.status, slowly.heights.length > 0], ['verified', true])
  const atOnce = await verified(
    [
      [1, [a!, b!, c!, d!]],
      [5, [e!, f!, g!, h!]],
    ],
    9,
  )
  assert.equal(atOnce.status, 'verified')
  assert.deepEqual(atOnce.heights.slice(-2), [4, 5])
})

test('a chain that lacks a header on the way proves nothing', async () => {
  const { chain, head } = chainOf(
    [
      [1, [a!, b!, c!, d!]],
      [5, [e!, f!, g!, h!]],
    ],
    9,
    new Uint8Array(32),
  )
  const pruned = { ...chain, findHeader: async (at: number) => (at < 5 ? undefined : chain.findHeader(at)) }
  await assert.rejects(trustPathTo(pruned, fromFirst, head), { code: 'entry-unproven' })
  const knows = { ...pruned, earliestHeight: async () => 5 }
  await assert.rejects(trustPathTo(knows, fromFirst, head, ['http://archive.example']), (error: NodeError) => {
    assert.deepEqual(error.failure, { code: 'block-pruned', earliest: 5, ask: ['http://archive.example'] })
    return true
  })
})

test('a chain that begins above the first height is searched from there on', async () => {
  const sets: [number, TestValidator[]][] = [
    [1, [a!, b!, c!, d!]],
    [6, [b!, c!, d!, e!]],
    [8, [e!, f!, g!, h!]],
  ]
  const { chain, head } = chainOf(sets, 9, new Uint8Array(32))
  const pruned = {
    ...chain,
    earliestHeight: async () => 6,
    findHeader: async (at: number) => (at < 6 ? undefined : chain.findHeader(at)),
  }
  const { path } = await trustPathTo(pruned, fromFirst, head)
  assert.deepEqual(
    path.map(({ header }) => header.height),
    [7, 8],
  )
})

test('across a handover: the first header of the consortium follows the operator’s last, whoever has signed it', async () => {
  const grown: [number, TestValidator[]][] = [
    [1, [a!]],
    [9, [a!, b!, c!]],
  ]
  const first = await verified(grown, 9, 9)
  assert.deepEqual([first.status, first.heights], ['verified', [8]])
  assert.equal((await verified(grown, 12, 9)).status, 'verified')
  const replaced = await verified([grown[0]!, [5, [e!, f!, g!]]], 9, 5)
  assert.deepEqual([replaced.status, replaced.heights.slice(-2)], ['verified', [4, 5]])
})
