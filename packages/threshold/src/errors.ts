import { GongshiError } from '@gongshi/protocol'

export type ThresholdFailure =
  | { readonly code: 'threshold-parameters' }
  | { readonly code: 'threshold-malformed'; readonly part: ThresholdPart }
  | { readonly code: 'threshold-proof-invalid'; readonly part: ThresholdPart }
  | { readonly code: 'threshold-too-few'; readonly needed: number; readonly given: number }
  | { readonly code: 'threshold-not-the-opener' }

/** What is wrong: a trustee's key, a contribution to the common key, a dispute about one, a sealed key, a share that opens it. */
export type ThresholdPart = 'trustee' | 'contribution' | 'dispute' | 'sealed' | 'share'

/** What is refused, and why; `code` is stable. */
export class ThresholdError extends GongshiError<ThresholdFailure> {}

export function malformed(part: ThresholdPart, cause?: unknown): ThresholdError {
  return new ThresholdError({ code: 'threshold-malformed', part }, { cause })
}

export function unproven(part: ThresholdPart): ThresholdError {
  return new ThresholdError({ code: 'threshold-proof-invalid', part })
}
