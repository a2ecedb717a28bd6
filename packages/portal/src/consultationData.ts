import type { Clause, Evidence, Organ, RecordBody } from './data.ts'

/** A consultation as a list shows it. Times are Unix milliseconds. */
export type ConsultationRow = {
  readonly key: string
  readonly organ: Organ
  readonly number: string
  readonly status: string
  readonly title: Organ['name']
  readonly synthetic: boolean
  readonly closes: number
  readonly answerBy: number
}

/** Where a page of a list stands: whether it is the first one, and the cursor of the next, null on the last. */
export type ListPlace = { readonly isFirst: boolean; readonly next: string | null }

export type ConsultationsData = { readonly rows: readonly ConsultationRow[]; readonly place: ListPlace }

export type ConsultationStep = { readonly action: string; readonly entry: number; readonly at: number }

/** What somebody said: by a pseudonym that says nothing, so none is shown. */
export type CommentData = {
  readonly entry: number
  readonly at: number
  readonly evidence: string
} & (
  | { readonly state: 'made'; readonly body: RecordBody }
  | { readonly state: 'withheld'; readonly clause: Clause; readonly ground: string }
)

export type ConsultationData = ConsultationRow & {
  readonly clause: Clause
  readonly draft: RecordBody
  readonly answer: RecordBody | null
  readonly withdrawnBy: Clause | null
  readonly steps: readonly ConsultationStep[]
  /** The oldest first: a page of them. */
  readonly comments: readonly CommentData[]
  readonly place: ListPlace
  readonly evidence: Evidence
}
