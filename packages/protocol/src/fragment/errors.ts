import { GongshiError } from '../errors.ts'

export type FragmentFailure =
  | { readonly code: 'fragment-malformed' }
  /** Its check does not hold, or all of them together give other bytes than they say. */
  | { readonly code: 'fragment-damaged' }
  /** Of another file than those before it. */
  | { readonly code: 'fragment-foreign' }
  /** Which are not there yet, from 1. */
  | { readonly code: 'fragment-missing'; readonly missing: readonly number[]; readonly count: number }
  | { readonly code: 'fragment-too-large'; readonly bytes: number; readonly limit: number }

/** Parts of a file in codes that do not give the file. */
export class FragmentError extends GongshiError<FragmentFailure> {}
