import type { Ledger } from '@gongshi/ledger'
import { equalBytes, timestampToMs, type VoteCheck, voteSignBytes } from '@gongshi/protocol'
import { BlockLog } from './blocks/blockLog.ts'
import { decodeSoloBlock, type SoloBlock } from './blocks/soloBlock.ts'
import { SoloError } from './errors.ts'
import type { Folder } from './files/files.ts'
import { executeBlock, isWellFormed, previousOf } from './recover.ts'

/** What an audit holds against a block: its own sums, its place in the chain, its time, its vote. */
export type BlockFault = 'hashes' | 'chain' | 'time' | 'vote' | 'app-hash' | 'results-hash'

export type Audited = {
  readonly height: number
  readonly fault: { readonly height: number; readonly what: BlockFault } | null
}

export type AuditOptions = {
  readonly folder: Folder
  /** A ledger at its genesis, over an empty store; one that is further is audited from where it stands. */
  readonly ledger: Ledger
  readonly publicKey: Uint8Array
  readonly checkVote: VoteCheck
  readonly onHeight: (height: number, last: number) => void
}

/**
 * Executes every block again from the ledger's height on and believes none of them: hashes, chain, rising times, the validator's
 * vote, and the app hash that each header gives for the block before. Stops at the first fault.
 * @throws {SoloError} blocks-damaged, blocks-missing, blocks-behind-state, blocks-erased (start such an audit from a later state)
 */
export async function auditBlocks(options: AuditOptions): Promise<Audited> {
  const { ledger, onHeight } = options
  const log = await BlockLog.open(options.folder)
  try {
    const last = log.lastHeight ?? 0
    const stands = ledger.info().height
    if (stands > last) throw new SoloError({ code: 'blocks-behind-state', blocks: last, state: stands })
    let before: SoloBlock | null = stands === 0 ? null : decodeSoloBlock(await log.read(stands))
    for (let height = stands + 1; height <= last; height++) {
      const block = decodeSoloBlock(await log.read(height))
      const what = await findFault(block, before, options)
      if (what !== null) return { height: height - 1, fault: { height, what } }
      await executeBlock(block, ledger)
      before = block
      onHeight(height, last)
    }
    return { height: last, fault: null }
  } finally {
    await log.close()
  }
}

async function findFault(
  block: SoloBlock,
  before: SoloBlock | null,
  options: AuditOptions,
): Promise<BlockFault | null> {
  const { header, commit } = block
  const previous = previousOf(before, options.ledger)
  if (!isWellFormed(block, previous.height + 1)) return 'hashes'
  if (!equalBytes(header.lastBlockId.hash, previous.blockId.hash)) return 'chain'
  if (before !== null && timestampToMs(header.time) <= previous.time) return 'time'
  const signature = commit.signatures[0]?.signature ?? new Uint8Array()
  if (!(await options.checkVote(options.publicKey, voteSignBytes(header.chainId, commit, 0), signature))) return 'vote'
  if (!equalBytes(header.appHash, previous.appHash)) return 'app-hash'
  return equalBytes(header.lastResultsHash, previous.lastResultsHash) ? null : 'results-hash'
}
