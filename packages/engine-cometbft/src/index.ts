export type { AbciCalls } from './abci/calls.ts'
export { CheckTxType, ProposalStatus } from './abci/messages.ts'
export { createApplication } from './application.ts'
export { type Beginning, beginningOf } from './beginning.ts'
export { Chain } from './comet/chain.ts'
export {
  consensusParameters,
  type NetworkOptions,
  peerId,
  type RawKey,
  type SignerKey,
  type StateSync,
} from './comet/home.ts'
export { cometVersion, findCometBft, installCometBft } from './comet/program.ts'
export { type RpcClient, RpcRefusal } from './comet/rpc.ts'
export type { Standing } from './comet/standing.ts'
export type { CometLine } from './comet/supervise.ts'
export { type Between, type CometEngine, type CometOptions, type Committed, startCometBft } from './comet.ts'
export { CometError, type CometFailure } from './errors.ts'
export { cometErrorTexts } from './errorTexts.ts'
export type { RefusedProposal } from './proposals.ts'
export { openPkcs11Key, type Pkcs11Options } from './signer/pkcs11Key.ts'
export { RemoteSigner } from './signer/remoteSigner.ts'
export { type SigningKey, VoteSigner } from './signer/voteSigner.ts'
export { readSnapshot, SnapshotFolder, type StoredSnapshot } from './snapshots/snapshotFolder.ts'
