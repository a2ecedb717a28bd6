import { type BlockPlace, LedgerError, type LedgerSnapshots } from '@gongshi/ledger'
import type { AbciCalls } from '../abci/calls.ts'
import { ApplyResult, OfferResult } from '../abci/messages.ts'
import type { CometLine } from '../comet/supervise.ts'
import type { SnapshotFolder } from './snapshotFolder.ts'

export type SnapshotNeeds = {
  readonly ledger: { readonly snapshots: LedgerSnapshots }
  readonly folder: SnapshotFolder
  /** One at each multiple of so many blocks; 0: none. */
  readonly everyBlocks: number
  now(): number
  onLine(line: CometLine): void
  /** A snapshot was taken in: the ledger stands at another height. */
  onRestored(): void
}

export type SnapshotCalls = Pick<
  AbciCalls,
  'listSnapshots' | 'offerSnapshot' | 'loadSnapshotChunk' | 'applySnapshotChunk'
>

/** Who replays old blocks makes no snapshots of them. Milliseconds. */
const recentMs = 10 * 60_000

/** Snapshots for nodes that join (ABCI, "State Sync Connection"): those of this node, and the one that it begins with. */
export class Snapshots {
  readonly #needs: SnapshotNeeds
  #making: Promise<void> | null = null

  constructor(needs: SnapshotNeeds) {
    this.#needs = needs
  }

  readonly calls: SnapshotCalls = {
    listSnapshots: async () => ({
      snapshots: (await this.#needs.folder.list()).map((each) => ({ ...each, height: BigInt(each.height) })),
    }),
    loadSnapshotChunk: async ({ height, format, chunk }) => ({
      chunk: (await this.#needs.folder.findChunk(Number(height), format, chunk)) ?? new Uint8Array(),
    }),
    offerSnapshot: async ({ snapshot, appHash }) => {
      if (snapshot === undefined) return { result: OfferResult.REJECT }
      const offered = { ...snapshot, height: Number(snapshot.height) }
      const refused = await this.#refusal(() => this.#needs.ledger.snapshots.beginRestore(offered, appHash))
      if (refused === null) return { result: OfferResult.ACCEPT }
      this.#tell('a snapshot was refused', { code: refused.code, height: offered.height })
      if (refused.code === 'snapshot-late') return { result: OfferResult.ABORT }
      return { result: refused.code === 'snapshot-format' ? OfferResult.REJECT_FORMAT : OfferResult.REJECT }
    },
    applySnapshotChunk: async ({ index, chunk, sender }) => this.#apply(index, chunk, sender),
  }

  /**
   * To be awaited before the next block: what is pinned here is the state after this one. The rest is done beside consensus,
   * and where the last one is not finished this one is left out.
   */
  async committed({ height, time }: BlockPlace): Promise<void> {
    const { everyBlocks, ledger, folder, now } = this.#needs
    if (everyBlocks === 0 || height % everyBlocks !== 0 || this.#making !== null || now() - time > recentMs) return
    const pinned = await ledger.snapshots.pin()
    this.#making = folder
      .make(pinned)
      .then(
        ({ chunks }) => this.#tell('a snapshot was made', { height, chunks }, 'info'),
        // A full disk, say: the ledger goes on, and the next interval tries again.
        (error: unknown) => this.#tell('no snapshot was made', { height, reason: String(error) }, 'error'),
      )
      .finally(() => {
        pinned.release()
        this.#making = null
      })
  }

  /** Resolves when none is being made any more. */
  async settled(): Promise<void> {
    await this.#making
  }

  async #apply(index: number, chunk: Uint8Array, sender: string): Promise<ReturnType<typeof applied>> {
    let isLast = false
    const refused = await this.#refusal(async () => {
      isLast = await this.#needs.ledger.snapshots.restoreChunk(index, chunk)
    })
    if (refused === null) {
      if (isLast) this.#needs.onRestored()
      return applied(ApplyResult.ACCEPT)
    }
    this.#tell('a chunk of a snapshot was refused', { code: refused.code, chunk: index, sender })
    if (refused.code !== 'snapshot-chunk') return applied(ApplyResult.REJECT_SNAPSHOT)
    return { ...applied(ApplyResult.RETRY), refetchChunks: [index], rejectSenders: [sender] }
  }

  /** What the snapshot itself is refused for; a fault of this node is thrown on. */
  async #refusal(work: () => Promise<void>): Promise<LedgerError | null> {
    try {
      await work()
      return null
    } catch (error) {
      if (error instanceof LedgerError && error.code.startsWith('snapshot-')) return error
      throw error
    }
  }

  #tell(message: string, fields: object, level = 'warn'): void {
    this.#needs.onLine({ level, message, fields })
  }
}

function applied(result: ApplyResult) {
  return { result, refetchChunks: [] as number[], rejectSenders: [] as string[] }
}
