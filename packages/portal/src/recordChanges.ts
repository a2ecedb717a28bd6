import type { DiffPart } from '@gongshi/ui'
import type { Notice, VersionData } from './data.ts'

/** What a row said of the document before and after; null: nothing. Days as they stand in the row. */
export type FactChange = {
  readonly name: 'kind' | 'clause' | 'issued' | 'effective' | 'expires'
  readonly before: string | null
  readonly after: string | null
}

/** The title or the text of a document in one language. */
export type TextChange = {
  readonly part: 'title' | 'text'
  readonly lang: string
  readonly what: 'same' | 'added' | 'removed' | 'changed'
  /** Long stretches that are the same are cut to their ends. */
  readonly parts: readonly DiffPart[]
}

/** From one version of a record to a later one. */
export type RecordChangesData = {
  readonly notice: Notice
  readonly from: VersionData
  readonly to: VersionData
  /** All there are, the newest first. */
  readonly versions: readonly number[]
  readonly facts: readonly FactChange[]
  /** Null where one of the documents is no text, or is not here. */
  readonly texts: readonly TextChange[] | null
}
