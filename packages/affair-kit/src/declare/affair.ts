import type { Fields } from '../kinds/kind.ts'
import type {
  ActionDeclaration,
  AffairDeclaration,
  EntityDeclaration,
  MigrationDeclaration,
  Separation,
  SignerRule,
} from './declaration.ts'
import type { Callable, CallInput, Judged, RowHandle } from './judge.ts'
import type { PlainFields } from './values.ts'

/** What is inferred from: as loose as possible, so that a mistake is judged where it stands. */
type Authored = {
  readonly name: string
  readonly version: number
  readonly params?: Fields
  readonly events?: { readonly [name: string]: Fields }
  readonly entities: { readonly [name: string]: AuthoredEntity }
  readonly actions: { readonly [name: string]: AuthoredAction }
  readonly separation?: Separation
  readonly migrate?: MigrationDeclaration
}
type AuthoredEntity = Omit<EntityDeclaration, 'tallies'> & { readonly tallies?: { readonly [name: string]: object } }
type AuthoredAction = { readonly basis?: string; readonly input?: Fields; readonly [member: string]: unknown }

declare const declared: unique symbol

/** A declared affair: plain data, with the types of what its author wrote. */
export interface Affair<A> extends Omit<AffairDeclaration, 'name' | 'actions'> {
  readonly name: NameOf<A>
  /** To call them: `calls: { paid: { of: treasury.actions.settle, … } }`. */
  readonly actions: ActionsOf<A>
  /** To read them: `with: { buyer: { one: identity.rows.subject, … } }`, `t.ref(certificates, 'certificate')`. */
  readonly rows: RowsOf<A>
  readonly [declared]?: A
}

export type NameOf<A> = A extends { readonly name: infer Name extends string } ? Name : string

type ActionsOf<A> = A extends { readonly actions: infer Actions }
  ? {
      readonly [N in keyof Actions & string]: ActionDeclaration &
        Callable<NameOf<A>, N, InputKinds<A, Actions[N]>, ResultOf<Actions[N]>>
    }
  : never

type RowsOf<A> = A extends { readonly entities: infer Entities }
  ? { readonly [E in keyof Entities & string]: RowHandle<NameOf<A>, E, Entities[E]> }
  : never

/** The kinds of an action's input: the row's id, the fields that are filled in, the rest. */
export type InputKinds<A, X> = RowKind<X> & FilledKinds<A, X> & (X extends { input: infer Input } ? Input : unknown)

type RowKind<X> = X extends { on: infer E extends string }
  ? { readonly [N in E]: { readonly kind: 'ref'; readonly entity: E } }
  : unknown
type FilledKinds<A, X> = X extends { fill: readonly (infer N extends string)[] }
  ? { readonly [F in N]: FieldKind<A, X, F> }
  : unknown
type FieldKind<A, X, F> = A extends { entities: infer Entities }
  ? OwnName<X> extends keyof Entities
    ? Entities[OwnName<X>] extends { fields: infer Of }
      ? F extends keyof Of
        ? Of[F]
        : never
      : never
    : never
  : never
type OwnName<X> = X extends { on: infer E } ? E : X extends { creates: infer E } ? E : never
type ResultOf<X> = OwnName<X>

/** What `encodeInput` takes for an action: `ActionInput<typeof land.actions.sell>`. */
export type ActionInput<C> = PlainFields<CallInput<C>>

/**
 * Declares an affair. The types judge names, statuses and shapes as the author writes; `checkAffair` judges the rest
 * (the expressions above all) in tests, in the build and when it is installed.
 */
export function defineAffair<const A extends Authored>(affair: A & Judged<A>): Affair<A> {
  const written = affair as unknown as Authored
  const actions = Object.entries(written.actions).map(([name, action]) => [
    name,
    { ...referred(action), affair: written.name, action: name },
  ])
  const rows = Object.keys(written.entities).map((entity) => [entity, { affair: written.name, entity }])
  const { name, version, params = {}, events = {}, entities, separation, migrate } = written
  return {
    name,
    version,
    params,
    events,
    entities,
    actions: Object.fromEntries(actions),
    ...(separation ? { separation } : {}),
    ...(migrate ? { migrate } : {}),
    rows: Object.fromEntries(rows),
  } as unknown as Affair<A>
}

/** Other affairs' actions and rows by name only: a declaration doesn't hold those that it calls. */
function referred(action: AuthoredAction): AuthoredAction {
  const calls = action.calls as ActionDeclaration['calls'] | undefined
  if (!calls) return action
  const named = Object.entries(calls).map(([name, { of, give }]) => [
    name,
    { of: { affair: of.affair, action: of.action }, give },
  ])
  return { ...action, calls: Object.fromEntries(named) }
}

/** A signer that several actions share, as plain data. */
export function party<const Rule extends SignerRule>(rule: Rule): Rule {
  return rule
}
