/** For whoever bids: key and pseudonym for one procedure, coming in, sealing, handing in, and the proof of it. */
export { sealedErrorTexts } from '@gongshi/sealed'
export { thresholdErrorTexts } from '@gongshi/threshold'
export { type BidStanding, bidStanding, type OpenLot, openLots } from '../procurement/bidStanding.ts'
export {
  askQuestion,
  claimLoss,
  documentsContent,
  groupKeyOf,
  type HandedIn,
  handInBid,
  lastBidEvidence,
  openBidAlone,
  reconfirmBid,
  withdrawBid,
} from '../procurement/bids.ts'
export { type CheckedBid, checkBid } from '../procurement/checkBid.ts'
export { askForToken, certifyBidder, enterBidder, takeToken, tokenKeyOf, tokenRequest } from '../procurement/entry.ts'
export { type Aside, openedDocuments } from '../procurement/openedBid.ts'
export { getRepresentative, type Organ } from '../procurement/representatives.ts'
export {
  type BidContent,
  type BidStore,
  type DocumentFace,
  nameOfBid,
  offerFromJson,
  sealBid,
} from '../procurement/sealBid.ts'
export {
  type BidPlace,
  type BidSecrets,
  beginSealing,
  bidAbout,
  bidOfKept,
  bidPlace,
  bidScope,
  continuesBid,
  type Entry,
  finishSealing,
  keepBid,
  lastSealing,
  newBidder,
  type SealedBid,
  type Sealing,
  sealingOf,
} from './secrets.ts'
