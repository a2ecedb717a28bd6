import type { LedgerReads } from '@gongshi/ledger'
import { type Json, parseLeaf } from '@gongshi/protocol'
import { describeLeaf } from '../describeLeaf.ts'

/** A committed entry, as streams and webhooks tell of it: what its leaf says, never a body. */
export type EntryEvent = {
  readonly index: number
  /** Null for the ledger's own entries: blocks, suspensions. */
  readonly affair: string | null
  /** JSON text: `{index, kind, height, time, …}`. */
  readonly text: string
}

/** Which entries somebody wants to hear of: none named, all. */
export type EntryFilter = { readonly affairs: ReadonlySet<string> | null }

export function wants({ affairs }: EntryFilter, { affair }: EntryEvent): boolean {
  return affairs === null || (affair !== null && affairs.has(affair))
}

/** Texts kept, so that a thousand readers of the newest entries cost one making of each. */
const kept = 1024

/**
 * The log as a sequence of events, read by whoever follows at a pace of its own: nothing is kept for a reader, who asks
 * for the entry after the last one that it has taken.
 */
export class EntryFeed {
  readonly #source: Pick<LedgerReads, 'findEntry' | 'logSize'>
  readonly #recent = new Map<number, EntryEvent>()
  readonly #readers = new Set<() => void>()

  constructor(source: Pick<LedgerReads, 'findEntry' | 'logSize'>) {
    this.#source = source
  }

  size(): number {
    return this.#source.logSize()
  }

  /** Undefined beyond the end. */
  find(index: number): EntryEvent | undefined {
    const known = this.#recent.get(index)
    if (known !== undefined) return known
    const entry = this.#source.findEntry(index)
    if (entry === undefined) return undefined
    const leaf = parseLeaf(entry.leaf)
    const affair = leaf.kind === 'tx' || leaf.kind === 'due' ? leaf.affair : null
    const event = { index, affair, text: JSON.stringify({ index, ...describeLeaf(leaf) } satisfies Json) }
    this.#recent.set(index, event)
    if (this.#recent.size > kept) this.#recent.delete(this.#recent.keys().next().value!)
    return event
  }

  /** Calls `wake` after each commit of a block with entries, until the result is called. */
  follow(wake: () => void): () => void {
    this.#readers.add(wake)
    return () => this.#readers.delete(wake)
  }

  /** New entries are there. */
  wake(): void {
    for (const reader of this.#readers) reader()
  }
}
