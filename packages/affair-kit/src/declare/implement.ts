import type { Affair, InputKinds, NameOf } from './affair.ts'
import type { CallResult, HandleShape } from './judge.ts'
import type { BlindTools, ThresholdTools } from './sealing.ts'
import type { DivisionId, Flat, Given, KeyId, Opaque, OrganId, Ref, Subject, ValueOf, ValuesOf } from './values.ts'

/** A refusal, to be thrown: `throw ctx.refuse.stranger()`, so that the compiler narrows. */
export interface Refusal {
  readonly code: string
}

type Get<T, N> = N extends keyof T ? T[N] : unknown
type Actions<A> = Get<A, 'actions'>
type EntityOf<A, E> = Get<Get<A, 'entities'>, E>

/** The handlers that an affair wants: one for each action with `handler: true`. */
export type HandlersOf<A> = { readonly [N in HandledNames<A>]: Handler<A, Actions<A>[N]> }

/** `to: ['a', 'b']`: the handler chooses. */
type Handler<A, X> = X extends { to: readonly [infer First, infer Second, ...infer Others] }
  ? (ctx: HandlerContext<A, X>, scope: HandlerScope<A, X>) => { readonly to: First | Second | Others[number] }
  : (ctx: HandlerContext<A, X>, scope: HandlerScope<A, X>) => void
type HandledNames<A> = {
  [N in keyof Actions<A>]: Actions<A>[N] extends { handler: true } ? N : never
}[keyof Actions<A>]

/** What a handler does: `refuse` makes what it throws, `emit` tells, `create` makes a row and gives its id. */
type HandlerContext<A, X> = {
  /** Block time, Unix milliseconds. */
  readonly now: number
  readonly refuse: { readonly [C in ThrownCodes<X>]: Maker<Get<Get<X, 'refuse'>, C>, NameOf<A>, Refusal> }
  readonly emit: { readonly [E in EmittedNames<X>]: Maker<Get<Get<A, 'events'>, E>, NameOf<A>, void> }
  readonly create: {
    readonly [E in CreatedNames<X>]: Maker<Get<EntityOf<A, E>, 'fields'>, NameOf<A>, Ref<NameOf<A>, E & string>>
  }
  readonly threshold: ThresholdTools
  readonly blind: BlindTools
  readonly unseal: { readonly [N in keyof Get<X, 'unseals'>]: Unsealer<Get<Get<X, 'unseals'>, N>, NameOf<A>> }
  readonly digest: { readonly [N in keyof Get<X, 'digests'>]: Digester<Get<Get<X, 'digests'>, N>, NameOf<A>> }
  /** `take` different numbers below `count`, which anyone draws again from the same seeds; empty: not so many. */
  readonly draw: (seeds: readonly Opaque<'bytes'>[], count: number, take: number) => readonly number[]
}

/** Opens what `sealRecord` made with this secret (32 bytes) for the row `about`; null: it is something else. */
type Unsealer<F, Name extends string> = (
  secret: Opaque<'bytes'>,
  about: Ref,
  sealed: Opaque<'bytes'>,
) => ValuesOf<F, Name> | null

/** What `digestRecord` makes of these values for the row `about`: 32 bytes, to compare with `===`; null: values that no such record has. */
type Digester<F, Name extends string> = (about: Ref, values: Given<F, Name>) => Opaque<'bytes'> | null

type Maker<F, Name extends string, Result> = [keyof F] extends [never]
  ? () => Result
  : (fields: Given<F, Name>) => Result
type ThrownCodes<X> = { [C in keyof Get<X, 'refuse'>]: Get<X, 'refuse'>[C] extends string ? never : C }[keyof Get<
  X,
  'refuse'
>]
type EmittedNames<X> = { [E in keyof Get<X, 'emits'>]: Get<X, 'emits'>[E] extends true ? E : never }[keyof Get<
  X,
  'emits'
>]
type CreatedNames<X> = {
  [N in keyof Get<X, 'with'>]: Get<X, 'with'>[N] extends { set: unknown }
    ? never
    : Get<X, 'with'>[N] extends { new: infer E extends string }
      ? E
      : never
}[keyof Get<X, 'with'>]

/** What a handler sees: the rows by their names, `input`, `signer`, `param` and the calls' results. */
type HandlerScope<A, X> = Flat<
  OwnRow<A, X> & {
    readonly input: ValuesOf<Flat<Omit<InputKinds<A, X>, OnName<X>>>, NameOf<A>>
    readonly param: ValuesOf<Get<A, 'params'>, NameOf<A>>
    readonly signer: { readonly [N in keyof Get<X, 'signers'>]: SignerSeen<Get<X, 'signers'>[N]> }
    readonly call: { readonly [N in keyof Get<X, 'calls'>]: ResultSeen<Get<Get<X, 'calls'>[N], 'of'>> }
  } & { readonly [N in OneNames<X>]: OneRow<A, Get<X, 'with'>[N]> } & {
    readonly [N in EachNames<X>]: readonly EachRow<A, Get<X, 'with'>[N]>[]
  }
>

type OnName<X> = X extends { on: infer E extends string } ? E : never
type OwnRow<A, X> = X extends { on: infer E extends string; from: readonly (infer S)[] }
  ? { readonly [N in E]: RowOf<A, E, EntityOf<A, E>, S> }
  : X extends { creates: infer E extends string; to: infer S extends string }
    ? { readonly [N in E]: RowOf<A, E, EntityOf<A, E>, S> }
    : unknown

type OneNames<X> = { [N in keyof Get<X, 'with'>]: Get<X, 'with'>[N] extends { one: unknown } ? N : never }[keyof Get<
  X,
  'with'
>]
type OneRow<A, W> = W extends { one: infer One }
  ? One extends string
    ? RowOf<A, One, EntityOf<A, One>, FromOf<W>>
    : One extends { affair: infer Other extends string; entity: infer E extends string }
      ? RowOf<{ name: Other }, E, HandleShape<One>, FromOf<W>>
      : never
  : never
type EachNames<X> = { [N in keyof Get<X, 'with'>]: Get<X, 'with'>[N] extends { each: unknown } ? N : never }[keyof Get<
  X,
  'with'
>]
type EachRow<A, W> = W extends { each: infer E extends string } ? RowOf<A, E, EntityOf<A, E>, FromOf<W>> : never
type FromOf<W> = W extends { from: readonly (infer S)[] } ? S : never

/** A row: what its statuses `From` have is never null. */
type RowOf<A, E extends string, Entity, From> = Flat<
  { readonly [F in keyof Get<Entity, 'fields'>]: FieldSeen<A, Entity, F, From> } & {
    readonly [T in keyof Get<Entity, 'tallies'>]: TallySeen<A, Get<Entity, 'tallies'>[T]>
  } & {
    readonly id: Ref<NameOf<A>, E>
    readonly status: Get<Entity, 'status'> extends readonly (infer S)[] ? ([From] extends [never] ? S : From) : string
    readonly revision: bigint
  }
>
type FieldSeen<A, Entity, F, From> =
  ValueOf<Get<Get<Entity, 'fields'>, F>, NameOf<A>> extends infer Value
    ? [From] extends [never]
      ? Value
      : [From] extends [StatusesWith<Get<Entity, 'has'>, F>]
        ? NonNullable<Value>
        : Value
    : never
type StatusesWith<Has, F> = {
  [S in keyof Has]: Has[S] extends readonly (infer N)[] ? (F extends N ? S : never) : never
}[keyof Has]
type TallySeen<A, T> = T extends { sum: infer E; of: infer F }
  ? ValueOf<Get<Get<EntityOf<A, E>, 'fields'>, F>, NameOf<A>>
  : bigint

type SignerSeen<S> = S extends { officer: unknown } | { confirms: unknown }
  ? {
      readonly officer: Ref<'organisations', 'officer'>
      readonly organ: OrganId
      readonly division: DivisionId
      readonly key: KeyId
    }
  : S extends { person: unknown }
    ? { readonly subject: Subject; readonly key: KeyId }
    : S extends { holder: unknown }
      ? { readonly officer: Ref<'organisations', 'officer'>; readonly key: KeyId }
      : { readonly organ: OrganId; readonly key: KeyId }

type ResultSeen<Of> = Of extends { affair: infer Other extends string }
  ? { readonly [E in CallResult<Of> & string]: Ref<Other, E> }
  : never

/** The handlers of one version of an affair, for the bundler. */
export type Implementation = {
  readonly affair: string
  readonly version: number
  readonly handlers: { readonly [action: string]: (ctx: never, scope: never) => unknown }
}

/** A free function: as a method it would tie the affair's type to its handlers'. */
export function implement<A>(affair: Affair<A>, handlers: NoInfer<HandlersOf<A>>): Implementation {
  return { affair: affair.name, version: affair.version, handlers: handlers as Implementation['handlers'] }
}
