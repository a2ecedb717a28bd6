import { GongshiError } from '@gongshi/protocol'

/** Faults of the ledger as a whole, apart from a transaction's: see `admit/refusal.ts` for those. */
/** Where a snapshot is no snapshot; the counts are those that its bytes can't bear out. */
export type SnapshotPlace = 'metadata' | 'chunk-count' | 'chunk' | 'row-count'

export type LedgerFailure =
  /** The data folder is no store. */
  | { readonly code: 'store-unreadable' }
  /** Another program wrote the store. */
  | { readonly code: 'store-format'; readonly format: number; readonly known: number }
  | { readonly code: 'store-write-failed' }
  /** What the store holds of the state isn't what its root says. */
  | { readonly code: 'state-damaged' }
  | { readonly code: 'log-damaged' }
  /** The ids of the replay window aren't those of its chain. */
  | { readonly code: 'replay-damaged'; readonly minute: number }
  /** A fault has stopped the ledger: it reads, and writes no more until it is opened again. */
  | { readonly code: 'ledger-halted' }
  | { readonly code: 'genesis-malformed'; readonly path: string }
  /** The store was begun with another genesis. */
  | { readonly code: 'genesis-differs' }
  | { readonly code: 'version-missing'; readonly affair: string; readonly version: number }
  | { readonly code: 'version-differs'; readonly affair: string; readonly version: number }
  /** A block that doesn't follow the last committed one. */
  | { readonly code: 'block-out-of-order'; readonly height: number; readonly expected: number }
  | { readonly code: 'block-not-finalized' }
  | { readonly code: 'entry-not-erasable'; readonly index: number }
  /** A snapshot of an older or newer form than this program's. */
  | { readonly code: 'snapshot-format'; readonly format: number }
  | { readonly code: 'snapshot-malformed'; readonly at: SnapshotPlace }
  /** What is offered is not what the header says that light verification led to. */
  | { readonly code: 'snapshot-app-hash' }
  /** A chunk whose bytes are not those that the snapshot names. */
  | { readonly code: 'snapshot-chunk'; readonly chunk: number }
  /** Put together, the chunks are not what the app hash says. */
  | { readonly code: 'snapshot-differs' }
  /** Blocks were committed already: a snapshot would drop them. */
  | { readonly code: 'snapshot-late' }
  /** An entry from before the snapshot, which has not been fetched from another member yet. */
  | { readonly code: 'history-incomplete'; readonly index: number }
  /** What another member handed over for an entry is not what the log has there. */
  | { readonly code: 'history-differs'; readonly index: number }

/** Why an engine takes a transaction not in, whichever engine it is. */
export type EngineFailure =
  /** It is stopping; the same transaction may be sent again later. */
  | { readonly code: 'engine-stopped' }
  /** A fault has stopped its writing; reads go on. */
  | { readonly code: 'engine-halted' }
  /** More than it takes just now; the same transaction may be sent again after that time. */
  | { readonly code: 'queue-full'; readonly limit: number; readonly retryAfterSeconds: number }
  /** As many of this signer's, or of this address's, wait as one may have waiting. */
  | { readonly code: 'queue-share-full'; readonly limit: number; readonly retryAfterSeconds: number }

/** What an engine says of itself as a whole. */
export class EngineError extends GongshiError<EngineFailure> {}

/** A fault of the ledger or its store. `code` is stable: programs branch on it, and docs/errors.md must have it. */
export class LedgerError extends GongshiError<LedgerFailure> {}
