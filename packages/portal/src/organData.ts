import type { LocalText } from '@gongshi/ui'
import type { EntryRow, NoticePage, Organ } from './data.ts'

/** What an organ was on the days from `from` to `until`, the day after the last; null: as far as is known, for ever. */
export type OrganSpan = {
  readonly from: string
  readonly until: string | null
  readonly name: LocalText
  /** `administrative`, `judicial`, `party`, `publicInstitution`, `enterprise`. */
  readonly kind: string
  readonly parent: Organ | null
  readonly division: string
  readonly clause: string
}

export type OrganData = NoticePage & {
  readonly organ: Organ
  /** On its own matters, the newest first. */
  readonly acts: readonly EntryRow[]
  /** The newest first; empty for one that this ledger's own register does not hold. */
  readonly spans: readonly OrganSpan[]
  readonly inferiors: readonly Organ[]
  readonly offices: readonly OrganOffice[]
  /** Its own and its officers', the newest first. */
  readonly keys: readonly OrganKey[]
  /** To whom its duties went, and whose it has. */
  readonly passedOn: readonly OrganDuty[]
  readonly inherited: readonly OrganDuty[]
  /** As what it takes part in procurement, where it does. */
  readonly procures: readonly ('buyer' | 'supplier')[]
}

/** A duty that passed from one organ to another; `affair` null: all that no other organ has. */
export type OrganDuty = {
  readonly how: 'merged' | 'split' | 'abolished' | 'transferred'
  readonly affair: string | null
  readonly organ: Organ
  readonly from: string
  readonly clause: string
}

/** A key in the register; `isOwn`: the organ's, not an officer's. */
export type OrganKey = {
  readonly keyId: string
  readonly suite: string
  readonly status: string
  readonly isOwn: boolean
}

export type OrganOffice = {
  readonly post: string
  readonly title: LocalText
  readonly roles: readonly string[]
  readonly division: string
  /** Those that are not over. */
  readonly powers: readonly OrganPower[]
}

/** Who holds an office, acts in it, or was lent a part of it: officers by the beginning of their random numbers. */
export type OrganPower = {
  readonly capacity: 'regular' | 'acting' | 'entrusted' | 'lent'
  readonly officer: string
  readonly lender: string | null
  readonly roles: readonly string[]
  readonly affair: string | null
  readonly action: string | null
  readonly division: string | null
  /** RFC 3339. */
  readonly from: string
  readonly until: string | null
}
