import type { Kind } from '../kinds/kind.ts'

/**
 * The judged form. What an author wrote is inferred as it stands; these types then mark each member that is wrong, so
 * that one mistake is one error, at the place where it was made. Checking by a constraint instead would make the whole
 * declaration fail for one wrong word.
 */

declare const expected: unique symbol

/** The mark: nothing that an author can write is assignable to it. The message names what would have been right. */
interface Expected<What> {
  readonly [expected]: What
}

type Judgement<Given, Wanted> = Given extends Wanted ? unknown : Expected<Wanted>
type Each<Given, Wanted> = { readonly [I in keyof Given]: Judgement<Given[I], Wanted> }
type Extra<Given, Known> = { readonly [N in Exclude<keyof Given, Known>]: Expected<Known> }
type At<T, N> = N extends keyof T ? T[N] : undefined
type Text<T> = Extract<T, string>

export type Judged<A> = Extra<
  A,
  'name' | 'version' | 'params' | 'events' | 'entities' | 'actions' | 'separation' | 'migrate'
> & {
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

type JudgedEntity<A, Ent> = Looked<Ent, EntityTable<A, Ent>>

interface EntityTable<A, Ent> {
  key: Each<At<Ent, 'key'>, FieldNames<Ent>>
  fields: JudgedFields<A, At<Ent, 'fields'>>
  status: unknown
  index: Each<At<Ent, 'index'>, FieldNames<Ent>>
  has: JudgedHas<Ent, At<Ent, 'has'>>
  tallies: { readonly [N in keyof At<Ent, 'tallies'>]: JudgedTally<A, At<Ent, 'tallies'>[N]> }
  invariants: unknown
}

type OptionNames<Ent> = {
  [N in keyof FieldsOf<Ent>]: FieldsOf<Ent>[N] extends { kind: 'option' } ? N : never
}[keyof FieldsOf<Ent>]

type JudgedHas<Ent, Has> = {
  readonly [S in keyof Has]: S extends Statuses<Ent> ? Each<Has[S], OptionNames<Ent>> : Expected<Statuses<Ent>>
}

type JudgedTally<A, T> = Looked<T, TallyTable<A, T, Child<A, T>>>
interface TallyTable<A, T, Ent> {
  count: Judgement<At<T, 'count'>, EntityNames<A>>
  sum: Judgement<At<T, 'sum'>, EntityNames<A>>
  of: Ent extends undefined ? unknown : Judgement<At<T, 'of'>, FieldNames<Ent>>
  by: Ent extends undefined ? unknown : Judgement<At<T, 'by'>, FieldNames<Ent>>
  in: Each<At<T, 'in'>, Statuses<Ent>>
}
type Child<A, T> = Entity<A, T extends { count: infer C } ? C : At<T, 'sum'>>

// Actions

type Row<A, X> = Entity<A, X extends { on: infer E } ? E : At<X, 'creates'>>

type JudgedAction<A, X> = { readonly basis: unknown } & Looked<X, ActionTable<A, X, Row<A, X>>> &
  (X extends { signers: unknown } | { at: unknown } | { calledOnly: true }
    ? unknown
    : { readonly signers: Expected<'who signs, or `at`: when it happens by itself'> })

/** Each member judged by the table's entry of its name; others have no business there. */
type Looked<Given, Table> = { readonly [P in keyof Given]: P extends keyof Table ? Table[P] : Expected<keyof Table> }

// PERF: a table is looked up by name, and only for what is written; a ladder of conditions cost far more instantiations
// (budget.test.ts).
interface ActionTable<A, X, Ent> {
  on: Judgement<At<X, 'on'>, EntityNames<A>>
  creates: Judgement<At<X, 'creates'>, EntityNames<A>>
  from: Each<At<X, 'from'>, Statuses<Ent>>
  to: JudgedTo<X, Statuses<Ent>>
  basis: Judgement<At<X, 'basis'>, `${string}/${number}`>
  fill: Each<At<X, 'fill'>, Ent extends undefined ? string : FieldNames<Ent>>
  input: JudgedFields<A, At<X, 'input'>>
  with: { readonly [N in keyof At<X, 'with'>]: JudgedWith<A, X, At<X, 'with'>[N]> }
  signers: { readonly [N in keyof At<X, 'signers'>]: JudgedSigner<A, At<X, 'signers'>[N]> }
  calledOnly: unknown
  at: unknown
  refuse: { readonly [C in keyof At<X, 'refuse'>]: JudgedRefusal<X, At<X, 'refuse'>[C]> }
  calls: { readonly [N in keyof At<X, 'calls'>]: JudgedCall<At<X, 'calls'>[N]> }
  set: JudgedSet<Ent, At<X, 'set'>>
  emits: { readonly [E in keyof At<X, 'emits'>]: JudgedEmit<A, X, E, At<X, 'emits'>[E]> }
  handler: unknown
  unseals: JudgedRecords<A, X, At<X, 'unseals'>>
  digests: JudgedRecords<A, X, At<X, 'digests'>>
  onFault: unknown
  bounds: unknown
}

type JudgedTo<X, Status> = X extends { to: infer To }
  ? To extends readonly unknown[]
    ? X extends { handler: true }
      ? Each<To, Status>
      : Expected<'one status, or `handler: true`: the handler chooses'>
    : Judgement<To, Status>
  : unknown

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
  ? Looked<W, OneTable<A, W, One extends string ? Entity<A, One> : HandleShape<One>>>
  : W extends { each: infer E }
    ? Looked<W, EachTable<A, W, Entity<A, E>>>
    : W extends { new: infer E }
      ? Looked<W, NewTable<A, W, Entity<A, E>>> & (W extends { set: unknown } ? unknown : JudgedMaker<X>)
      : Expected<'one, each or new'>
type JudgedMaker<X> = X extends { handler: true }
  ? unknown
  : { readonly set: Expected<'its fields, or `handler: true`'> }

interface ClauseTable<W, Ent> {
  to: Judgement<At<W, 'to'>, Statuses<Ent>>
  set: JudgedSet<Ent, At<W, 'set'>>
}
interface OneTable<A, W, Ent> extends ClauseTable<W, Ent> {
  one: At<W, 'one'> extends string ? Judgement<At<W, 'one'>, EntityNames<A>> : unknown
  is: unknown
  from: Each<At<W, 'from'>, Statuses<Ent>>
}
interface EachTable<A, W, Ent> extends ClauseTable<W, Ent> {
  each: Judgement<At<W, 'each'>, EntityNames<A>>
  by: Ent extends undefined ? unknown : Judgement<At<W, 'by'>, FieldNames<Ent>>
  is: unknown
  max: unknown
  from: Each<At<W, 'from'>, Statuses<Ent>>
}
interface NewTable<A, W, Ent> extends ClauseTable<W, Ent> {
  new: Judgement<At<W, 'new'>, EntityNames<A>>
  max: unknown
}

type JudgedSigner<A, S> = S extends { officer: string }
  ? Looked<S, OfficerTable<A, S>>
  : S extends { person: string }
    ? Extra<S, 'person' | 'brings' | 'atLeast'>
    : S extends { organ: string }
      ? Extra<S, 'organ' | 'atLeast'>
      : S extends { holder: string }
        ? Extra<S, 'holder' | 'atLeast'>
        : S extends { confirms: string }
          ? Extra<S, 'confirms' | 'by' | 'atLeast'>
          : Expected<'officer, holder, person, organ or confirms'>
interface OfficerTable<A, S> {
  officer: unknown
  of: unknown
  within: unknown
  not: At<S, 'not'> extends string
    ? Judgement<At<S, 'not'>, keyof At<A, 'actions'>>
    : Each<At<S, 'not'>, keyof At<A, 'actions'>>
  atLeast: unknown
}

type JudgedRefusal<X, R> = R extends string
  ? unknown
  : X extends { handler: true }
    ? unknown
    : Expected<'an expression, or `handler: true`'>

type JudgedRecords<A, X, U> = X extends { handler: true }
  ? { readonly [N in keyof U]: JudgedFields<A, U[N]> }
  : Expected<'`handler: true`: only a handler needs it'>

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
