import { GongshiError } from '@gongshi/protocol'

/** Why a release, or what stands in its place, can't be published at all. */
export type Refusal =
  /** The input as a whole; reading ends, or goes on at the next line of JSON lines. */
  | 'ocds-not-utf8'
  | 'ocds-json-malformed'
  | 'ocds-truncated'
  | 'ocds-too-deep'
  | 'ocds-no-releases'
  /** One release. */
  | 'ocds-release-malformed'
  | 'ocds-release-too-large'
  | 'ocds-release-linked'
  | 'ocds-release-repeated'
  | 'ocds-key-repeated'
  | 'ocds-ocid-malformed'
  | 'ocds-id-malformed'
  | 'ocds-organ-absent'
  /** Strict reading: it has warnings. */
  | 'ocds-not-strict'

/** What is wrong with a release that can be published all the same: reported, and refused in strict reading. */
export type Warning =
  | 'ocds-schema'
  | 'ocds-package-version'
  | 'ocds-date-malformed'
  | 'ocds-tag-unknown'
  | 'ocds-buyer-id-absent'
  | 'ocds-buyer-absent'
  | 'ocds-amount-malformed'
  | 'ocds-amount-inexact'
  | 'ocds-amount-out-of-range'
  | 'ocds-currency-unknown'
  | 'ocds-amounts-many'

/** Why releases cannot be merged into one record. */
export type MergeRefusal =
  | 'ocds-merge-empty'
  | 'ocds-merge-ocid'
  | 'ocds-merge-date'
  | 'ocds-merge-id'
  | 'ocds-merge-type'

/** What keeps a release, or a part of it, from being a native procedure; it is published as it is all the same. */
export type NativeFault =
  | 'ocds-native-tender-absent'
  | 'ocds-native-method'
  | 'ocds-native-category'
  | 'ocds-native-amount'
  | 'ocds-native-date'
  | 'ocds-native-lots-many'
  | 'ocds-native-id-repeated'
  | 'ocds-native-reference-dangling'
  | 'ocds-native-loop'

export type OcdsFailure = { readonly code: Refusal /** Byte of the input. */; readonly at: number }
export type MergeFailure = { readonly code: MergeRefusal /** Place of the release in the list. */; readonly at: number }

/** Input that is no OCDS release. `code` is stable: programs branch on it, and the error texts must have it. */
export class OcdsError extends GongshiError<OcdsFailure> {}

/** Releases that make no record together. `code` is stable, too. */
export class MergeError extends GongshiError<MergeFailure> {}
