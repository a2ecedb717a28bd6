/** For whoever bids: key and pseudonym for one procedure, sealing, handing in, and the proof of it. */
export { sealedErrorTexts } from '@gongshi/sealed'
export { thresholdErrorTexts } from '@gongshi/threshold'
export {
  admitBidder,
  type BidRequest,
  bidRequest,
  documentsContent,
  groupKeyOf,
  type HandedIn,
  handInBid,
  lastBidEvidence,
  openBidAlone,
  reconfirmBid,
  withdrawBid,
} from '../procurement/bids.ts'
export { type Aside, openedDocuments } from '../procurement/openedBid.ts'
export { type BidContent, type BidStore, offerFromJson, sealBid } from '../procurement/sealBid.ts'
export {
  type BidPlace,
  type BidSecrets,
  beginSealing,
  bidAbout,
  bidOfKept,
  bidPlace,
  bidScope,
  finishSealing,
  keepBid,
  lastSealing,
  newBidder,
  type SealedBid,
  type Sealing,
  sealingOf,
} from './secrets.ts'
