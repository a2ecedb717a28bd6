import { GongshiError } from '@gongshi/protocol'

export type SealedFailure =
  | { readonly code: 'sealed-malformed' }
  | { readonly code: 'sealed-other-secret' }
  | { readonly code: 'sealed-altered' }
  /** `entry`: the document's place among the others, from 1; its name is not for messages. */
  | { readonly code: 'sealed-entry-refused'; readonly entry: number; readonly why: EntryFault }
  | { readonly code: 'sealed-too-many'; readonly most: number }
  | { readonly code: 'sealed-too-large'; readonly mostBytes: number }
  | { readonly code: 'sealed-source-changed'; readonly entry: number }

/** A name that would leave its folder or mean another file somewhere, one that another document has, or no file at all. */
export type EntryFault = 'name' | 'repeated' | 'kind'

/** What keeps documents from being sealed or opened; `code` is stable. */
export class SealedError extends GongshiError<SealedFailure> {}
