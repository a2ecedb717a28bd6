/**
 * What a field may hold. Plain data: hashed with the declaration, printed, sent to browsers.
 * `basis` is the clause that a parameter of this kind cites; only parameters have one.
 */
export type Kind =
  | { readonly kind: ScalarName; readonly basis?: string }
  | { readonly kind: 'code'; readonly list: string }
  | { readonly kind: 'commitment'; readonly schema: string }
  | { readonly kind: 'text'; readonly max: number }
  | { readonly kind: 'bytes'; readonly length: number }
  | { readonly kind: 'oneOf'; readonly values: readonly string[] }
  | { readonly kind: 'ref'; readonly entity: string; readonly affair?: string }
  | { readonly kind: 'option'; readonly of: Kind }
  | { readonly kind: 'list'; readonly of: Kind; readonly max: number }
  | { readonly kind: 'record'; readonly fields: Fields }

/**
 * `subject` pairwise pseudonym, `organ` (scheme, id), `division` (scheme, code, date), `key` a signing key's id,
 * `time` Unix milliseconds, `date` a calendar day, `workdays` a count of them, `duration` milliseconds.
 */
export type ScalarName =
  | 'int'
  | 'bool'
  | 'money'
  | 'subject'
  | 'organ'
  | 'division'
  | 'key'
  | 'time'
  | 'date'
  | 'workdays'
  | 'duration'
  | 'rational'

/** Named kinds in declared order: the order in which they are stored. */
export type Fields = { readonly [name: string]: Kind }
