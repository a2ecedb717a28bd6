import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContentStore } from '@gongshi/contents'
import { SoloError } from '@gongshi/engine-solo'
import { type Engine, type Ledger, LedgerError } from '@gongshi/ledger'
import { type Cbor, parseLeaf } from '@gongshi/protocol'
import { writeDurably } from '../files/writeDurably.ts'
import type { Views } from '../views/views.ts'
import { wantCompaction } from './compaction.ts'

export type ErasureNeeds = {
  readonly folder: string
  readonly ledger: Pick<Ledger, 'eraseBody' | 'findEntry' | 'logSize'>
  readonly engine: Pick<Engine, 'eraseBody'>
  readonly contents: Pick<ContentStore, 'erase'>
  readonly views: Pick<Views, 'eraseTexts'>
}

const fileName = 'erasures.json'

const entriesBetweenRecords = 10_000

/**
 * Carries out what the ledger has decided: the entry comes first, then the disk forgets. How far it has come is written
 * down, so that a node which was off catches up; doing a thing twice does no harm.
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
    for (let index = this.#done; index < end; index++) changed = (await this.#carryOut(index)) || changed
    this.#done = end
    // PERF: a log without erasures would be read from its beginning at every start.
    if (!changed && end - this.#written < entriesBetweenRecords) return
    await writeDurably(this.#needs.folder, fileName, `${JSON.stringify({ entries: end })}\n`)
    this.#written = end
  }

  async #carryOut(index: number): Promise<boolean> {
    const bytes = this.#needs.ledger.findEntry(index)!.leaf
    if (!isDue(bytes)) return false
    const leaf = parseLeaf(bytes)
    if (leaf.kind !== 'due' || leaf.affair !== 'erasure' || leaf.outcome[0] !== 'ok') return false
    const orders = leaf.outcome[1].flatMap(findOrder)
    for (const { content, entry, clause } of orders) {
      if (content !== null) await this.#needs.contents.erase(content, { entry: index, clause, at: leaf.time })
      if (entry !== null) await this.#eraseBody(entry, index)
    }
    return orders.length > 0
  }

  async #eraseBody(entry: number, erasedBy: number): Promise<void> {
    const { ledger, engine, views } = this.#needs
    const leaf = parseLeaf(ledger.findEntry(entry)!.leaf)
    if (leaf.kind !== 'tx') return
    await wantCompaction(this.#needs.folder)
    await ledger.eraseBody(entry, erasedBy).catch(unless('entry-not-erasable'))
    await engine.eraseBody(leaf.height, leaf.txId).catch(unless('blocks-missing'))
    views.eraseTexts(entry)
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

type Order = { readonly content: Uint8Array | null; readonly entry: number | null; readonly clause: string }

/** The event `destroy` of the affair `erasure`: [name, content or null, entry or null, clause]. */
function findOrder(event: Cbor): Order[] {
  if (!Array.isArray(event) || event[0] !== 'destroy') return []
  const [, content, entry, clause] = event as unknown as readonly [string, Uint8Array | null, number | null, string]
  return [{ content, entry, clause }]
}

/** What is erased already is as it should be. */
function unless(code: string): (error: unknown) => void {
  return (error) => {
    if ((error instanceof LedgerError || error instanceof SoloError) && error.code === code) return
    throw error
  }
}
