/** For whoever is one of a procedure's trustees, or looks at what they did. */
export { thresholdErrorTexts } from '@gongshi/threshold'
export { type Copied, type CopyOutcome, type CopyStore, keepCopies, restoreCopies } from '../procurement/copies.ts'
export { type TrusteeStanding, type TrusteeStep, trusteeStanding } from '../procurement/trusteeStanding.ts'
export {
  contributeTrustee,
  contributionRecord,
  enrolTrustee,
  getCircle,
  giveShares,
  type Judged,
  judgeTrustees,
  openBids,
  type ProvenCircle,
  procedureLabel,
} from '../procurement/trustees.ts'
export { aboutOf, continuesTrustee, keepTrustee, newTrustee, type TrusteeSecrets, trusteeOfKept } from './secrets.ts'
export {
  type CircleOfTrustees,
  contributed,
  groupOf,
  type Judgement,
  judge,
  ownIndex,
  type SealedThing,
  shares,
} from './trustee.ts'
