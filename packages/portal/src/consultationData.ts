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
  /** The oldest first, as many as a page shows. */
  readonly comments: readonly CommentData[]
  readonly isWhole: boolean
  readonly evidence: Evidence
}
