import type { Json } from '@gongshi/affair-kit'
import type { ValueRange } from './sortValue.ts'
import type { OrganTallyRow, RevisionRow, TallyRow } from './tables.ts'
import type { WordQuery } from './words.ts'

/** A place in a list: rows with the same value stand there by their number. */
export type Position = { readonly value: Uint8Array; readonly id: number }

/** Rows of an entity as they are now, that fit every filter, in the order of a field or, with '', of their entries. */
export type ListQuestion = {
  readonly affair: string
  readonly entity: string
  readonly filters: readonly (ValueRange & { readonly field: string })[]
  readonly order: { readonly field: string; readonly isDescending: boolean }
  /** Where the page before ended. */
  readonly after: Position | null
  readonly limit: number
}

export type HistoryQuestion = { readonly affair: string; readonly entity: string; readonly key: Uint8Array }

/** What a search is narrowed down to: marks that rows must have (`kindMark`, `organMark`), and when they came, Unix milliseconds. */
export type SearchFilter = {
  readonly marks: readonly string[]
  readonly from: number | null
  /** Not itself among them. */
  readonly until: number | null
}

/** Rows of every affair that have the words and fit the filter, the newest first. */
export type SearchQuestion = {
  readonly words: WordQuery
  readonly filter?: SearchFilter
  readonly below: number | null
  readonly limit: number
}

/** For words that find nothing: at most so many questions that find something. */
export type SuggestionsQuestion = { readonly text: string; readonly filter?: SearchFilter; readonly limit: number }

/** Entries that any of these keys signed, the newest first, from below entry `below` on. */
export type SignedQuestion = { readonly keys: readonly Uint8Array[]; readonly below: number; readonly limit: number }

/** What changed in these entities of an affair, oldest first, from behind the change `after`. */
export type RevisionsQuestion = {
  readonly affair: string
  readonly entities: readonly string[]
  readonly after: number | null
}

/** Which rows of these entities of an affair have the words. */
export type MatchesQuestion = {
  readonly affair: string
  readonly entities: readonly string[]
  readonly words: WordQuery
}

/** Releases; processes with theirs, with every version of each value, too; or only the compiled release of each. */
export type ReleasesWanted = 'releases' | 'records' | 'versioned' | 'compiled'

/** What may be shown of OCDS releases: in the order of their entries, or process by process, the imported ones first. */
export type ReleasesQuestion = {
  readonly wanted: ReleasesWanted
  /** Of this process only; null: of all. With `releases` only a native one's. */
  readonly ocid: string | null
  readonly after: Position | null
  /** Only what came before this number of a change. */
  readonly below: number
  /** Stands behind each value. */
  readonly separator: string
  /** Stands before a content's commitment in its address. */
  readonly contentsAt: string
}

/** Which releases there are, from behind the change `after`. */
export type FeedQuestion = { readonly after: number | null; readonly limit: number }

export type Question =
  | ({ readonly kind: 'list' } & ListQuestion)
  | ({ readonly kind: 'history' } & HistoryQuestion)
  | { readonly kind: 'changes'; readonly entry: number }
  | ({ readonly kind: 'search' } & SearchQuestion)
  | ({ readonly kind: 'suggestions' } & SuggestionsQuestion)
  | ({ readonly kind: 'signed' } & SignedQuestion)
  | ({ readonly kind: 'revisions' } & RevisionsQuestion)
  | ({ readonly kind: 'matches' } & MatchesQuestion)
  | ({ readonly kind: 'releases' } & ReleasesQuestion)
  | ({ readonly kind: 'releaseFeed' } & FeedQuestion)
  | { readonly kind: 'tallies' }

/** A revision for people: public texts in place of their hashes, null where they were erased. */
export type ViewRow = Omit<RevisionRow, 'id' | 'fields' | 'entry'> & {
  /** Null for a row of the genesis, at height 0. */
  readonly entry: number | null
  readonly fields: { readonly [name: string]: Json }
  /** Of a row that a search has found: the document that it names, where some of the words stand in it. */
  readonly document?: Fragment
}

/** A row that an entry has made, as every one of an affair that stands in no genesis. */
export type EntryRow = ViewRow & { readonly entry: number }

export function isOfEntry(row: ViewRow): row is EntryRow {
  return row.entry !== null
}

/** Part of a content's public text, and the content's commitment in hex. */
export type Fragment = { readonly content: string; readonly fragment: string }

/** How far the projections had come when they answered, and entries by their numbers. */
export type SignedAnswer = Pick<Answer, 'asOf'> & { readonly entries: readonly number[] }

/** Every count: of acts by day, affair and action; of what was carried out by organ and affair. */
export type TalliesAnswer = Pick<Answer, 'asOf'> & {
  readonly tallies: readonly TallyRow[]
  readonly organs: readonly OrganTallyRow[]
}

export type SuggestionsAnswer = Pick<Answer, 'asOf'> & { readonly texts: readonly string[] }

/** `end`: the change up to which was looked, from where to go on. Texts are their hashes. */
export type RevisionsAnswer = Pick<Answer, 'asOf'> & {
  readonly revisions: readonly RevisionRow[]
  readonly end: number | null
  readonly isLast: boolean
}

/** `isWhole`: false where so many rows of the ledger have the words that only the newest were looked at. */
export type MatchesAnswer = Pick<Answer, 'asOf' | 'isWhole'> & {
  readonly rows: readonly Pick<RevisionRow, 'entity' | 'key'>[]
}

export type Answer = {
  /** How far the projections had come when they answered. */
  readonly asOf: { readonly entries: number; readonly height: number }
  readonly rows: readonly ViewRow[]
  /** False when no rows could be made of the entry that was asked for. */
  readonly isWhole: boolean
  /** Where the next page begins; null on the last one. A page may be short, or empty, before the last. */
  readonly next: Position | null
}

/** JSON values, each behind it the separator. `next`: where the rest begins; null when there is none. */
export type ReleasesAnswer = Pick<Answer, 'asOf' | 'next'> & {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly count: number
  /** Processes that are too large for one value, or of which there is no compiled release. */
  readonly leftOut: number
}

/** A release as the ledger knows it. */
export type FeedItem = {
  readonly id: number
  readonly entry: number
  readonly height: number
  /** Unix milliseconds. */
  readonly time: number
  readonly status: string
  readonly ocid: string
  readonly release: string
  readonly date: string | null
  readonly tags: readonly string[]
  /** Whether its text can be read here; `gone`: erased, or nothing that could be shown. */
  readonly text: 'held' | 'absent' | 'gone'
}
/** `end`: from where to go on, behind all that was looked at. `hasNative`: the ledger has procedures of its own. */
export type FeedAnswer = Pick<Answer, 'asOf'> & {
  readonly items: readonly FeedItem[]
  readonly end: number | null
  readonly isLast: boolean
  readonly hasNative: boolean
}

export type AnyAnswer =
  | Answer
  | SuggestionsAnswer
  | RevisionsAnswer
  | MatchesAnswer
  | SignedAnswer
  | ReleasesAnswer
  | FeedAnswer
  | TalliesAnswer
