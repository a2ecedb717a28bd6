import { GongshiError } from '@gongshi/protocol'

/** Faults of the ledger as a whole, apart from a transaction's: see `admit/` for the codes of refusals. */
export type LedgerFailure = { readonly code: 'store-unreadable' } | { readonly code: 'store-write-failed' }

/** A fault of the ledger or its store. `code` is stable: programs branch on it, and docs/errors.md must have it. */
export class LedgerError extends GongshiError<LedgerFailure> {}
