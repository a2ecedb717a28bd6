import { GongshiError } from '@gongshi/protocol'

/** What is wrong with a file as a whole. */
export type TableFailure =
  | { readonly code: 'table-not-utf8' }
  | { readonly code: 'table-malformed'; readonly line: number }
  | { readonly code: 'table-empty' }
  | { readonly code: 'table-too-large'; readonly limit: number }
  | { readonly code: 'table-column-missing'; readonly column: string }
  | { readonly code: 'table-column-unknown'; readonly column: string; readonly known: string }
  | { readonly code: 'table-column-repeated'; readonly column: string }

/** What a row says that can't be done, or can't be said. */
export type RowCode =
  | 'row-value-missing'
  | 'row-text-malformed'
  | 'row-text-too-long'
  | 'row-date-malformed'
  | 'row-code-malformed'
  | 'row-organ-malformed'
  | 'row-check-digit'
  | 'row-kind-unknown'
  | 'row-nameless'
  | 'row-repeated'
  | 'row-end-early'
  | 'row-end-not-last'
  | 'row-organ-incomplete'
  | 'row-division-invalid'
  | 'row-parent-unknown'
  | 'row-parent-unfounded'
  | 'row-parent-ended'
  | 'row-parent-fixed'
  | 'row-circle'
  | 'row-order'
  | 'row-too-deep'
  | 'row-before-founded'
  | 'row-history-fixed'
  | 'row-has-inferiors'
  | 'row-ended'
  | 'row-end-differs'
  | 'row-table-older'

/** What is worth knowing of a table, and keeps nothing from being done. */
export type FindingCode = 'finding-superior-missing' | 'finding-source-changed' | 'finding-revision-differs'

/** A file that is no table of divisions or organs. */
export class RegisterError extends GongshiError<TableFailure> {}

/** One row that is refused: nothing of its organ is done. */
export type RowFault = {
  /** The line of the file on which the row ends; 1 is the header. */
  readonly line: number
  /** Null where the row as a whole is meant. */
  readonly column: string | null
  readonly code: RowCode
  /** "scheme/id" of the organ, or "scheme/code" of the division, as far as it could be read. */
  readonly subject: string | null
}
