import type { AssertionFault } from './suites/webauthn.ts'

/** What every failure of ours carries: a stable code and a typed payload, never personal data. */
export class GongshiError<Failure extends { readonly code: string }> extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.code, options)
    this.name = new.target.name
    this.failure = failure
  }

  get code(): Failure['code'] {
    return this.failure.code
  }
}

/** A sentence for people: what happened, and what to do next. */
export type ErrorText = { readonly what: string; readonly next: string }

/** The texts of a package's codes; `status` is the HTTP status with which a node answers. */
export type ErrorCatalogue<Code extends string> = {
  readonly [C in Code]: { readonly status: number; readonly zh: ErrorText; readonly en: ErrorText }
}

/** `at` is an offset in bytes (for texts: in UTF-16 units) into what was being read. */
export type CborFailure =
  | { readonly code: 'cbor-too-large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'cbor-too-deep'; readonly limit: number }
  | { readonly code: 'cbor-malformed'; readonly at: number }
  | { readonly code: 'cbor-not-canonical'; readonly at: number }
  | { readonly code: 'cbor-unsupported'; readonly at?: number }

export type TextFailure =
  | { readonly code: 'text-malformed' }
  | { readonly code: 'text-too-long'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'text-forbidden-character'; readonly at: number }

/** The part of a COSE structure that departs from the closed profile. */
export type CosePart = 'envelope' | 'signature-count' | 'protected-header' | 'unprotected-header' | 'signature'

export type CoseFailure = { readonly code: 'cose-outside-profile'; readonly part: CosePart; readonly at: number }

export type ProtocolFailure = CborFailure | TextFailure | CoseFailure

/** Malformed protocol bytes. `code` is stable: programs branch on it, and docs/errors.md must have it. */
export class ProtocolError extends GongshiError<ProtocolFailure> {}

export type KeyFailure =
  | { readonly code: 'key-malformed' }
  | { readonly code: 'key-suite-mismatch' }
  | { readonly code: 'key-not-on-curve' }
  | { readonly code: 'key-not-canonical' }
  | { readonly code: 'key-small-order' }
  | { readonly code: 'secret-malformed' }

/** A key or secret that no suite accepts. */
export class KeyError extends GongshiError<KeyFailure> {}

export type TransactionFailure =
  | { readonly code: 'transaction-too-large'; readonly bytes: number; readonly limit: number }
  /** `reason` is the code of the protocol failure beneath. */
  | { readonly code: 'transaction-malformed'; readonly reason: ProtocolFailure['code']; readonly at?: number }
  | { readonly code: 'transaction-format-unknown' }
  | { readonly code: 'transaction-name-malformed'; readonly field: 'chainId' | 'affair' | 'action' }
  | { readonly code: 'transaction-number-out-of-range'; readonly field: 'notAfter' | 'version' }
  | { readonly code: 'transaction-signer-count'; readonly count: number; readonly limit: number }
  | { readonly code: 'transaction-signer-repeated'; readonly index: number }
  | { readonly code: 'transaction-signature-count'; readonly signatures: number; readonly signers: number }
  | { readonly code: 'transaction-signature-order'; readonly index: number }
  | { readonly code: 'transaction-suite-unknown'; readonly index: number; readonly algorithm: number }
  | { readonly code: 'transaction-signature-length'; readonly index: number; readonly bytes: number }
  | { readonly code: 'transaction-input-mismatch' }
  | { readonly code: 'transaction-input-malformed'; readonly reason: ProtocolFailure['code']; readonly at?: number }
  | { readonly code: 'signature-key-mismatch'; readonly index: number }
  | { readonly code: 'signature-invalid' | AssertionFault; readonly index: number }
  | { readonly code: 'bundle-too-large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'bundle-malformed'; readonly reason: ProtocolFailure['code']; readonly at?: number }
  | { readonly code: 'bundle-count'; readonly count: number; readonly limit: number }

/** A transaction, its signatures or a bundle that no ledger admits. */
export class TransactionError extends GongshiError<TransactionFailure> {}

export type ReceiptFailure =
  | { readonly code: 'receipt-malformed'; readonly reason?: ProtocolFailure['code'] }
  | { readonly code: 'receipt-key-mismatch' }
  | { readonly code: 'receipt-signature-invalid' }

/** A receipt that its node never signed so. */
export class ReceiptError extends GongshiError<ReceiptFailure> {}
