import type { Organ } from './data.ts'
import type { ProposalRow } from './governanceData.ts'

export type ValidatorRow = {
  readonly address: string
  /** Whose it is; null where the ledger does not say. */
  readonly organ: Organ | null
  readonly origin: string | null
  readonly power: number
  /** Of the node that shows the page. */
  readonly isOwn: boolean
  /** A mark a block from `from` to `to`: `x` voted for it, `_` did not, `-` was no validator yet. */
  readonly votes: string
  readonly signed: number
  /** Of the last ten blocks it voted for none; while the network waits: of the round that goes on there is no vote of it. */
  readonly isMissing: boolean
}

/** Who keeps the ledger, and whether they are there, as the node that shows the page sees it. */
export type NetworkData = {
  readonly engine: 'solo' | 'cometbft'
  /** `waiting`: too few validators are in touch, nothing is broken here; `stopped`: somebody must look at this node. */
  readonly state: 'running' | 'catchingUp' | 'waiting' | 'stopped'
  readonly code: string | null
  readonly height: number
  readonly time: number
  readonly appHash: string
  /** First height that this node has; null while it can't tell. */
  readonly earliestHeight: number | null
  /** The blocks looked at; none where `to` is below it. */
  readonly from: number
  readonly to: number
  /** Between two of them, on average. Milliseconds. */
  readonly blockMs: number | null
  readonly peers: number | null
  /** By how much this node's clock is ahead of the others'. Milliseconds. */
  readonly clockSkewMs: number | null
  readonly validators: readonly ValidatorRow[]
  readonly misbehaviour: readonly {
    readonly entry: number
    readonly kind: 'double-signing' | 'light-client-attack' | 'unknown'
    readonly address: string
    readonly organ: Organ | null
    readonly height: number
    readonly time: number
  }[]
  /** `misbehaviour` has the newest of so many. */
  readonly misbehaviourCount: number
  /** Versions of affairs that begin at a height to come. */
  readonly upgrades: readonly { readonly affair: string; readonly version: number; readonly from: number }[]
  /** Members whose logs this node compares with its own; `comparison` null: not asked yet. */
  readonly others: readonly {
    readonly portal: string
    readonly origin: string | null
    readonly size: number | null
    readonly comparison: 'same' | 'ahead' | 'forked' | 'unlisted' | 'lied' | 'absent' | null
  }[]
  /** Members that have signed another log: as many entries, another root. */
  readonly forks: readonly { readonly origin: string; readonly size: number; readonly foundAt: number }[]
  /** About validators or versions, not in force yet. */
  readonly proposals: readonly ProposalRow[]
}
