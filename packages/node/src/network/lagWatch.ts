import type { LedgerReads } from '@gongshi/ledger'
import type { LagSample } from '@gongshi/portal'
import { parseLeaf } from '@gongshi/protocol'
import type { OtherMembers } from '../others/otherMembers.ts'
import type { Projections } from '../projections/projections.ts'

type Needs = {
  readonly ledger: Pick<LedgerReads, 'info' | 'logSize' | 'findLeaf'>
  readonly views: Pick<Projections, 'progress'>
  readonly others: Pick<OtherMembers, 'members'>
  readonly now: () => number
}

const everyMs = 60_000
const kept = 60

/** How far the lists and the search are behind the ledger, and this ledger behind the other members', once a minute for an hour. */
export class LagWatch {
  readonly #needs: Needs
  readonly #samples: LagSample[] = []
  readonly #timer: NodeJS.Timeout

  constructor(needs: Needs) {
    this.#needs = needs
    this.#timer = setInterval(() => this.#take(), everyMs).unref()
  }

  /** The oldest first, as it is now last. */
  samples(): readonly LagSample[] {
    return [...this.#samples, this.#now()]
  }

  stop(): void {
    clearInterval(this.#timer)
  }

  #take(): void {
    this.#samples.push(this.#now())
    if (this.#samples.length > kept) this.#samples.shift()
  }

  #now(): LagSample {
    const { ledger, views, others, now } = this.#needs
    const size = ledger.logSize()
    const { entries: shown } = views.progress()
    const next = shown < size ? ledger.findLeaf(shown) : undefined
    const sizes = others.members.flatMap((member) => member.size ?? [])
    return {
      at: now(),
      entries: Math.max(0, size - shown),
      ms: next === undefined ? 0 : Math.max(0, ledger.info().time - parseLeaf(next).time),
      toOthers: sizes.length === 0 ? null : Math.max(0, ...sizes.map((each) => each - size)),
    }
  }
}
