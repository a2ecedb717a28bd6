import { GongshiError } from '@gongshi/protocol'

/** Faults of the ledger as a whole, apart from a transaction's: see `admit/` for the codes of refusals. */
export type LedgerFailure =
  /** The data folder is no store, or of another format. */
  | { readonly code: 'store-unreadable' }
  | { readonly code: 'store-write-failed' }
  /** What the store holds of the state isn't what its root says. */
  | { readonly code: 'state-damaged' }
  | { readonly code: 'log-damaged' }

/** A fault of the ledger or its store. `code` is stable: programs branch on it, and docs/errors.md must have it. */
export class LedgerError extends GongshiError<LedgerFailure> {}
