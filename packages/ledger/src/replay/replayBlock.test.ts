import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeLeaf, parseLeaf } from '@gongshi/protocol'
import { genesisTime, openCity } from '../../fixtures/city.ts'
import { candidates, ordered, type Step } from '../../fixtures/workload.ts'
import { type Ledger, type ReplayEntry, replayBlock, SimulatedStore } from '../index.ts'

const steps: readonly (readonly Step[])[] = [
  [
    { kind: 'timed', at: 1 },
    { kind: 'install', at: 3 },
    { kind: 'stranger', at: 2 },
  ],
  [
    { kind: 'raise', at: 3 },
    { kind: 'publish', at: 7 },
  ],
]

/** A city with refusals, due acts, acts that were never admitted, and empty blocks between. */
async function lived(): Promise<Ledger> {
  const ledger = await openCity(new SimulatedStore())
  const earlier: Uint8Array[] = []
  for (let block = 0; block < 6; block++) {
    const given = block % 3 === 2 ? [] : steps
    ledger.finalize(ordered(await candidates(ledger, given, earlier)))
    await ledger.commit()
  }
  return ledger
}

/** The log in blocks, as whoever reads it gets it. */
function blocksOf(ledger: Ledger): ReplayEntry[][] {
  const blocks: ReplayEntry[][] = [[]]
  for (let index = 0; index < ledger.logSize(); index++) {
    const { leaf, signed, body } = ledger.findEntry(index)!
    const read = parseLeaf(leaf)
    blocks.at(-1)!.push({ leaf, signed, body, erased: null, read })
    if (read.kind === 'block') blocks.push([])
  }
  return blocks.slice(0, -1)
}

const fresh = (): Promise<Ledger> => openCity(new SimulatedStore())

/** The second block with one entry otherwise, after the first. */
async function replaySecond(change: (block: ReplayEntry[]) => ReplayEntry[]) {
  const [first, second] = blocksOf(await lived())
  const ledger = await fresh()
  assert.deepEqual(await replayBlock(ledger, first!), { verdict: 'same' })
  const before = ledger.info()
  const replayed = await replayBlock(ledger, change(second!.map((entry) => ({ ...entry }))))
  if (replayed.verdict !== 'same') assert.deepEqual(ledger.logSize(), first!.length, 'nothing of it is committed')
  return { replayed, from: first!.length, before, end: first!.length + second!.length - 1 }
}

describe('executing a log again', () => {
  test('from its entries alone it comes to the same state root, past refusals, due acts and empty blocks', async () => {
    const ledger = await lived()
    const again = await fresh()
    const kinds = new Set<string>()
    for (const block of blocksOf(ledger)) {
      for (const { read } of block) kinds.add(read!.kind)
      assert.deepEqual(await replayBlock(again, block), { verdict: 'same' })
    }
    assert.ok(kinds.has('due'))
    assert.deepEqual(again.logSize(), ledger.logSize())
    assert.deepEqual(again.findApp(again.info().height), ledger.findApp(again.info().height))
  })

  test('a state root, an outcome or an entry that the acts do not lead to differs at its index', async () => {
    const otherRoot = await replaySecond((block) => {
      const { read, ...end } = block.pop()!
      const lie = { ...(read as Extract<typeof read, { kind: 'block' }>), stateRoot: new Uint8Array(32) }
      return [...block, { ...end, leaf: encodeLeaf(lie), read: lie }]
    })
    const { replayed, end } = otherRoot
    assert.deepEqual([replayed.verdict, 'index' in replayed && replayed.index], ['differs', end])
    const computed = parseLeaf((replayed as { computed: Uint8Array }).computed)
    assert.ok(computed.kind === 'block' && computed.stateRoot.some((byte) => byte > 0))
    const withheld = await replaySecond((block) => block.slice(1))
    assert.deepEqual(
      [withheld.replayed.verdict, 'index' in withheld.replayed && withheld.replayed.index],
      ['differs', withheld.from],
    )
    const earlier = await replaySecond((block) =>
      block.map((entry) => (entry.read?.kind === 'block' ? { ...entry, read: { ...entry.read, height: 1 } } : entry)),
    )
    assert.deepEqual(earlier.replayed, { verdict: 'differs', index: earlier.end, computed: null })
    const made = encodeLeaf({ kind: 'system', height: 2, time: genesisTime, event: 'parameter-set', detail: [] })
    const entry = { leaf: made, signed: null, body: null, erased: null, read: parseLeaf(made) }
    assert.equal((await replaySecond((block) => [entry, ...block])).replayed.verdict, 'differs')
  })

  test('what belongs to an entry and is withheld, or is another’s, is not held against the ledger', async () => {
    const at = (block: readonly ReplayEntry[]): number => block.findIndex(({ read }) => read?.kind === 'tx')
    const missing = await replaySecond((block) => block.with(at(block), { ...block[at(block)]!, body: null }))
    assert.equal(missing.replayed.verdict, 'missing')
    const bodies = await replaySecond((block) => {
      const [one, two] = block.flatMap(({ read }, nth) => (read?.kind === 'tx' ? [nth] : []))
      return block.with(one!, { ...block[one!]!, body: block[two!]!.body })
    })
    assert.equal(bodies.replayed.verdict, 'unfit')
    const cut = await replaySecond((block) => block.with(at(block), { ...block[at(block)]!, body: Uint8Array.of(1) }))
    assert.equal(cut.replayed.verdict, 'unfit')
  })
})
