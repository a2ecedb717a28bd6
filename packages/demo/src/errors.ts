import { GongshiError } from '@gongshi/protocol'

export type DemoFailure =
  /** The folder holds a ledger that is not the demo's. */
  | { readonly code: 'demo-other-ledger'; readonly path: string }
  /** No demo lies there yet. */
  | { readonly code: 'demo-absent'; readonly path: string }
  /** A start was cut short before everything was published. */
  | { readonly code: 'demo-incomplete' }
  /** An untouched copy does not start: damaged, or an entry's body was erased and the blocks no longer give the state. */
  | { readonly code: 'demo-unsound'; readonly reason: string }
  | { readonly code: 'demo-key-unreadable'; readonly key: string }
  /** A notice or release was refused by the demo's own ledger. */
  | { readonly code: 'demo-seed-refused'; readonly reason: string }
  | { readonly code: 'demo-attack-unknown'; readonly names: readonly string[] }
  /** The folder for the evidence holds something else. */
  | { readonly code: 'demo-output-taken'; readonly path: string }

/** What the demo refuses. `code` is stable: programs branch on it. */
export class DemoError extends GongshiError<DemoFailure> {}
