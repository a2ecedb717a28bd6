import { createHash } from 'node:crypto'
import type { LedgerReads } from '@gongshi/ledger'
import { type Commit, type Header, parseTransaction, type Validator } from '@gongshi/protocol'
import { membersOf } from '../proposals.ts'
import { Chain } from './chain.ts'
import type { RpcClient } from './rpc.ts'

/** For how long the lowest height that CometBFT has counts as known. Milliseconds. */
const earliestKeptMs = 5000
/** Blocks whose bundles' hashes are kept: what is indexed soon after is not read again. */
const keptBlocks = 512

/** The blocks that CometBFT stores, up to the ledger's height: what it has beyond is not committed here yet. */
export class CommittedBlocks {
  readonly #ledger: Pick<LedgerReads, 'info' | 'findTransaction' | 'findEntry'>
  readonly #chain: Chain
  readonly #clock: { monotonic(): number }
  readonly #hashes = new Map<number, readonly Uint8Array[]>()
  #earliest = { height: 0, askedAt: Number.NEGATIVE_INFINITY }

  constructor(
    ledger: Pick<LedgerReads, 'info' | 'findTransaction' | 'findEntry'>,
    rpc: RpcClient,
    clock: { monotonic(): number },
  ) {
    this.#ledger = ledger
    this.#chain = new Chain(rpc)
    this.#clock = clock
  }

  /** The ledger stands at this height now. */
  committed(height: number, bundles: readonly Uint8Array[]): void {
    this.#hashes.set(height, bundles.map(hashOf))
    this.#hashes.delete(height - keptBlocks)
  }

  /** PERF: every evidence asks; it only grows, when CometBFT prunes. */
  async earliestHeight(): Promise<number> {
    const now = this.#clock.monotonic()
    if (now - this.#earliest.askedAt > earliestKeptMs)
      this.#earliest = { height: await this.#chain.earliestHeight(), askedAt: now }
    return this.#earliest.height
  }

  async findHeader(height: number): Promise<Header | undefined> {
    return this.#isCommitted(height) ? (await this.#chain.findSigned(height))?.header : undefined
  }

  async findCommit(height: number): Promise<Commit | undefined> {
    return this.#isCommitted(height) ? (await this.#chain.findSigned(height))?.commit : undefined
  }

  async findValidators(height: number): Promise<readonly Validator[] | undefined> {
    if (height < 1 || height > this.#ledger.info().height + 1) return undefined
    return this.#chain.findValidators(height)
  }

  async findBundles(height: number): Promise<readonly (Uint8Array | null)[] | undefined> {
    if (!this.#isCommitted(height)) return undefined
    const bundles = await this.#chain.findBundles(height)
    return bundles?.map((bundle) => (this.#holdsErased(bundle) ? null : bundle))
  }

  async findBundleHashes(height: number): Promise<readonly Uint8Array[] | undefined> {
    if (!this.#isCommitted(height)) return undefined
    const known = this.#hashes.get(height)
    if (known !== undefined) return known
    return (await this.#chain.findBundles(height))?.map(hashOf)
  }

  #isCommitted(height: number): boolean {
    return height >= 1 && height <= this.#ledger.info().height
  }

  #holdsErased(bundle: Uint8Array): boolean {
    return membersOf(bundle).some((member) => {
      const found = this.#ledger.findTransaction(parseTransaction(member).txId)
      return found !== undefined && this.#ledger.findEntry(found.index)?.erasedBy !== null
    })
  }
}

/** PERF: natively; bundles are long. */
function hashOf(bundle: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bundle).digest())
}
