import { GongshiError } from '../errors.ts'

export type TrustFailure =
  | { readonly code: 'trust-not-json' }
  /** `at` is a place by our own field names. */
  | { readonly code: 'trust-malformed'; readonly at: string }

/** A trust root that can't be used. */
export class TrustError extends GongshiError<TrustFailure> {}
