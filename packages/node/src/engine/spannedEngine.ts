import { access } from 'node:fs/promises'
import type { CometEngine } from '@gongshi/engine-cometbft'
import { BlockLog, type FormerBlocks, formerBlocks, openFolder } from '@gongshi/engine-solo'
import type { NodeEngine } from './startEngine.ts'

/** The operator's blocks up to the last one; null at a node that began with a snapshot and has none. */
export async function openFormerBlocks(
  folder: string,
  last: number,
  publicKey: Uint8Array,
): Promise<FormerBlocks | null> {
  const isThere = await access(folder).then(
    () => true,
    () => false,
  )
  if (!isThere) return null
  const former = formerBlocks(await BlockLog.open(await openFolder(folder)), { publicKey })
  if (former.lastHeight === last) return former
  await former.close()
  return null
}

/** A consortium's engine, with the blocks of the operator before it: one chain from the first height on. */
export function spannedEngine(engine: CometEngine, former: FormerBlocks): NodeEngine {
  const at = (height: number): CometEngine | FormerBlocks => (height <= former.lastHeight ? former : engine)
  return {
    get fault() {
      return engine.fault
    },
    get committed() {
      return engine.committed
    },
    get cometPid() {
      return engine.cometPid
    },
    standing: () => engine.standing(),
    pending: () => engine.pending(),
    submit: (transaction) => engine.submit(transaction),
    isPending: (txId) => engine.isPending(txId),
    latestHeight: () => engine.latestHeight(),
    prove: () => engine.prove(),
    // A gap, where CometBFT has pruned, counts as an end: proofs are sought above it.
    earliestHeight: async () => {
      const earliest = await engine.earliestHeight()
      return earliest <= former.lastHeight + 1 ? 1 : earliest
    },
    findHeader: async (height) => at(height).findHeader(height),
    findCommit: async (height) => at(height).findCommit(height),
    findValidators: async (height) => at(height).findValidators(height),
    findBundles: async (height) => at(height).findBundles(height),
    findBundleHashes: async (height) => at(height).findBundleHashes(height),
    eraseBody: async (height, txId) => at(height).eraseBody(height, txId),
    stop: async () => {
      await engine.stop()
      await former.close()
    },
  }
}
