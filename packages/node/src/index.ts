// What stops a node has its words in the packages that the node is made of.
export { contentErrorTexts } from '@gongshi/contents'
export { cometErrorTexts, cometVersion, findCometBft, installCometBft } from '@gongshi/engine-cometbft'
export { soloErrorTexts } from '@gongshi/engine-solo'
export { ledgerErrorTexts } from '@gongshi/ledger'
export { readIdentities } from './backup/age.ts'
export { readCheckpoint } from './backup/checkpointSource.ts'
export { type MadeBackup, makeBackup } from './backup/makeBackup.ts'
export { restoreBackup } from './backup/restoreBackup.ts'
export { type BeginningFile, parseBeginning } from './beginning/beginningFile.ts'
export { type HandedOver, handOver } from './beginning/handOver.ts'
export { reconstitute } from './beginning/reconstitute.ts'
export { parseConfig } from './config/parseConfig.ts'
export { configSchema, type NodeConfig } from './config/schema.ts'
export { NodeError, type NodeFailure } from './errors.ts'
export { nodeErrorTexts } from './errorTexts.ts'
export { installAffairs } from './installed.ts'
export { readNodeKey, readPeerId, validatorKeyOf } from './keys/nodeKey.ts'
export { type Powers, type Running, runNode } from './main.ts'
export { type Replayed, replay, type StateSummary, stateHash } from './operate/atRest.ts'
export { type Diagnosis, diagnose } from './operate/diagnose.ts'
export { diffState, type NamedDifference } from './operate/diffState.ts'
export { makeSnapshot } from './operate/makeSnapshot.ts'
export { type Recomputed, type RecomputeOptions, recomputeLog } from './recompute/recomputeLog.ts'
export { affairParameters } from './setup/affairParameters.ts'
export {
  adoptGenesis,
  createLedger,
  createMember,
  type Founded,
  type Founding,
  type FoundingMember,
  foundTogether,
  genesisOf,
  joinLedger,
  type Member,
  readGenesis,
} from './setup/createLedger.ts'
export { foldersOf } from './setup/folders.ts'
export { type FoundingOfficer, type FoundingOrgan, foundingRows } from './setup/foundingRows.ts'
export { type HousePeriods, houseRows, usualPeriods } from './setup/houseRows.ts'
export { relyingPartiesOf } from './setup/relyingParties.ts'
export { type RunningSigner, type SignerOptions, startSigner } from './signer/startSigner.ts'
export { trustRootOf } from './trustRoot.ts'
