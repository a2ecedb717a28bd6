import { GongshiError } from '../errors.ts'

export type TrustFailure =
  | { readonly code: 'trust-not-json' }
  /** `at` is a place by our own field names. */
  | { readonly code: 'trust-malformed'; readonly at: string }
  /** UnixMs since when its keys are too old to rely on. */
  | { readonly code: 'trust-expired'; readonly since: number }
  | { readonly code: 'trust-renewal-mismatch' }

/** A trust root that can't be used. */
export class TrustError extends GongshiError<TrustFailure> {}
