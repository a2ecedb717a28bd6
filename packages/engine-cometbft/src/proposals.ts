import type { BlockPlace, Ledger } from '@gongshi/ledger'
import { GongshiError, parseBundle } from '@gongshi/protocol'
import { type Beginning, isFirstAfterMove } from './beginning.ts'

/** A proposer's clock may be ahead of the block's time by this much before it waits with transactions. Milliseconds. */
const staleForProposerMs = 5000
/** The same before others refuse a block with transactions; doubled with each refusal at one height. Milliseconds. */
const staleForOthersMs = 30_000
/** Beyond this no more doubling: a million years. */
const mostDoublings = 40

/** A varint of a bundle's length and its field's tag, at most: what CometBFT counts for each transaction beside its bytes. */
const fieldBytes = 5

/** Why a block is voted against: its time lags behind this node's clock, or something in it may not stand there. */
export type RefusedProposal = 'stale' | 'inadmissible'

export type ProposalNeeds = {
  readonly ledger: Pick<Ledger, 'admit' | 'prepare' | 'process'>
  /** Before the first block; its successor stays empty, so that a member who must begin again loses nothing. */
  readonly beginning: Pick<Beginning, 'height'>
  now(): number
  onRefused(reason: RefusedProposal): void
}

/**
 * What a node proposes and what it votes for (protocol page "Time"). CometBFT dates a block by the votes of the one before,
 * so after idling its date is old: such a block stays empty, and the next has a date of now.
 */
export class Proposals {
  readonly #needs: ProposalNeeds
  #refused = { height: 0, times: 0 }

  constructor(needs: ProposalNeeds) {
    this.#needs = needs
  }

  /** The bundles of the next block, from those of the pool: at most `maxBytes` as CometBFT counts them. */
  async prepare(bundles: readonly Uint8Array[], block: BlockPlace, maxBytes: number): Promise<Uint8Array[]> {
    if (
      bundles.length === 0 ||
      isFirstAfterMove(this.#needs.beginning, block.height) ||
      this.#needs.now() - block.time > staleForProposerMs
    )
      return []
    await this.#checkSignatures(bundles)
    return this.#needs.ledger.prepare(bundles, block, maxBytes - fieldBytes * bundles.length)
  }

  /** Whether an honest proposer could have made this block; an empty one always passes. */
  async accepts(bundles: readonly Uint8Array[], block: BlockPlace): Promise<boolean> {
    if (bundles.length === 0) return true
    if (isFirstAfterMove(this.#needs.beginning, block.height)) return this.#refuse('inadmissible')
    if (this.#isStale(block)) return this.#refuse('stale')
    await this.#checkSignatures(bundles)
    return this.#needs.ledger.process(bundles, block).ok || this.#refuse('inadmissible')
  }

  #refuse(reason: RefusedProposal): false {
    this.#needs.onRefused(reason)
    return false
  }

  /** The bound grows, so that a block which others have locked passes in the end. */
  #isStale({ height, time }: BlockPlace): boolean {
    const times = this.#refused.height === height ? this.#refused.times : 0
    if (this.#needs.now() - time <= staleForOthersMs * 2 ** times) return false
    this.#refused = { height, times: Math.min(times + 1, mostDoublings) }
    return true
  }

  /** PERF: in other threads, all at once; the ledger then finds them checked. Those met at the gateway or in the pool are. */
  async #checkSignatures(bundles: readonly Uint8Array[]): Promise<void> {
    const { ledger, now } = this.#needs
    await Promise.all(bundles.flatMap((bundle) => membersOf(bundle)).map((member) => ledger.admit(member, now())))
  }
}

/** None of a bundle that can't be read. */
export function membersOf(bundle: Uint8Array): Uint8Array[] {
  try {
    return parseBundle(bundle)
  } catch (error) {
    if (error instanceof GongshiError) return []
    throw error
  }
}
