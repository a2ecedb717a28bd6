import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContentStore } from '@gongshi/contents'
import { SoloError } from '@gongshi/engine-solo'
import { type Engine, type Ledger, LedgerError } from '@gongshi/ledger'
import { parseLeaf } from '@gongshi/protocol'
import { writeDurably } from '../files/writeDurably.ts'
import { wantCompaction } from './compaction.ts'
import { type ErasureOrder, erasureOrders } from './erasureOrders.ts'

export type ErasureNeeds = {
  readonly folder: string
  readonly ledger: Pick<Ledger, 'eraseBody' | 'findEntry' | 'logSize'>
  readonly engine: Pick<Engine, 'eraseBody'>
  readonly contents: Pick<ContentStore, 'erase'>
  /** Called in the very turn in which an entry's body is gone, before anybody can ask again. */
  onErased(entry: number): void
  /** Called once all that an entry orders is done, and again after a crash in between. */
  onCarriedOut(entry: number, orders: readonly ErasureOrder[]): Promise<void>
}

const fileName = 'erasures.json'

const entriesBetweenRecords = 10_000

/**
 * Carries out what the ledger has decided: the entry comes first, then the disk forgets. How far it has come is written
 * down, so that a node which was off catches up; doing a thing twice does no harm. The projections follow the same entries
 * by themselves.
 */
export class Erasures {
  readonly #needs: ErasureNeeds
  #done: number
  /** What the record on disk says, or less. */
  #written: number
  #working: Promise<void> = Promise.resolve()
  #stopping = false

  private constructor(needs: ErasureNeeds, done: number) {
    this.#needs = needs
    this.#done = done
    this.#written = done
  }

  static async open(needs: ErasureNeeds): Promise<Erasures> {
    return new Erasures(needs, Math.min(await readDone(needs.folder), needs.ledger.logSize()))
  }

  /** Carries out everything that stands in the log and was not carried out yet, one run at a time. */
  catchUp(): Promise<void> {
    const run = this.#working.then(() => this.#run())
    this.#working = run.catch(() => undefined) // what failed is tried again in the next run
    return run
  }

  /** Begins nothing more, and resolves once the run under way has ended. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#working
  }

  async #run(): Promise<void> {
    if (this.#stopping) return
    const end = this.#needs.ledger.logSize()
    let changed = false
    for (let index = this.#done; index < end; index++) {
      const { leaf } = this.#needs.ledger.findEntry(index)!
      if (isDue(leaf)) changed = (await this.#carryOut(index, leaf)) || changed
    }
    this.#done = end
    // PERF: a log without erasures would be read from its beginning at every start.
    if (!changed && end - this.#written < entriesBetweenRecords) return
    await writeDurably(this.#needs.folder, fileName, `${JSON.stringify({ entries: end })}\n`)
    this.#written = end
  }

  async #carryOut(index: number, bytes: Uint8Array): Promise<boolean> {
    const leaf = parseLeaf(bytes)
    if (leaf.kind !== 'due') return false
    const orders = erasureOrders(leaf)
    for (const { content, entry, clause } of orders) {
      if (content !== null) await this.#needs.contents.erase(content, { entry: index, clause, at: leaf.time })
      if (entry !== null) await this.#eraseBody(entry, index)
    }
    if (orders.length > 0) await this.#needs.onCarriedOut(index, orders)
    return orders.length > 0
  }

  async #eraseBody(entry: number, erasedBy: number): Promise<void> {
    const { ledger, engine } = this.#needs
    const leaf = parseLeaf(ledger.findEntry(entry)!.leaf)
    if (leaf.kind !== 'tx') return
    await wantCompaction(this.#needs.folder)
    const erased = ledger.eraseBody(entry, erasedBy)
    this.#needs.onErased(entry)
    await erased.catch(unless('entry-not-erasable'))
    await engine.eraseBody(leaf.height, leaf.txId).catch(unless('blocks-missing'))
  }
}

/** How far the last run came. Unreadable counts as nothing: everything is looked at once more. */
async function readDone(folder: string): Promise<number> {
  try {
    const { entries } = JSON.parse(await readFile(join(folder, fileName), 'utf8')) as { readonly entries?: unknown }
    return Number.isSafeInteger(entries) ? Math.max(0, entries as number) : 0
  } catch {
    return 0
  }
}

/** PERF: told by the leaf's first text ("due" is the one of three letters), 40 times cheaper than parsing it. */
function isDue(leaf: Uint8Array): boolean {
  return leaf[1] === 0x63
}

/** What is erased already is as it should be. */
function unless(code: string): (error: unknown) => void {
  return (error) => {
    if ((error instanceof LedgerError || error instanceof SoloError) && error.code === code) return
    throw error
  }
}
