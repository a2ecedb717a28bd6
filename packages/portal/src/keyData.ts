import type { EntryRow, Organ } from './data.ts'
import type { Mandate } from './workspace/data.ts'

/** A revision of a key's row in the register. */
export type KeyRevision = {
  readonly action: string
  readonly status: string
  readonly time: number
  /** Null for one that the genesis set. */
  readonly entry: number | null
}

/** A key of an organ or an officer: whose, what it may do now, how it came and what it signed. Nobody is named. */
export type KeyData = {
  readonly keyId: string
  readonly suite: string
  readonly status: string
  /** Whether it signs, by the committed state. */
  readonly isActive: boolean
  /** Begin of the officer's number; null for an organ's own key. */
  readonly officer: string | null
  readonly organ: Organ
  readonly mandates: readonly Mandate[]
  /** The first one first. */
  readonly revisions: readonly KeyRevision[]
  /** The newest first, refused ones too. */
  readonly signed: readonly EntryRow[]
  /** Below which entry older ones stand; null: there are none. */
  readonly before: number | null
  /** The row’s id in the register, as addresses have it, and the block that the registers have come to. */
  readonly row: string
  readonly height: number
  /** Where the evidence for the key's row in the state is. */
  readonly evidence: string
}
