export { type ActExplanation, type ActRule, type AskedAct, explainAct } from './actions/explainAct.ts'
export { findRows } from './actions/findRows.ts'
export { type FollowedEntry, type FollowOptions, followEntries } from './actions/followEntries.ts'
export { followView } from './actions/followView.ts'
export { type Entry, getEntry } from './actions/getEntry.ts'
export {
  type Disclosure,
  getEntriesEvidence,
  getEntryEvidence,
  getStateEvidence,
  type VerifiedEvidence,
} from './actions/getEvidence.ts'
export { getGenesis } from './actions/getGenesis.ts'
export { getLedger, type LedgerStatus } from './actions/getLedger.ts'
export { getParameters } from './actions/getParameters.ts'
export { type Committed, getTransaction, type TransactionStatus } from './actions/getTransaction.ts'
export { getTrust } from './actions/getTrust.ts'
export { getRowHistory, getView, type ViewOptions, type ViewPage } from './actions/getView.ts'
export { isPassingRefusal } from './actions/passing.ts'
export { renewEvidence, renewTrustRoot } from './actions/renew.ts'
export { type SettledAnswer, settleMany } from './actions/settleMany.ts'
export { type Act, type ActInput, actOf, sign } from './actions/sign.ts'
export { signIn } from './actions/signIn.ts'
export { submit } from './actions/submit.ts'
export { type BriefAnswer, type ManyAnswer, submitMany, submitManyBriefly } from './actions/submitMany.ts'
export { type Proven, submitProven } from './actions/submitProven.ts'
export { type SubmitOptions, submitTransaction } from './actions/submitTransaction.ts'
export { type Prospect, tryOut } from './actions/tryOut.ts'
export {
  type ContentMember,
  type PreparedContent,
  prepareContent,
  sendContent,
  uploadContent,
} from './actions/uploadContent.ts'
export { type UploadAnswer, uploadContents } from './actions/uploadContents.ts'
export { type LargeContent, type LargeMember, prepareLarge, sendLarge } from './actions/uploadLarge.ts'
export { type Client, type ClientOptions, createClient, type Language } from './client.ts'
export { draftAct } from './drafts/draftAct.ts'
export { draftLink, draftOfLink, isDraftLink } from './drafts/draftLink.ts'
export { type DraftWords, declaredActs, draftWords, type KnownActs } from './drafts/draftWords.ts'
export { submitDraft } from './drafts/submitDraft.ts'
export {
  ClientError,
  type ClientFailure,
  isRefusal,
  KeyFileError,
  type KeyFileFailure,
  type Problem,
} from './errors.ts'
export { clientErrorTexts } from './errorTexts.ts'
export { getGrounded } from './grounds/getGrounded.ts'
export { type Ground, type GroundFacts, type GroundName, groundNames } from './grounds/ground.ts'
export { type GroundSources, groundFields, groundSources, type RowFields, readProvenRow } from './grounds/rowFields.ts'
export { type VerifiedGrounds, verifyGrounded } from './grounds/verifyGrounded.ts'
export { type GroundWords, groundWords } from './grounds/words.ts'
export type { Json } from './http/json.ts'
export { type Asked, askBytes, askJson } from './http/request.ts'
export { parseRowKey, rowKeyText } from './http/rowKey.ts'
export { type KeyPoint, keyPoint } from './wallet/keyPoint.ts'
export { createMemoryWallet, createWallet, type Wallet } from './wallet/wallet.ts'
