export { currencyDigits, minorUnitDigits } from './currency.ts'
export {
  MergeError,
  type MergeFailure,
  type MergeRefusal,
  type NativeFault,
  OcdsError,
  type OcdsFailure,
  type Refusal,
  type Warning,
} from './errors.ts'
export { ocdsErrorTexts } from './errorTexts.ts'
export { type AmountUse, amountUses, type ReleaseFacts, type ReleaseTag, releaseTags } from './facts.ts'
export {
  type FlagInput,
  type IndicatorCode,
  indicatorCodes,
  type ProcessRecord,
  type RedFlag,
} from './indicators/indicator.ts'
export { type Rational, rational, written } from './indicators/rational.ts'
export { readRecords } from './indicators/readRecords.ts'
export { redFlagsAcross, redFlagsOf } from './indicators/redFlags.ts'
export { type IndicatorText, indicatorTexts } from './indicators/texts.ts'
export { type DatedThreshold, datedThresholds, type ThresholdsAt, usualThresholds } from './indicators/thresholds.ts'
export type { Json, JsonObject } from './json/parse.ts'
export { maskRelease } from './maskRelease.ts'
export { masked, maskText } from './maskText.ts'
export { joinRelease, type ReleaseMember, releaseValue } from './members.ts'
export { type MergedRelease, mergeReleases } from './merge/mergeReleases.ts'
export type { Money } from './money.ts'
export { type NativeMapping, type NativeProcedure, nativeProcedure } from './native/nativeProcedure.ts'
export type { OrganId } from './organ.ts'
export { personalStrings } from './personalStrings.ts'
export { personalNumber } from './persons.ts'
export { type Finding, type Place, type ReadOptions, type ReadRelease, readReleases } from './readReleases.ts'
export { type PackageHead, packageEnd, packageStart, recordOf } from './record.ts'
