export { type AppState, appHash } from './appHash.ts'
export {
  isTokenKey,
  tokenBytes,
  tokenKeyBytes,
  tokenMessage,
  tokenPrefixBytes,
  verifyToken,
} from './blind/entryToken.ts'
export { fromBase64, toBase64 } from './bytes/base64.ts'
export { compareBytes, concat, equalBytes, fromHex, toHex, utf8 } from './bytes/bytes.ts'
export { type Cbor, type CborLimits, cborHash, decodeCbor, encodeCbor, encodeCborAfter } from './bytes/cbor.ts'
export { CborReader } from './bytes/cborReader.ts'
export { domainHash, sha256, useNativeSha256 } from './bytes/hash.ts'
export { hexName } from './bytes/hexName.ts'
export { checkText, utf8Length } from './bytes/text.ts'
export {
  type Checkpoint,
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint/checkpoint.ts'
export { checkEd25519Note, cosignatureTime } from './checkpoint/ed25519Note.ts'
export { NoteError, type NoteFailure } from './checkpoint/errors.ts'
export {
  checkCosignature,
  cosignatureTypes,
  cosignCheckpointMlDsa44,
  mlDsa44Key,
  mlDsa44Signer,
} from './checkpoint/mlDsa44Note.ts'
export {
  encodeVkey,
  type Note,
  type NoteCheck,
  type NoteKey,
  type NoteSignature,
  type NoteSigner,
  noteKeyId,
  noteType,
  parseNote,
  parseVkey,
  signatureLine,
  signNote,
  verifyNote,
} from './checkpoint/note.ts'
export {
  encodeEntryBundle,
  parseEntryBundle,
  parseTilePath,
  type TileName,
  tilePath,
  tileWidth,
  tileWidthAt,
} from './checkpoint/tiles.ts'
export { formatTlogProof, openTlogProof, parseTlogProof, type TlogProof } from './checkpoint/tlogProof.ts'
export { type AddCheckpoint, cosignCheckpoint, formatAddCheckpoint, parseAddCheckpoint } from './checkpoint/witness.ts'
export {
  type Block,
  dataHash,
  dataHashOf,
  encodeBlock,
  noEvidenceHash,
  partBytes,
  partSetHeader,
} from './comet/block.ts'
export { type BlockId, noBlock, type PartSetHeader } from './comet/blockId.ts'
export {
  absentSignature,
  blockIdFlag,
  type Commit,
  type CommitSignature,
  checkVote,
  hashCommit,
  type VoteCheck,
  voteSignBytes,
} from './comet/commit.ts'
export { blockProtocol, consensusHash, type Header, hashHeader } from './comet/header.ts'
export {
  blockIdToJson,
  blockResult,
  commitResult,
  commitToJson,
  headerResult,
  headerToJson,
  type Json,
  validatorsResult,
  validatorToJson,
} from './comet/json.ts'
export {
  type BundleMember,
  type BundleResult,
  bundleResult,
  lastResultsHash,
  undecodableResult,
} from './comet/results.ts'
export { formatTimestamp, type Timestamp, timestampFromMs, timestampToMs, zeroTime } from './comet/time.ts'
export {
  compareValidators,
  hashValidators,
  maxTotalPower,
  totalPower,
  type Validator,
  validatorAddress,
} from './comet/validators.ts'
export { webCryptoVoteCheck } from './comet/webCryptoVote.ts'
export { actInput, createDraft, type Draft, encodeDraft, type Mark, parseDraft } from './draft/draft.ts'
export { DraftError, type DraftFailure } from './draft/errors.ts'
export { declineDraft, finishDraft, mergeDrafts, signDraft } from './draft/sign.ts'
export {
  type ErrorCatalogue,
  type ErrorText,
  GongshiError,
  KeyError,
  type KeyFailure,
  ProtocolError,
  type ProtocolFailure,
  ReceiptError,
  type ReceiptFailure,
  TransactionError,
  type TransactionFailure,
} from './errors.ts'
export {
  certificateErrorTexts,
  draftErrorTexts,
  fragmentErrorTexts,
  peerErrorTexts,
  proofErrorTexts,
  protocolErrorTexts,
  signInErrorTexts,
  uploadErrorTexts,
} from './errorTexts.ts'
export type { Body } from './evidence/checkBody.ts'
export type { ProvenMember } from './evidence/checkMembers.ts'
export type { SignatureVerdict } from './evidence/checkSignatures.ts'
export { type Entries, encodeEntries, isEntries, parseEntries, verifyEntries } from './evidence/entries.ts'
export { EvidenceError, type EvidenceFailure } from './evidence/errors.ts'
export {
  type BodyPart,
  type DisclosedMember,
  type EarlierCheckpoint,
  type EntrySubject,
  type Evidence,
  type EvidenceSubject,
  encodeEvidence,
  encodeLedgerEvidence,
  evidenceFromJson,
  evidenceToJson,
  parseEvidence,
  type SignedHeader,
  type SignedPart,
  type StateSubject,
  type StateValue,
} from './evidence/format.ts'
export { encodeGrounded, type Grounded, isGrounded, parseGrounded } from './evidence/grounds.ts'
export { refreshEvidence } from './evidence/refresh.ts'
export { originsIn, publishersState, renewalState, renewTrust } from './evidence/renewTrust.ts'
export {
  encodeStates,
  isStates,
  type ProvenState,
  parseStates,
  type StateKey,
  type States,
  type VerifiedStates,
  verifyStates,
} from './evidence/states.ts'
export { type PassedStep, type StepFacts, type StepName, stepNames } from './evidence/steps.ts'
export type { Claim, Finding, ProvenSubject, Verdict } from './evidence/verdict.ts'
export type { EvidenceChecks } from './evidence/verify.ts'
export { verifyEvidence } from './evidence/verify.ts'
export { type VerifiedHeader, verifyHeader } from './evidence/verifyHeader.ts'
export { FragmentError, type FragmentFailure } from './fragment/errors.ts'
export { isFragment, joinFragments, splitFragments } from './fragment/fragment.ts'
export { checkSignature, type SignatureCheck } from './keys/check.ts'
export { keyFromMaterial, keyMaterial, type PublicKey, parseCoseKey, parseKey, trustedKey } from './keys/publicKey.ts'
export { generateSecret, type Signer, secretSigner } from './keys/secret.ts'
export { type AsyncSignatureCheck, webCryptoCheck } from './keys/webCrypto.ts'
export { limits } from './limits.ts'
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
export { encodeMemberGround, type MemberGround, parseMemberGround } from './members/ground.ts'
export { MemberHasher, memberLeaf, memberPrefix, memberSalt, memberSalts } from './members/leaf.ts'
export {
  commitMembers,
  type MemberProof,
  maxMembers,
  minMemberLeaves,
  proveMember,
  verifyMember,
} from './members/tree.ts'
export { type PairwiseCertificate, signCertificate, verifyCertificate } from './pairwise/certificate.ts'
export { type Pairwise, pairwisePseudonym, pairwiseSigner, type Scope } from './pairwise/derive.ts'
export { CertificateError, type CertificateFailure } from './pairwise/errors.ts'
export {
  type OrganCertificate,
  parseOrganCertificate,
  parseTokenRequest,
  signOrganCertificate,
  signTokenRequest,
  type TokenRequest,
  verifyOrganCertificate,
  verifyTokenRequest,
} from './pairwise/organStatements.ts'
export {
  type ContentRequest,
  parseContentRequest,
  type SignedContentRequest,
  signContentRequest,
  verifyContentRequest,
} from './peer/contentRequest.ts'
export {
  type ErasureReceipt,
  parseErasureReceipt,
  type SignedErasureReceipt,
  signErasureReceipt,
  verifyErasureReceipt,
} from './peer/erasureReceipt.ts'
export { PeerError, type PeerFailure } from './peer/errors.ts'
export { parseReceipt, type Receipt, type SignedReceipt, signReceipt, verifyReceipt } from './receipt/receipt.ts'
export { SignInError, type SignInFailure } from './signIn/errors.ts'
export {
  parseSignIn,
  type SignedSignIn,
  type SignInPurpose,
  type SignInStatement,
  signInChallengeBytes,
  signInFault,
  signSignIn,
  verifySignIn,
} from './signIn/statement.ts'
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
export { ed25519BytesAcceptable } from './suites/ed25519.ts'
export { es256BytesAcceptable, normaliseEs256 } from './suites/es256.ts'
export { ed25519Pkcs8, es256FromDer, type SecretSuiteName, secretSuiteNames, signingSuites } from './suites/signing.ts'
export { type SuiteName, suiteNames, suites } from './suites/suite.ts'
export {
  type Assertion,
  type AssertionFault,
  challengeOf,
  es256OfAssertion,
  joinAssertion,
  relyingPartyOf,
  splitAssertion,
} from './suites/webauthn.ts'
export { bundleOverhead, encodeBundle, parseBundle } from './transaction/bundle.ts'
export { encodePayload, inputHash, isChainId, isName, type Payload, parsePayload } from './transaction/payload.ts'
export {
  assembleSigned,
  checkSigned,
  parseSigned,
  type SignatureToCheck,
  type Signed,
  signatureInput,
  signaturesOf,
  signingInput,
} from './transaction/signed.ts'
export {
  encodeBody,
  encodeTransaction,
  makeTransaction,
  parseBody,
  parseTransaction,
  signTransaction,
  splitBody,
  type Transaction,
  type TransactionFields,
} from './transaction/transaction.ts'
export { TrustError, type TrustFailure } from './trust/errors.ts'
export {
  formatFingerprint,
  formatTrust,
  parseTrust,
  type TrustRoot,
  trustFingerprint,
  trustFromJson,
} from './trust/trust.ts'
export {
  type BatchedUpload,
  batchCommitment,
  batchedHeadBytes,
  encodeUploadBatch,
  maxBatchBytes,
  maxBatchContents,
  parseUploadBatch,
  uploadBatchMediaType,
} from './upload/batch.ts'
export { UploadError, type UploadFailure } from './upload/errors.ts'
export {
  parseUploadPermit,
  type SignedUploadPermit,
  signUploadPermit,
  type UploadPermit,
  verifyUploadPermit,
} from './upload/permit.ts'
export {
  encodeUpload,
  encodeUploadKey,
  encodeUploadMemberHead,
  parseUpload,
  readUpload,
  type UploadMember,
} from './upload/stream.ts'
