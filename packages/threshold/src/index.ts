export {
  type Ceremony,
  checkCeremony,
  decodeEnrolled,
  type Enrolment,
  enrol,
  mostTrustees,
  readEnrolled,
} from './ceremony.ts'
export {
  type Contribution,
  contribute,
  decodeContribution,
  isJustified,
  type Received,
  readContribution,
  receive,
} from './contribution.ts'
export { ThresholdError, type ThresholdFailure, type ThresholdPart } from './errors.ts'
export { thresholdErrorTexts } from './errorTexts.ts'
export { type Point, pointBytes, type Random, readPoint, type Scalar } from './group.ts'
export { combine, type GroupKey, ownPart } from './groupKey.ts'
export { decodeSealed, openAlone, readSealed, type Sealed, seal, sealedBytes } from './sealed.ts'
export { decodeShare, makeShare, open, readShare, readShareOf, type Share } from './share.ts'
