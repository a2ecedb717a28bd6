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

export type ProtocolFailure =
  | { readonly code: 'cbor-too-large'; readonly bytes: number; readonly limit: number }
  | { readonly code: 'cbor-too-deep'; readonly limit: number }
  | { readonly code: 'cbor-malformed' }
  | { readonly code: 'cbor-not-canonical' }
  | { readonly code: 'cbor-unsupported' }
  | { readonly code: 'text-malformed' }

/** Malformed protocol bytes. `code` is stable: programs branch on it, and docs/errors.md must have it. */
export class ProtocolError extends GongshiError<ProtocolFailure> {}
