import type { Kind } from '../kinds/kind.ts'

/**
 * The judged form. What an author wrote is inferred as it stands; these types then mark each member that is wrong, so
 * that one mistake is one error, at the place where it was made. Checking by a constraint instead would make the whole
 * declaration fail for one wrong word.
 */

declare const expected: unique symbol

/** The mark: nothing that an author can write is assignable to it. The message names what would have been right. */
export interface Expected<What> {
  readonly [expected]: What
}

type Judgement<Given, Wanted> = Given extends Wanted ? unknown : Expected<Wanted>
type Each<Given, Wanted> = { readonly [I in keyof Given]: Judgement<Given[I], Wanted> }
type Extra<Given, Known> = { readonly [N in Exclude<keyof Given, Known>]: Expected<Known> }
type At<T, N> = N extends keyof T ? T[N] : undefined
type Text<T> = Extract<T, string>

export type Judged<A> = Extra<A, 'name' | 'version' | 'params' | 'events' | 'entities' | 'actions' | 'migrate'> & {
  readonly entities: { readonly [E in keyof At<A, 'entities'>]: JudgedEntity<A, At<A, 'entities'>[E]> }
  readonly actions: { readonly [N in keyof At<A, 'actions'>]: JudgedAction<A, At<A, 'actions'>[N]> }
} & (A extends { events: infer Events }
    ? { readonly events: { readonly [E in keyof Events]: JudgedFields<A, Events[E]> } }
    : unknown)

type Entities<A> = At<A, 'entities'>
type EntityNames<A> = Text<keyof Entities<A>>
type Entity<A, E> = At<Entities<A>, E>
type FieldsOf<Ent> = At<Ent, 'fields'>
type FieldNames<Ent> = Text<keyof FieldsOf<Ent>>
type Statuses<Ent> = At<Ent, 'status'> extends readonly (infer S)[] ? Text<S> : string

/** Refs to rows of this affair name an entity that it has. */
type JudgedFields<A, F> = { readonly [N in keyof F]: JudgedKind<A, F[N]> }
type JudgedKind<A, K> = [Kind] extends [K] // not yet inferred: a kind of any depth has no end
  ? unknown
  : K extends { kind: 'ref'; affair: string }
    ? unknown
    : K extends { kind: 'ref'; entity: infer E }
      ? Judgement<E, EntityNames<A>>
      : K extends { kind: 'option' | 'list'; of: infer Of }
        ? JudgedKind<A, Of>
        : unknown

// Entities

type JudgedEntity<A, Ent> = Extra<Ent, 'key' | 'fields' | 'status' | 'index' | 'has' | 'tallies' | 'invariants'> & {
  readonly [P in keyof Ent]: P extends 'key' | 'index'
    ? Each<Ent[P], FieldNames<Ent>>
    : P extends 'fields'
      ? JudgedFields<A, Ent[P]>
      : P extends 'has'
        ? JudgedHas<Ent, Ent[P]>
        : P extends 'tallies'
          ? { readonly [N in keyof Ent[P]]: JudgedTally<A, Ent[P][N]> }
          : unknown
}

type OptionNames<Ent> = {
  [N in keyof FieldsOf<Ent>]: FieldsOf<Ent>[N] extends { kind: 'option' } ? N : never
}[keyof FieldsOf<Ent>]

type JudgedHas<Ent, Has> = {
  readonly [S in keyof Has]: S extends Statuses<Ent> ? Each<Has[S], OptionNames<Ent>> : Expected<Statuses<Ent>>
}

type JudgedTally<A, T> = {
  readonly [P in keyof T]: P extends 'count' | 'sum'
    ? Judgement<T[P], EntityNames<A>>
    : P extends 'by' | 'of'
      ? Child<A, T> extends undefined
        ? unknown
        : Judgement<T[P], FieldNames<Child<A, T>>>
      : P extends 'in'
        ? Each<T[P], Statuses<Child<A, T>>>
        : Expected<'count' | 'sum' | 'of' | 'by' | 'in'>
}
type Child<A, T> = Entity<A, T extends { count: infer C } ? C : At<T, 'sum'>>

// Actions

type Row<A, X> = Entity<A, X extends { on: infer E } ? E : At<X, 'creates'>>
type ActionMembers =
  | 'on'
  | 'creates'
  | 'from'
  | 'to'
  | 'basis'
  | 'fill'
  | 'input'
  | 'with'
  | 'signers'
  | 'at'
  | 'refuse'
  | 'calls'
  | 'set'
  | 'emits'
  | 'handler'
  | 'onFault'
  | 'bounds'

type JudgedAction<A, X> = { readonly basis: unknown } & Extra<X, ActionMembers> &
  (X extends { signers: unknown } | { at: unknown }
    ? unknown
    : { readonly signers: Expected<'who signs, or `at`: when it happens by itself'> }) & {
    readonly [P in keyof X]: P extends 'on' | 'creates'
      ? Judgement<X[P], EntityNames<A>>
      : P extends 'from'
        ? Each<X[P], Statuses<Row<A, X>>>
        : P extends 'to'
          ? JudgedTo<A, X>
          : P extends 'basis'
            ? Judgement<X[P], `${string}/${number}`>
            : P extends 'fill'
              ? Each<X[P], Row<A, X> extends undefined ? string : FieldNames<Row<A, X>>>
              : P extends 'input'
                ? JudgedFields<A, X[P]>
                : P extends 'with'
                  ? { readonly [N in keyof X[P]]: JudgedWith<A, X, X[P][N]> }
                  : P extends 'signers'
                    ? { readonly [N in keyof X[P]]: JudgedSigner<A, X[P][N]> }
                    : P extends 'set'
                      ? JudgedSet<Row<A, X>, X[P]>
                      : P extends 'refuse'
                        ? { readonly [C in keyof X[P]]: JudgedRefusal<X, X[P][C]> }
                        : P extends 'emits'
                          ? { readonly [E in keyof X[P]]: JudgedEmit<A, X, E, X[P][E]> }
                          : P extends 'calls'
                            ? { readonly [N in keyof X[P]]: JudgedCall<X[P][N]> }
                            : unknown
  }

type JudgedTo<A, X> =
  At<X, 'to'> extends infer To
    ? To extends readonly unknown[]
      ? X extends { handler: true }
        ? Each<To, Statuses<Row<A, X>>>
        : Expected<'one status, or `handler: true`: the handler chooses'>
      : Judgement<To, Statuses<Row<A, X>>>
    : never

/** Literals are judged here; the texts are CEL, which tests, build and install check. */
type JudgedSet<Ent, S> = Ent extends undefined
  ? unknown
  : {
      readonly [N in keyof S]: N extends FieldNames<Ent>
        ? S[N] extends string | null
          ? unknown
          : Judgement<S[N], Literal<Get<FieldsOf<Ent>, N>>>
        : Expected<FieldNames<Ent>>
    } & ([Emptied<Ent, S>] extends [never] ? unknown : Expected<`${Emptied<Ent, S>} is never empty`>)
/** Judged from outside: `null` combined with any mark is `never`, and would take its neighbours along. */
type Emptied<Ent, S> = {
  [N in Text<keyof S>]: S[N] extends null ? (Get<FieldsOf<Ent>, N> extends { kind: 'option' } ? never : N) : never
}[Text<keyof S>]
type Get<T, N> = N extends keyof T ? T[N] : unknown
type Literal<K> = K extends { kind: 'option'; of: infer Of }
  ? Literal<Of>
  : K extends { kind: 'bool' }
    ? boolean
    : K extends { kind: 'int' }
      ? number
      : string

type JudgedWith<A, X, W> = W extends { one: infer One }
  ? JudgedClause<
      A,
      W,
      One extends string ? Entity<A, One> : One extends { readonly [rowShape]?: infer Shape } ? Shape : never,
      'one' | 'is' | 'from' | 'to' | 'set'
    >
  : W extends { each: infer E }
    ? JudgedClause<A, W, Entity<A, E>, 'each' | 'by' | 'is' | 'max' | 'from' | 'to' | 'set'>
    : W extends { new: infer E }
      ? JudgedClause<A, W, Entity<A, E>, 'new' | 'to' | 'set' | 'max'> &
          (W extends { set: unknown }
            ? unknown
            : X extends { handler: true }
              ? unknown
              : { readonly set: Expected<'its fields, or `handler: true`'> })
      : Expected<'one, each or new'>

type JudgedClause<A, W, Ent, Members> = {
  readonly [P in keyof W]: P extends 'one' | 'each' | 'new'
    ? W[P] extends string
      ? Judgement<W[P], EntityNames<A>>
      : unknown
    : P extends 'from'
      ? Each<W[P], Statuses<Ent>>
      : P extends 'to'
        ? Judgement<W[P], Statuses<Ent>>
        : P extends 'set'
          ? JudgedSet<Ent, W[P]>
          : P extends 'by'
            ? Ent extends undefined
              ? unknown
              : Judgement<W[P], FieldNames<Ent>>
            : P extends Members
              ? unknown
              : Expected<Members>
}

type JudgedSigner<A, S> = S extends { officer: string }
  ? {
      readonly [P in keyof S]: P extends 'not'
        ? Judgement<S[P], keyof At<A, 'actions'>>
        : P extends 'officer' | 'of' | 'within' | 'atLeast'
          ? unknown
          : Expected<'officer' | 'of' | 'within' | 'not' | 'atLeast'>
    }
  : S extends { person: string }
    ? Extra<S, 'person' | 'atLeast'>
    : S extends { organ: string }
      ? Extra<S, 'organ' | 'atLeast'>
      : Expected<'officer, person or organ'>

type JudgedRefusal<X, R> = R extends string
  ? unknown
  : X extends { handler: true }
    ? unknown
    : Expected<'an expression, or `handler: true`'>

type JudgedEmit<A, X, E, Given> = E extends keyof At<A, 'events'>
  ? Given extends true
    ? X extends { handler: true }
      ? unknown
      : Expected<'an expression for each field, or `handler: true`'>
    : Members<Given, At<A, 'events'>[E]>
  : Expected<keyof At<A, 'events'>>

/** Exactly the members wanted; options may be left out. */
type Members<Given, Wanted> = {
  readonly [N in keyof Given]: N extends keyof Wanted ? unknown : Expected<keyof Wanted>
} & {
  readonly [N in Exclude<Needed<Wanted>, keyof Given>]: string
}
type Needed<F> = { [N in keyof F]: F[N] extends { kind: 'option' } ? never : N }[keyof F]

declare const callable: unique symbol
declare const rowShape: unique symbol

/** What a caller knows of another affair's action: its names, what it takes and gives back. Not its whole affair. */
export interface Callable<Affair extends string, Action extends string, Input, Result> {
  readonly affair: Affair
  readonly action: Action
  readonly [callable]?: { readonly input: Input; readonly result: Result }
}

/** What others know of an affair's rows. */
export interface RowHandle<Affair extends string, Entity extends string, Shape> {
  readonly affair: Affair
  readonly entity: Entity
  readonly [rowShape]?: Shape
}

export type CallInput<C> = C extends { readonly [callable]?: { readonly input: infer Input; readonly result: unknown } }
  ? Input
  : never
export type CallResult<C> = C extends {
  readonly [callable]?: { readonly input: unknown; readonly result: infer Result }
}
  ? Result
  : never
export type HandleShape<H> = H extends { readonly [rowShape]?: infer Shape } ? Shape : never

type JudgedCall<C> = C extends { of: infer Of; give: infer Give }
  ? Extra<C, 'of' | 'give'> & {
      readonly of: CallInput<Of> extends never ? Expected<'other.actions.name'> : unknown
      readonly give: [CallInput<Of>] extends [never] ? unknown : Members<Give, CallInput<Of>>
    }
  : Expected<'of and give'>
