import type { FormLayout } from '@gongshi/affair-kit'
import type { Clause, EntryData, EntryRow, Organ } from '../data.ts'

/** A form for one action: what it asks, and what is filled in already. */
export type ActFormData = {
  readonly layout: FormLayout
  /** By path, as `readAnswers` takes them. */
  readonly answers: ReadonlyMap<string, string>
  readonly clause: Clause
  /** The action as an article of law, sentence by sentence, from the declaration. */
  readonly rules: readonly string[]
  /** Of the zone in which times are typed, east of Greenwich. */
  readonly utcOffsetMinutes: number
}

/** What may happen next to a row that an act has made or moved. */
export type NextAct = {
  readonly action: string
  /** The ledger does it by itself, at that time if one is set; null where somebody signs it. */
  readonly byItself: { readonly at: number | null } | null
  /** Somebody may sign it. */
  readonly isSigned: boolean
}

/** A row as the act has left it. `key` is its id in addresses. */
export type Matter = {
  readonly affair: string
  readonly entity: string
  readonly key: string
  readonly status: string
  readonly next: readonly NextAct[]
}

export type ReceiptData = { readonly entry: EntryData; readonly matters: readonly Matter[] }

/** A rule with its answer; null: that depends on what the act says. */
export type ActRuleShown = {
  readonly code: string
  readonly holds: boolean | null
  readonly zh: string
  readonly en: string
}

/** An action that somebody signs, and whether the reader may, with the reasons. */
export type ActChoice = {
  readonly action: string
  readonly basis: string
  readonly may: boolean | null
  readonly rules: readonly ActRuleShown[]
}

/** A row that acts may be about. */
export type ActObjectRow = {
  readonly entity: string
  readonly key: string
  readonly status: string
  readonly label: string
}

export type MayActData = {
  readonly affair: string
  /** The row that is asked about; null: the affair as a whole. */
  readonly object: ActObjectRow | null
  readonly choices: readonly ActChoice[]
  /** Rows to choose from, the newest first. */
  readonly objects: readonly ActObjectRow[]
}

/** A row that waits for somebody of the reader's organs. */
export type WaitingMatter = Matter & {
  readonly label: string
  /** That made the row what it is; null for one of the genesis. */
  readonly entry: number | null
  /** When the ledger acts by itself; null where it does not. */
  readonly due: number | null
}

/** A row on which the reader acted, as another has left it: by which act, and what the reader's roles may do to it now. */
export type ReturnedMatter = Matter & {
  readonly label: string
  readonly action: string
  readonly entry: number
  readonly at: number
}

/** A proposal on which an organ has still to vote. */
export type OpenProposal = {
  /** In addresses, and as an input names it. */
  readonly key: string
  readonly id: string
  readonly kind: string
  readonly topic: string
  readonly organ: Organ
  readonly closes: number | null
  /** That made the proposal what it is; null for one of the genesis. */
  readonly entry: number | null
}

/** What falls due soon: a row on which the ledger will act by itself, or a vote that closes. Unix milliseconds. */
export type DueNotice =
  | { readonly kind: 'matter'; readonly at: number; readonly matter: WaitingMatter }
  | { readonly kind: 'vote'; readonly at: number; readonly proposal: OpenProposal }

/** An entry about what the officer signed: the act itself, or how another or the ledger moved its row since. */
export type Happening = {
  readonly entry: number
  readonly at: number
  readonly affair: string
  readonly action: string
  /** The code with which the ledger refused the officer's act; null: it did not. */
  readonly refused: string | null
  /** As another has left the row; null for the officer's own act. */
  readonly moved: ReturnedMatter | null
}

export type NotificationsData = {
  readonly now: number
  /** The nearest first. */
  readonly due: readonly DueNotice[]
  /** The latest first. */
  readonly happened: readonly Happening[]
  /** What waits and is not due soon. */
  readonly waiting: readonly (WaitingMatter | OpenProposal)[]
}

export type InboxData = {
  /** The nearest deadline first. */
  readonly waiting: readonly WaitingMatter[]
  readonly proposals: readonly OpenProposal[]
  /** What others have moved since the reader acted on it, the latest first. */
  readonly moved: readonly ReturnedMatter[]
  /** What the reader signed and the ledger refused, the newest first. */
  readonly returned: readonly EntryRow[]
}
