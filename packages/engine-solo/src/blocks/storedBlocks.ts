import type { Engine } from '@gongshi/ledger'
import type { Commit, Header, Validator } from '@gongshi/protocol'
import { eraseMember } from '../eraseMember.ts'
import { type SoloValidator, soloValidators } from '../produce.ts'
import type { BlockLog } from './blockLog.ts'
import { decodeSoloBlock, encodeSoloBlock, hashOfStored, type SoloBlock } from './soloBlock.ts'

type BlockReads = Pick<Engine, 'findHeader' | 'findCommit' | 'findBundles' | 'findBundleHashes' | 'eraseBody'>

/** The blocks of one operator as its block file has them, also after it has handed the ledger over. */
export class StoredBlocks implements BlockReads {
  readonly #log: BlockLog
  readonly #lastHeight: () => number
  #lastRead: { readonly height: number; readonly block: Promise<SoloBlock> } | null = null
  /** One writer at a time: making a block and rewriting a segment exclude each other. */
  #turn: Promise<unknown> = Promise.resolve()

  /** @param lastHeight the last block that may be shown */
  constructor(log: BlockLog, lastHeight: () => number) {
    this.#log = log
    this.#lastHeight = lastHeight
  }

  async findHeader(height: number): Promise<Header | undefined> {
    return (await this.#findBlock(height))?.header
  }

  async findCommit(height: number): Promise<Commit | undefined> {
    return (await this.#findBlock(height))?.commit
  }

  async findBundles(height: number): Promise<readonly (Uint8Array | null)[] | undefined> {
    const block = await this.#findBlock(height)
    return block?.bundles.map((bundle) => (bundle.kind === 'whole' ? bundle.bytes : null))
  }

  async findBundleHashes(height: number): Promise<readonly Uint8Array[] | undefined> {
    const block = await this.#findBlock(height)
    return block?.bundles.map(hashOfStored)
  }

  /** @throws {SoloError} blocks-missing when the block holds no such transaction */
  async eraseBody(height: number, txId: Uint8Array): Promise<void> {
    const block = decodeSoloBlock(await this.#log.read(height))
    this.#lastRead = null
    await this.exclusively(() => this.#log.replace(height, encodeSoloBlock(eraseMember(block, txId))))
    this.#lastRead = null
  }

  exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #findBlock(height: number): Promise<SoloBlock | undefined> {
    if (height < 1 || height > this.#lastHeight()) return undefined
    // PERF: whoever asks for a header asks for its commit, too.
    if (this.#lastRead?.height === height) return this.#lastRead.block
    const block = this.#log.read(height).then(decodeSoloBlock)
    this.#lastRead = { height, block }
    block.catch(() => {
      this.#lastRead = null // the disk may answer the next time
    })
    return block
  }
}

/** The blocks of a ledger that was handed over, for the node that goes on with it. */
export type FormerBlocks = BlockReads & {
  readonly lastHeight: number
  findValidators(height: number): Promise<readonly Validator[] | undefined>
  close(): Promise<void>
}

export function formerBlocks(log: BlockLog, validator: Pick<SoloValidator, 'publicKey'>): FormerBlocks {
  const lastHeight = log.lastHeight ?? 0
  const blocks = new StoredBlocks(log, () => lastHeight)
  return {
    lastHeight,
    findHeader: (height) => blocks.findHeader(height),
    findCommit: (height) => blocks.findCommit(height),
    findBundles: (height) => blocks.findBundles(height),
    findBundleHashes: (height) => blocks.findBundleHashes(height),
    eraseBody: (height, txId) => blocks.eraseBody(height, txId),
    findValidators: async (height) => (height >= 1 && height <= lastHeight ? soloValidators(validator) : undefined),
    close: () => log.close(),
  }
}
