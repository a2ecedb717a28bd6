import { GongshiError } from '@gongshi/protocol'

/** An RFC 9457 answer of a node: its stable code, and its texts in the language asked for. */
export type Problem = {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly next: string
  /** The node's clock, to the second, by its answer's `Date`; absent where the reader may not see it. Unix milliseconds. */
  readonly nodeTime?: number
  /** The node's wish, by its answer's `Retry-After`: not to be asked again before. Milliseconds. */
  readonly retryAfterMs?: number
}

export type ClientFailure =
  | { readonly code: 'client-url-malformed' }
  | { readonly code: 'client-node-unreachable' }
  | { readonly code: 'client-answer-malformed'; readonly at: string }
  | { readonly code: 'client-node-refused'; readonly problem: Problem }
  | { readonly code: 'client-trust-missing' }
  | { readonly code: 'client-evidence-mismatch' }
  /** `ground`: its place in the file, from 1; `why` is the code of the step at which it failed. */
  | { readonly code: 'client-ground-invalid'; readonly ground: number; readonly step: string; readonly why: string }
  | { readonly code: 'client-ground-unrelated'; readonly ground: number }
  | { readonly code: 'client-receipt-mismatch' }
  | { readonly code: 'client-submission-expired' }
  | { readonly code: 'client-cancelled' }
  | { readonly code: 'client-action-unknown' }
  | { readonly code: 'client-signer-missing'; readonly needed: number; readonly given: number }
  | { readonly code: 'client-upload-mismatch' }
  | { readonly code: 'client-content-missing' }
  | { readonly code: 'client-comment-length'; readonly most: number }
  | { readonly code: 'client-clock-skewed'; readonly aheadMs: number }
  | { readonly code: 'client-link-malformed' }
  | { readonly code: 'client-key-exists' }
  | { readonly code: 'client-keys-unavailable' }
  | { readonly code: 'client-passkeys-unavailable' }
  | { readonly code: 'client-passkey-declined' }
  | { readonly code: 'client-passkey-unfit' }
  | { readonly code: 'client-kept-elsewhere' }
  | { readonly code: 'client-not-a-trustee' }
  | { readonly code: 'client-part-unfit' }
  | { readonly code: 'client-row-absent' }
  | { readonly code: 'client-not-closed' }
  | { readonly code: 'client-nothing-sealed' }
  | { readonly code: 'client-award-unassessed' }
  /** `value`: its place in the file, from 1. */
  | { readonly code: 'client-award-unrelated'; readonly value: number }
  | { readonly code: 'client-award-unreadable'; readonly value: number }
  | { readonly code: 'client-award-missing'; readonly row: string }
  | { readonly code: 'client-token-missing' }
  | { readonly code: 'client-token-invalid' }
  | { readonly code: 'client-token-given' }
  | { readonly code: 'client-not-representative' }
  | { readonly code: 'client-certificate-absent' }

/** What keeps a client from its answer. A refusal by the ledger is an answer, not a failure. */
export class ClientError extends GongshiError<ClientFailure> {}

/** Whether a node refused with this code. */
export function isRefusal(error: unknown, code: string): boolean {
  return (
    error instanceof ClientError && error.failure.code === 'client-node-refused' && error.failure.problem.code === code
  )
}

export type KeyFileFailure =
  | { readonly code: 'key-file-malformed' }
  | { readonly code: 'key-file-unsupported' }
  | { readonly code: 'key-file-passphrase-missing' }
  | { readonly code: 'key-file-passphrase-wrong' }

/** A key file that can't be opened. Whether the passphrase is wrong or the file damaged can't be told apart. */
export class KeyFileError extends GongshiError<KeyFileFailure> {}
