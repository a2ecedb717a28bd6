export { type AppState, appHash } from './appHash.ts'
export { compareBytes, concat, equalBytes, fromHex, toHex, utf8 } from './bytes/bytes.ts'
export { type Cbor, type CborLimits, decodeCbor, encodeCbor } from './bytes/cbor.ts'
export { domainHash, sha256 } from './bytes/hash.ts'
export { type ErrorCatalogue, type ErrorText, GongshiError, ProtocolError, type ProtocolFailure } from './errors.ts'
export { type CompletedSubtree, LogAccumulator } from './log/accumulator.ts'
export { type Consistency, consistencyProof, verifyConsistency } from './log/consistency.ts'
export { LeafError, type LeafFailure } from './log/errors.ts'
export { emptyLogRoot, leafHash, merkleRoot, nodeHash } from './log/hash.ts'
export { type Inclusion, inclusionProof, inclusionRoot, verifyInclusion } from './log/inclusion.ts'
export {
  type BlockLeaf,
  type DueLeaf,
  encodeLeaf,
  type Leaf,
  type Outcome,
  parseLeaf,
  type SystemLeaf,
  type TxLeaf,
} from './log/leaf.ts'
export { type LogHashes, logRoot } from './log/logHashes.ts'
export { stateProofFromCbor, stateProofToCbor } from './state/encodeProof.ts'
export {
  proveInSubtree,
  type StateProof,
  type StateRow,
  type StateTerminal,
  stateProofRoot,
  verifyStateProof,
} from './state/proof.ts'
export {
  computeSubtree,
  emptyState,
  isEmptyState,
  pathBit,
  type StateLeaf,
  stateDepth,
  stateInner,
  stateLeaf,
  stateLeafOfHash,
  statePath,
} from './state/tree.ts'
