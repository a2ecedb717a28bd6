import { GongshiError } from '@gongshi/protocol'

/** What a network's genesis, or the one that CometBFT sends, may have otherwise than ours. */
export type GenesisPart = 'chain-id' | 'genesis-hash' | 'validators' | 'initial-height' | 'last-block'

/** `regression`: something later was signed; `conflict`: something else was signed there; `chain`: another ledger. */
export type SignerRefusal = 'regression' | 'conflict' | 'chain' | 'extension' | 'kind'

export type CometFailure =
  | { readonly code: 'abci-malformed'; readonly what: 'length' | 'message' | 'request' }
  /** CometBFT closed the connections, or one of them broke. */
  | { readonly code: 'socket-taken'; readonly path: string }
  | { readonly code: 'socket-alien'; readonly path: string }
  | { readonly code: 'socket-path-long'; readonly path: string; readonly limit: number }
  | { readonly code: 'cometbft-missing'; readonly wanted: string }
  | { readonly code: 'cometbft-version'; readonly found: string; readonly wanted: string }
  | { readonly code: 'cometbft-build-failed'; readonly reason: string }
  | { readonly code: 'cometbft-genesis'; readonly part: GenesisPart }
  | { readonly code: 'cometbft-folder-foreign'; readonly path: string }
  | { readonly code: 'cometbft-stopped'; readonly exit: number | string; readonly reason: string }
  /** The application has computed another hash than the one that the validators signed. */
  | { readonly code: 'cometbft-forked'; readonly reason: string }
  | { readonly code: 'cometbft-unreachable' }
  /** The signer outside holds another key than the configuration names. */
  | { readonly code: 'signer-foreign'; readonly publicKey: string }
  /** Bytes that are no request of CometBFT to a signer. */
  | { readonly code: 'signer-malformed' }
  /** Asked to sign what this key must not: nothing was signed. */
  | {
      readonly code: 'signer-refused'
      readonly reason: SignerRefusal
      readonly height: number
      readonly round: number
    }
  | { readonly code: 'signer-state-missing' }
  | { readonly code: 'signer-state-present' }
  | { readonly code: 'signer-state-unreadable' }
  | { readonly code: 'pkcs11-missing' }
  | { readonly code: 'pkcs11-token'; readonly token: string }
  | { readonly code: 'pkcs11-no-eddsa'; readonly token: string }
  | { readonly code: 'pkcs11-key'; readonly key: string }
  | { readonly code: 'pkcs11-failed'; readonly reason: string }
  /** No member had a snapshot, or nobody handed over the whole of one. */
  | { readonly code: 'state-sync-stalled' }
  /** The folder that the configuration names holds no snapshot. */
  | { readonly code: 'snapshot-absent'; readonly path: string }
  | { readonly code: 'bootstrap-missing'; readonly program: string }
  /** Its app hash is not the chain's, say, or nobody has the headers. */
  | { readonly code: 'bootstrap-failed'; readonly reason: string }
  | { readonly code: 'cometbft-answer'; readonly method: string }
  | { readonly code: 'consensus-waiting'; readonly height: number }

/** A failure of the consortium's engine. */
export class CometError extends GongshiError<CometFailure> {}
