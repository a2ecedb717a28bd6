import { GongshiError } from '../errors.ts'

export type DraftFailure =
  | { readonly code: 'draft-too-large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'draft-version-unknown' }
  /** `at` names the first part that is not of its form. */
  | { readonly code: 'draft-malformed'; readonly at: string }
  | { readonly code: 'draft-key-mismatch'; readonly index: number }
  | { readonly code: 'draft-signature-invalid'; readonly index: number }
  | { readonly code: 'draft-signer-foreign' }
  | { readonly code: 'draft-signer-repeated'; readonly index: number }
  | { readonly code: 'draft-declined'; readonly index: number }
  | { readonly code: 'draft-unfinished'; readonly missing: number }
  | { readonly code: 'draft-expired'; readonly notAfter: number }
  | { readonly code: 'draft-other' }

/** A draft that is none, or what may not be done with one. */
export class DraftError extends GongshiError<DraftFailure> {}
