import { GongshiError } from '@gongshi/protocol'

/** `path` names the member, such as `input.into[2].code`: names of the declaration and indexes only, never a value. */
export type KitFailure =
  | { readonly code: 'value-kind'; readonly path: string; readonly expected: string }
  | { readonly code: 'value-range'; readonly path: string; readonly expected: string }
  | { readonly code: 'value-text'; readonly path: string }
  | { readonly code: 'value-check-digit'; readonly path: string }
  | { readonly code: 'value-missing'; readonly path: string }
  | { readonly code: 'value-unknown'; readonly path: string }
  | { readonly code: 'value-count'; readonly path: string; readonly expected: number }
  | { readonly code: 'expression-steps' }
  | { readonly code: 'expression-range' }
  | { readonly code: 'expression-division-by-zero' }
  | { readonly code: 'expression-currency' }
  | { readonly code: 'expression-type' }
  | { readonly code: 'expression-no-workday' }
  | { readonly code: 'declaration-faults'; readonly affair: string; readonly count: number }
  | { readonly code: 'declaration-unknown'; readonly path: string }

/** What the kit refuses. `code` is stable: programs branch on it, and docs/errors.md must have it. */
export class KitError extends GongshiError<KitFailure> {}
