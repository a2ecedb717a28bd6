import { noCommit, type Previous, produceBlock, type SoloBlock } from '@gongshi/engine-solo'
import { type AppPreimage, type Ledger, nativeSignatureCheck, openLedger, SimulatedStore } from '@gongshi/ledger'
import { installAffairs } from '@gongshi/node'
import {
  appHash,
  encodeLeaf,
  type Leaf,
  LogAccumulator,
  type LogHashes,
  leafHash,
  noBlock,
  parseLeaf,
  signCheckpoint,
  timestampToMs,
} from '@gongshi/protocol'
import type { ServedLog } from './citizen.ts'
import type { Operator } from './operator.ts'

/** What the administrator changes on the way; what is left out stays as it was. */
export type Changes = {
  /** The bundles of a block: to leave one out. */
  readonly bundles?: (height: number, bundles: readonly Uint8Array[]) => readonly Uint8Array[]
  /** What execution left in the log: to make it say something else. */
  readonly leaf?: (leaf: Leaf) => Leaf
  /** The time of a block. */
  readonly time?: (height: number, time: number) => number
}

/** A history made anew: every block signed again, and the log and app hashes that go with it. */
export type Remade = {
  readonly blocks: readonly SoloBlock[]
  readonly leaves: readonly Uint8Array[]
  readonly hashes: LogHashes
  /** What the app hash after each height is made of. */
  readonly apps: ReadonlyMap<number, AppPreimage>
}

/**
 * Makes the whole chain again with the operator's own key. Acts are executed by the real ledger, because their
 * signatures and rules can't be forged; what is changed in the log, or in a block's time, is changed behind its back.
 */
export async function remake(original: readonly SoloBlock[], operator: Operator, changes: Changes): Promise<Remade> {
  const ledger = await openEmptyLedger(operator)
  const forged = new ForgedLog()
  const apps = new Map<number, AppPreimage>()
  const blocks: SoloBlock[] = []
  let previous: Previous = { ...ledger.info(), blockId: noBlock, commit: noCommit }
  for (const { header, bundles: stored } of original) {
    const whole = stored.flatMap((bundle) => (bundle.kind === 'whole' ? [bundle.bytes] : []))
    const bundles = changes.bundles?.(header.height, whole) ?? whole
    const trueTime = timestampToMs(header.time)
    const time = changes.time?.(header.height, trueTime) ?? trueTime
    const block = produceBlock(header.chainId, operator.validator, previous, { time, bundles })
    const place = { height: header.height, time: trueTime, bundles, blockHash: block.commit.blockId.hash }
    const { leaves, height } = ledger.finalize(place)
    await ledger.commit()
    for (const { bytes } of leaves) forged.append(changes.leaf ? encodeLeaf(changes.leaf(parseLeaf(bytes))) : bytes)
    const app = { stateRoot: ledger.findApp(height)!.stateRoot, logSize: forged.size, logRoot: forged.root }
    apps.set(height, app)
    blocks.push(block)
    const { lastResultsHash } = ledger.info()
    previous = {
      height,
      time,
      blockId: block.commit.blockId,
      commit: block.commit,
      appHash: appHash(app),
      lastResultsHash,
    }
  }
  await ledger.close()
  return { blocks, leaves: forged.leaves, hashes: forged.hashes, apps }
}

/** The remade log as a dishonest server would publish it, under a checkpoint of its own key. */
export async function serveRemade({ apps, hashes, blocks }: Remade, { publisher }: Operator): Promise<ServedLog> {
  // A checkpoint is cut at a block whose next header is there.
  const { logSize, logRoot } = apps.get(blocks.length - 1)!
  const checkpoint = await signCheckpoint({ origin: publisher.name, size: logSize, root: logRoot }, [publisher])
  return { checkpoint, hashes }
}

async function openEmptyLedger({ genesis }: Operator): Promise<Ledger> {
  const powers = { now: () => Date.parse(genesis.genesisTime) }
  const affairs = await installAffairs()
  return openLedger({ store: new SimulatedStore(), affairs, genesis, signatureCheck: nativeSignatureCheck(), powers })
}

class ForgedLog {
  readonly leaves: Uint8Array[] = []
  readonly #accumulator = new LogAccumulator()
  readonly #subtrees = new Map<string, Uint8Array>()

  append(leaf: Uint8Array): void {
    this.leaves.push(leaf)
    for (const { level, index, hash } of this.#accumulator.append(leafHash(leaf)))
      this.#subtrees.set(`${level}/${index}`, hash)
  }

  get size(): number {
    return this.#accumulator.size
  }

  get root(): Uint8Array {
    return this.#accumulator.root()
  }

  get hashes(): LogHashes {
    return { get: (level, index) => this.#subtrees.get(`${level}/${index}`)! }
  }
}
