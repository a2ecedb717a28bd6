/** For whoever bids: key and pseudonym for one procedure, sealing, handing in, and the proof of it. */
export {
  admitBidder,
  type BidRequest,
  bidEvidence,
  bidRequest,
  documentsContent,
  groupKeyOf,
  type HandedIn,
  handInBid,
  openBidAlone,
  reconfirmBid,
  withdrawBid,
} from '../procurement/bids.ts'
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
  newBidder,
  type SealedBid,
  type Sealing,
  sealingOf,
} from './secrets.ts'
