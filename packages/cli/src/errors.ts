import { GongshiError } from '@gongshi/protocol'

export type CliFailure =
  | { readonly code: 'cli-flag-unknown'; readonly flag: string; readonly suggestion?: string }
  | { readonly code: 'cli-command-unknown'; readonly command: string; readonly suggestion?: string }
  | { readonly code: 'cli-argument-missing'; readonly argument: string }
  | { readonly code: 'cli-argument-excess' }
  | { readonly code: 'cli-value-invalid'; readonly flag: string; readonly expected: string }
  | { readonly code: 'cli-file-unreadable'; readonly path: string }
  | { readonly code: 'cli-file-unwritable'; readonly path: string }
  | { readonly code: 'cli-file-exists'; readonly path: string }
  | { readonly code: 'cli-json-malformed'; readonly path: string }
  | { readonly code: 'cli-key-unknown'; readonly name: string }
  | { readonly code: 'cli-key-missing' }
  | { readonly code: 'cli-passphrase-needed' }
  | { readonly code: 'cli-part-missing'; readonly part: string }
  | { readonly code: 'cli-namespaces-unavailable'; readonly reason: string }
  | { readonly code: 'cli-testnet-command'; readonly line: string }
  | { readonly code: 'contribution-malformed'; readonly path: string }
  | { readonly code: 'contribution-altered'; readonly path: string; readonly name: string }
  | { readonly code: 'contribution-foreign'; readonly path: string; readonly name: string }
  | { readonly code: 'contribution-repeated'; readonly path: string; readonly name: string; readonly what: string }
  /** A journal of another ledger or act. */
  | { readonly code: 'cli-journal-differs'; readonly path: string }
  /** It says something else than when it was signed. */
  | { readonly code: 'cli-line-changed'; readonly line: number }
  | { readonly code: 'cli-interrupted' }
  | { readonly code: 'cli-fault' }

/** What the command line itself finds wrong. */
export class CliError extends GongshiError<CliFailure> {}
