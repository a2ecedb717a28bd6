import { GongshiError } from '../errors.ts'

export type LeafFailure =
  | { readonly code: 'leaf-malformed' }
  | { readonly code: 'leaf-too-large'; readonly bytes: number; readonly limit: number }

/** A log entry that isn't one, or that overflows the entry limit: the ledger turns the second into a refusal. */
export class LeafError extends GongshiError<LeafFailure> {}
