import type { FormLayout } from '@gongshi/affair-kit'
import type { Clause, EntryData } from '../data.ts'

/** A form for one action: what it asks, and what is filled in already. */
export type ActFormData = {
  readonly layout: FormLayout
  /** By path, as `readAnswers` takes them. */
  readonly answers: ReadonlyMap<string, string>
  readonly clause: Clause
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
