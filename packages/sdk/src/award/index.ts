export { gatherAward, type VerifiedAward, verifyAward } from './award.ts'
export { awardCellText, decimalText, fractionText } from './cellText.ts'
export { type CountedName, countedNames } from './counts.ts'
export type { LotRows, Money } from './lotRows.ts'
export { readLotRows } from './lotRows.ts'
export { recomputeAward } from './recompute.ts'
export {
  type AwardCell,
  type AwardColumn,
  type AwardLine,
  type AwardStep,
  type AwardStepName,
  awardColumns,
  awardStepNames,
} from './steps.ts'
export { type AwardWords, awardWords } from './words.ts'
