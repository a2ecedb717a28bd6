/** What a span of time brought. */
export type PaceSpan = {
  /** Unix milliseconds. */
  readonly from: number
  readonly entries: number
  readonly blocks: number
}

/** By how much something was behind at a moment. */
export type LagSample = {
  readonly at: number
  /** Entries of the ledger that lists and search did not have yet, and the time between the first of them and the last block. */
  readonly entries: number
  readonly ms: number
  /** Entries that another member's log had and this one's did not; null where no other is known. */
  readonly toOthers: number | null
}

export type PaceData = {
  /** By the blocks' times, alike on every node; the oldest first. */
  readonly minutes: readonly PaceSpan[]
  readonly hours: readonly PaceSpan[]
  /** As this node measured it since its start, at most for an hour; as it is now last. */
  readonly lag: readonly LagSample[]
}

export const paceFiles = ['minutes', 'hours', 'lag'] as const
export type PaceFile = (typeof paceFiles)[number]
