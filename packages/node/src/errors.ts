import { GongshiError } from '@gongshi/protocol'

export type NodeFailure =
  | { readonly code: 'config-invalid'; readonly faults: readonly { readonly at: string; readonly expected: string }[] }
  | { readonly code: 'data-missing'; readonly path: string }
  | { readonly code: 'data-exists'; readonly path: string }
  /** A newer program wrote this kind of file; `needs`: that program's version. */
  | {
      readonly code: 'data-format'
      readonly kind: string
      readonly format: number
      readonly known: number
      readonly needs: string
    }
  | { readonly code: 'data-format-unreadable' }
  /** Neither a data folder nor the folder of a snapshot. */
  | { readonly code: 'state-unknown'; readonly path: string }
  /** Two data folders that were founded apart: nothing of one is to be compared with the other. */
  | { readonly code: 'state-foreign' }
  | { readonly code: 'ledger-name-malformed' }
  | { readonly code: 'published-unreadable' }
  | { readonly code: 'engine-mismatch'; readonly genesis: 'solo' | 'cometbft' }
  | { readonly code: 'engine-unsupported' }
  | { readonly code: 'handover-undecided' }
  | { readonly code: 'handover-unfinished'; readonly height: number; readonly last: number }
  | { readonly code: 'handover-pending' }
  | { readonly code: 'validators-unusable' }
  | { readonly code: 'ledger-empty' }
  | { readonly code: 'beginning-malformed' }
  | { readonly code: 'beginning-foreign' }
  | { readonly code: 'genesis-without-us'; readonly key: 'validator' | 'publisher' }
  | { readonly code: 'trust-unreadable'; readonly path: string }
  | { readonly code: 'trust-foreign'; readonly path: string }
  | { readonly code: 'genesis-foreign' }
  | { readonly code: 'members-unverified'; readonly reasons: readonly string[] }
  | { readonly code: 'history-unavailable'; readonly next: number; readonly until: number }
  | { readonly code: 'history-malformed' }
  /** Not thrown: an alarm that stands until it is cleared up. `proof`: the file with what both have signed. */
  | {
      readonly code: 'member-forked'
      readonly member: string
      readonly origin: string
      readonly size: number
      readonly proof: string
    }
  | { readonly code: 'names-unreadable' }
  | { readonly code: 'key-unreadable'; readonly key: string }
  | { readonly code: 'compaction-postponed'; readonly neededBytes?: number; readonly freeBytes?: number }
  | { readonly code: 'port-in-use'; readonly port: number }
  | { readonly code: 'port-forbidden'; readonly port: number }
  | { readonly code: 'request-malformed'; readonly at: string }
  | { readonly code: 'media-type-unsupported' }
  | { readonly code: 'encoding-unsupported' }
  | { readonly code: 'media-type-unacceptable' }
  | { readonly code: 'request-too-large'; readonly limit: number }
  | { readonly code: 'request-unreadable' }
  | { readonly code: 'request-cut-short' }
  | { readonly code: 'request-too-slow' }
  | { readonly code: 'headers-too-large' }
  | { readonly code: 'route-unknown' }
  | { readonly code: 'method-unknown' }
  | { readonly code: 'rate-limited'; readonly retryAfterSeconds: number }
  | { readonly code: 'node-failed' }
  | { readonly code: 'witness-unreachable'; readonly witness: string }
  | { readonly code: 'witness-refused'; readonly witness: string; readonly status: number }
  | { readonly code: 'witness-contradicts'; readonly witness: string; readonly status: number }
  | { readonly code: 'witness-answer-malformed'; readonly witness: string }
  | { readonly code: 'witnesses-stale' }
  | { readonly code: 'entry-unknown' }
  | { readonly code: 'entry-unproven' }
  | { readonly code: 'block-unknown' }
  /** `earliest`: the first height that is here; `ask`: portals of other members. */
  | { readonly code: 'block-pruned'; readonly earliest: number; readonly ask: readonly string[] }
  | { readonly code: 'transaction-unknown' }
  | { readonly code: 'affair-not-found' }
  | { readonly code: 'view-unknown' }
  | { readonly code: 'views-unavailable'; readonly retryAfterSeconds: number }
  | { readonly code: 'views-busy'; readonly retryAfterSeconds: number }
  | { readonly code: 'views-timeout'; readonly retryAfterSeconds: number }
  | { readonly code: 'filter-unknown'; readonly field: string }
  | { readonly code: 'filter-malformed'; readonly field: string }
  | { readonly code: 'sort-unknown'; readonly field: string }
  | { readonly code: 'cursor-invalid' }
  | { readonly code: 'search-empty' }
  | { readonly code: 'ocds-release-unknown' }
  | { readonly code: 'ocds-record-unknown' }
  | { readonly code: 'ocds-record-too-large' }
  | { readonly code: 'ocds-package-empty' }
  | { readonly code: 'exports-full'; readonly retryAfterSeconds: number }
  | { readonly code: 'event-id-malformed' }
  | { readonly code: 'streams-full'; readonly limit: number }
  | { readonly code: 'webhook-secret-unreadable'; readonly name: string }
  | { readonly code: 'webhook-name-repeated'; readonly name: string }
  | { readonly code: 'webhooks-unreadable' }
  | { readonly code: 'webhook-unknown' }
  | { readonly code: 'page-refused' }
  | { readonly code: 'backup-exists'; readonly path: string }
  | { readonly code: 'backup-unreadable' }
  | {
      readonly code: 'backup-damaged'
      readonly file: string
      readonly position: number
      readonly reason: 'altered' | 'cut-short'
    }
  | { readonly code: 'backup-forged' }
  | { readonly code: 'backup-format'; readonly format: number; readonly known: number }
  | { readonly code: 'backup-recipient-malformed' }
  | { readonly code: 'backup-identity-missing' }
  | { readonly code: 'backup-identity-wrong' }
  /** An increment that does not follow what was given before it. */
  | { readonly code: 'backup-chain-broken'; readonly backup: string }
  /** What an increment was to follow is of another ledger, or further than this one. */
  | { readonly code: 'backup-since-foreign' }
  | { readonly code: 'backup-since-ahead'; readonly height: number; readonly last: number }
  | { readonly code: 'backup-contradicted'; readonly height: number | null; readonly what: string }
  | { readonly code: 'checkpoint-unreadable'; readonly source: string }
  | { readonly code: 'restored-behind'; readonly entries: number; readonly seenOutside: number | null }
  | { readonly code: 'record-unknown' }
  | { readonly code: 'nothing-found' }
  | { readonly code: 'state-key-malformed' }
  | { readonly code: 'tile-unknown' }
  | { readonly code: 'checkpoint-absent' }
  | { readonly code: 'body-erased'; readonly erasedBy: number }
  | { readonly code: 'body-absent' }
  | { readonly code: 'member-restricted' }
  | { readonly code: 'upload-unsigned' }
  | { readonly code: 'upload-unauthorised' }
  | { readonly code: 'upload-expired' }
  | { readonly code: 'upload-mismatch' }
  | { readonly code: 'member-only' }
  | { readonly code: 'erasure-unknown' }
  | { readonly code: 'sign-in-needed' }
  | { readonly code: 'sign-in-refused' }
  | { readonly code: 'sign-in-mismatch' }
  | { readonly code: 'sign-in-busy'; readonly retryAfterSeconds: number }
  | { readonly code: 'challenge-unknown' }
  | { readonly code: 'step-up-needed' }
  | { readonly code: 'origin-refused' }
  | { readonly code: 'provider-unknown' }
  | { readonly code: 'provider-flow-unknown' }
  | { readonly code: 'provider-refused' }
  | { readonly code: 'provider-mistrusted' }
  | { readonly code: 'provider-unavailable'; readonly retryAfterSeconds: number }
  | { readonly code: 'subject-unbound' }
  | { readonly code: 'provider-secret-unreadable'; readonly name: string }
  | { readonly code: 'provider-name-repeated'; readonly name: string }
  | { readonly code: 'provider-address-missing' }
  | { readonly code: 'sessions-unreadable'; readonly path: string }
  | { readonly code: 'bundles-unreadable'; readonly path: string }
  | { readonly code: 'cosigned-unreadable'; readonly path: string }

/** A failure of the node itself, towards its operator or its callers. */
export class NodeError extends GongshiError<NodeFailure> {}
