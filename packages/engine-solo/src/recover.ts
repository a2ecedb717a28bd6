import type { Ledger } from '@gongshi/ledger'
import { equalBytes, hashHeader, noBlock, timestampToMs } from '@gongshi/protocol'
import type { BlockLog } from './blocks/blockLog.ts'
import { decodeSoloBlock, type SoloBlock, storedDataHash } from './blocks/soloBlock.ts'
import { SoloError } from './errors.ts'
import { noCommit, type Previous } from './produce.ts'

/** What the world outside the block file already knows of it: no block up to here may be missing. */
export type Floor = { readonly publishedHeight: number }

/**
 * Brings state and blocks together after whatever ended the last run (the rules of recovery, docs/reliability.md):
 * a torn tail goes only if nobody can have seen it, and blocks above the durable state are executed again, each
 * checked against the app hash that its successor carries.
 * @throws {SoloError} blocks-behind-state, blocks-damaged, blocks-diverge, blocks-erased
 */
export async function recover(log: BlockLog, ledger: Ledger, floor: Floor): Promise<Previous> {
  const { height } = ledger.info()
  const last = log.lastHeight ?? 0
  const known = Math.max(height, floor.publishedHeight)
  if (known > last) throw new SoloError({ code: 'blocks-behind-state', blocks: last, state: known })
  if (log.tornTail) await log.dropTornTail()
  await log.secure()
  const own = height === 0 ? null : checkedBlock(await log.read(height), height)
  let previous = previousOf(own, ledger)
  for (let next = height + 1; next <= last; next++) {
    const block = checkedBlock(await log.read(next), next)
    assertFollows(previous, block)
    await executeBlock(block, ledger)
    previous = previousOf(block, ledger)
  }
  await ledger.flush()
  return previous
}

/** What the header after `block` says; null stands for the genesis. */
export function previousOf(block: SoloBlock | null, ledger: Pick<Ledger, 'info'>): Previous {
  const { height, time, appHash, lastResultsHash } = ledger.info()
  const blockId = block?.commit.blockId ?? noBlock
  return { height, time, blockId, commit: block?.commit ?? noCommit, appHash, lastResultsHash }
}

function checkedBlock(payload: Uint8Array, height: number): SoloBlock {
  const block = decodeSoloBlock(payload)
  if (!isWellFormed(block, height)) throw new SoloError({ code: 'blocks-diverge', height })
  return block
}

/** Whether a block is what it says it is: its height, its header's hash, its bundles' hash. */
export function isWellFormed({ header, commit, bundles }: SoloBlock, height: number): boolean {
  return (
    header.height === height &&
    equalBytes(hashHeader(header), commit.blockId.hash) &&
    equalBytes(storedDataHash(bundles), header.dataHash)
  )
}

function assertFollows(previous: Previous, { header }: SoloBlock): void {
  const follows =
    equalBytes(header.lastBlockId.hash, previous.blockId.hash) &&
    equalBytes(header.appHash, previous.appHash) &&
    equalBytes(header.lastResultsHash, previous.lastResultsHash)
  if (!follows) throw new SoloError({ code: 'blocks-diverge', height: header.height })
}

/** @throws {SoloError} blocks-erased */
export async function executeBlock({ header, commit, bundles }: SoloBlock, ledger: Ledger): Promise<void> {
  const whole = bundles.map((bundle) => {
    if (bundle.kind === 'erased') throw new SoloError({ code: 'blocks-erased', height: header.height })
    return bundle.bytes
  })
  const time = timestampToMs(header.time)
  ledger.finalize({ height: header.height, time, bundles: whole, blockHash: commit.blockId.hash })
  await ledger.commit()
}
