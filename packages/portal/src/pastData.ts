type Titles = { readonly zh: string; readonly en: string }

/** A revision of a row, without its values. */
export type PastRevision = {
  readonly revision: number
  readonly status: string
  readonly action: string
  /** Null for one that the genesis set, at height 0. */
  readonly entry: number | null
  readonly height: number
  readonly time: number
}

/** A row of a register as it was after a block, and what shows that it was. */
export type PastRow = {
  readonly affair: string
  readonly entity: string
  readonly key: string
  readonly height: number
  /** The state root after that block, and the block entry that says it; null where this node does not have them. */
  readonly root: { readonly stateRoot: string; readonly entry: number } | null
  /** As it was; null: it was not there. */
  readonly was:
    | (PastRevision & {
        readonly fields: readonly { readonly name: string; readonly title: Titles; readonly value: string }[]
      })
    | null
  /** The change that came next; null: it stands as it was. */
  readonly next: PastRevision | null
  /** The newest first, around that height. */
  readonly revisions: readonly PastRevision[]
  readonly allRevisions: number
  /** Evidence of the entries on either side and of the block's; null where no entry says anything. */
  readonly evidence: string | null
  /** Evidence of what the state holds now. */
  readonly evidenceNow: string
}

export type PastData = {
  /** `affair/entity`, to choose from. */
  readonly registers: readonly string[]
  readonly asked: { readonly register: string; readonly key: string; readonly height: string }
  /** How far the registers have come. */
  readonly reached: number
  /** `ahead`: that height is not here yet. Null before anybody has asked. */
  readonly found: PastRow | 'ahead' | null
}
