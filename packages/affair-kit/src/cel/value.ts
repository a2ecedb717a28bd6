import type { Cbor } from '@gongshi/protocol'

/**
 * What expressions compute with, in the shapes that `decodeValue` gives: int, count and sum are bigint; time, duration
 * and workdays number; code, oneOf and date text; subject, commitment, text (its hash), bytes and key Uint8Array;
 * ref its Cbor id (an array or bytes); an empty option null.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | Uint8Array
  | Money
  | Rational
  | Organ
  | Division
  | readonly Value[]
  | { readonly [name: string]: Value }

/** `minor` units of an ISO 4217 currency. XXX (no currency) only for a sum that has had no member yet. */
export type Money = { readonly currency: string; readonly minor: bigint }
/** In lowest terms, denominator > 0. */
export type Rational = { readonly numerator: bigint; readonly denominator: bigint }
export type Organ = { readonly scheme: string; readonly id: string }
/** `date` (YYYY-MM-DD): when the code was in force. */
export type Division = { readonly scheme: string; readonly code: string; readonly date: string }
/** A row's id: the array of its key fields' encoded values, or 32 bytes derived from the txId. */
export type RowId = Cbor

/** Names in reach of an expression; see `Program` for which those are. Only own, plain properties are read. */
export type Scope = { readonly [name: string]: Value }

/** Counts work; throws when the budget is gone. One step is one node evaluated or one element compared. */
export interface Meter {
  step(amount: number): void
}

/** Working days, as the ledger's calendar rows say. A day is a count of days since 1970-01-01 in legal time. */
export interface Calendar {
  /** Legal time ahead of UTC; constant, since no ledger time may depend on a zone database. */
  readonly offsetMs: number
  /** In a place, by what holds there; null: in the whole country. */
  isWorkday(day: number, place: Division | null): boolean
}
