import type { LedgerReads } from '@gongshi/ledger'
import type { PaceSpan } from '@gongshi/portal'
import { parseLeaf } from '@gongshi/protocol'

type Ledger = Pick<LedgerReads, 'findLeaf' | 'logSize'>

/** What the log was when a span ended: its entries, and the height of the last one's block. */
type Mark = { readonly entries: number; readonly height: number }

const none: Mark = { entries: 0, height: 0 }
/** Marks of more ends of spans than two pages ask about. */
const mostKept = 500

/**
 * How many entries and blocks each span of time brought, by the blocks' own times: every node tells the same.
 * PERF: the end of a span is found in the log by halves, some twenty entries read for each, and kept, since it never
 * changes once the log has gone past it.
 */
export class Pace {
  readonly #ledger: Ledger
  readonly #kept = new Map<number, Mark>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** The last `count` spans of `ms` each, the oldest first; the last one goes on at `now`. */
  spans(now: number, ms: number, count: number): readonly PaceSpan[] {
    const size = this.#ledger.logSize()
    const last = Math.floor(now / ms)
    const marks = Array.from({ length: count + 1 }, (_, at) => this.#markAt((last - count + 1 + at) * ms, size))
    return marks.slice(1).map((mark, at) => ({
      from: (last - count + 1 + at) * ms,
      entries: mark.entries - marks[at]!.entries,
      blocks: mark.height - marks[at]!.height,
    }))
  }

  /** The log as it was before a moment. */
  #markAt(moment: number, size: number): Mark {
    const known = this.#kept.get(moment)
    if (known !== undefined) return known
    const entries = this.#countBefore(moment, size)
    const mark = entries === 0 ? none : { entries, height: this.#leaf(entries - 1).height }
    if (entries < size) this.#keep(moment, mark)
    return mark
  }

  #countBefore(moment: number, size: number): number {
    let [low, high] = [0, size]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#leaf(middle).time < moment) low = middle + 1
      else high = middle
    }
    return low
  }

  #leaf(index: number) {
    return parseLeaf(this.#ledger.findLeaf(index)!)
  }

  #keep(moment: number, mark: Mark): void {
    this.#kept.set(moment, mark)
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!)
  }
}
