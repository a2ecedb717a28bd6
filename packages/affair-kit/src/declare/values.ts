import type { Money, Rational } from '../cel/value.ts'

declare const opaque: unique symbol

/**
 * A value that a handler passes on and compares with `===`, but cannot take apart: of equal values there is one object
 * in an execution, so `===` means equal.
 */
export interface Opaque<Name extends string> {
  readonly [opaque]: Name
}

export type Subject = Opaque<'subject'>
export type OrganId = Opaque<'organ'>
export type DivisionId = Opaque<'division'>
export type KeyId = Opaque<'key'>
export type Commitment<Schema extends string = string> = Opaque<`commitment ${Schema}`>
/** A row's id. A subject is no organ, and a lien's id is no unit's. */
export type Ref<Affair extends string = string, Entity extends string = string> = Opaque<`${Affair}.${Entity}`>

/** What a handler sees of a kind; `Affair` owns the refs that name no other. */
export type ValueOf<K, Affair extends string> = K extends { kind: 'option'; of: infer Of }
  ? ValueOf<Of, Affair> | null
  : K extends { kind: 'list'; of: infer Of }
    ? readonly ValueOf<Of, Affair>[]
    : K extends { kind: 'record'; fields: infer F }
      ? ValuesOf<F, Affair>
      : K extends { kind: 'oneOf'; values: infer Values extends readonly string[] }
        ? Values[number]
        : K extends { kind: 'ref'; affair: infer Other extends string; entity: infer Entity extends string }
          ? Ref<Other, Entity>
          : K extends { kind: 'ref'; entity: infer Entity extends string }
            ? Ref<Affair, Entity>
            : K extends { kind: 'commitment'; schema: infer Schema extends string }
              ? Commitment<Schema>
              : K extends { kind: infer Name extends keyof Scalars }
                ? Scalars[Name]
                : never

export type ValuesOf<F, Affair extends string> = { readonly [N in keyof F]: ValueOf<F[N], Affair> }

/** As `ValuesOf`, for values that a handler gives: options may be left out. */
export type Given<F, Affair extends string> = Flat<
  { readonly [N in RequiredNames<F>]: ValueOf<F[N], Affair> } & {
    readonly [N in Exclude<keyof F, RequiredNames<F>>]?: ValueOf<F[N], Affair>
  }
>

type RequiredNames<F> = { [N in keyof F]: F[N] extends { kind: 'option' } ? never : N }[keyof F]

type Scalars = {
  int: bigint
  bool: boolean
  money: Money
  subject: Subject
  organ: OrganId
  division: DivisionId
  key: KeyId
  time: number
  date: string
  workdays: number
  duration: number
  rational: Rational
  code: string
  text: Opaque<'text'>
  bytes: Opaque<'bytes'>
}

/** What `encodeInput` takes: bytes as bytes, organs and divisions by their parts, row ids as CBOR data. */
type PlainOf<K> = K extends { kind: 'option'; of: infer Of }
  ? PlainOf<Of> | null
  : K extends { kind: 'list'; of: infer Of }
    ? readonly PlainOf<Of>[]
    : K extends { kind: 'record'; fields: infer F }
      ? PlainFields<F>
      : K extends { kind: 'oneOf'; values: infer Values extends readonly string[] }
        ? Values[number]
        : K extends { kind: infer Name extends keyof PlainScalars }
          ? PlainScalars[Name]
          : never

export type PlainFields<F> = Flat<
  { readonly [N in RequiredNames<F>]: PlainOf<F[N]> } & {
    readonly [N in Exclude<keyof F, RequiredNames<F>>]?: PlainOf<F[N]>
  }
>

type PlainScalars = Omit<Scalars, 'subject' | 'organ' | 'division' | 'key' | 'text' | 'bytes'> & {
  subject: Uint8Array
  key: Uint8Array
  bytes: Uint8Array
  commitment: Uint8Array
  text: string
  organ: { readonly scheme: string; readonly id: string }
  division: { readonly scheme: string; readonly code: string; readonly date: string }
  ref: RowIdData
}

/** A row's id as data (see `RowId`). */
type RowIdData = Uint8Array | readonly (Uint8Array | string | number | bigint | readonly unknown[])[]

/** For readable hovers. */
export type Flat<T> = T extends infer O ? { readonly [K in keyof O]: O[K] } : never
