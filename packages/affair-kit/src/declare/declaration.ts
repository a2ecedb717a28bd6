import type { Fields, Kind } from '../kinds/kind.ts'

/**
 * A declaration as everything but its author sees it: plain data in the shape of what `defineAffair` returns. Texts in
 * `is`, `set`, `refuse`, `give`, `at`, `person`, `holder`, `organ`, `of`, `within` and invariants are CEL.
 */
export type AffairDeclaration = {
  readonly name: string
  readonly version: number
  /** Effective-dated values of table `param`; each cites its clause (`kind.basis`). */
  readonly params: Fields
  readonly events: { readonly [name: string]: Fields }
  readonly entities: { readonly [name: string]: EntityDeclaration }
  readonly actions: { readonly [name: string]: ActionDeclaration }
  /** Making, executing and supervising one thing are kept apart: see `Separation`. */
  readonly separation?: Separation
  /** How rows of the previous version become rows of this one. Absent: their shapes are the same. */
  readonly migrate?: MigrationDeclaration
}

export type EntityDeclaration = {
  /** Fields that identify a row; its id is the array of their values. Absent: the id comes from the txId. */
  readonly key?: readonly string[]
  readonly fields: Fields
  readonly status: readonly string[]
  /** Fields by which rows are listed. */
  readonly index?: readonly string[]
  /** Optional fields that are set whenever the row has that status. */
  readonly has?: { readonly [status: string]: readonly string[] }
  readonly tallies?: { readonly [name: string]: TallyDeclaration }
  /** Bool expressions over `before` and `after` (both the row; `before` only when it existed) by their meaning in words. */
  readonly invariants?: { readonly [meaning: string]: string }
}

/** A figure over child rows whose field `by` refers to this row, while the child is in one of the statuses `in`. */
export type TallyDeclaration =
  | { readonly count: string; readonly by: string; readonly in: readonly string[] }
  | { readonly sum: string; readonly of: string; readonly by: string; readonly in: readonly string[] }

export type ActionDeclaration = {
  /** The row that the action moves; its id is the first member of the input, under the entity's name. */
  readonly on?: string
  readonly creates?: string
  readonly from?: readonly string[]
  /** An array of several lets the handler choose. Absent with `on`: the status stays. */
  readonly to?: string | readonly string[]
  /** Clause of the register, `<law>/<article>`. */
  readonly basis: string
  /** Fields of the entity that the signer fills in, before `input`. */
  readonly fill?: readonly string[]
  readonly input?: Fields
  readonly with?: { readonly [name: string]: WithClause }
  readonly signers?: { readonly [name: string]: SignerRule }
  /** Nobody signs it: it happens only when an act of another affair calls it, on that act's word. */
  readonly calledOnly?: true
  /** The action also happens by itself at this time of its own row, while the row is in `from`. */
  readonly at?: string
  /** CEL that refuses when true; a record of kinds (the refusal's detail) when the handler throws it. */
  readonly refuse?: { readonly [code: string]: string | Fields }
  readonly calls?: { readonly [name: string]: CallClause }
  /** Values of the row's own fields. */
  readonly set?: Assignments
  /** By event name: CEL for each of its fields, or `true` when the handler emits it. */
  readonly emits?: { readonly [event: string]: { readonly [field: string]: string } | true }
  readonly handler?: boolean
  /** Sealed records that the handler opens with `ctx.unseal.<name>`: the fields of each, in the order in which they are sealed. */
  readonly unseals?: { readonly [name: string]: Fields }
  /** Records whose digest the handler computes with `ctx.digest.<name>`: the fields of each, in the order in which they are hashed. */
  readonly digests?: { readonly [name: string]: Fields }
  /** What happens when it throws or breaks an invariant: the action is suspended (absent), or only alarmed. */
  readonly onFault?: 'alarm'
  readonly bounds?: Partial<Bounds>
}

/** CEL text, or a literal where CEL would only quote it. */
export type Assignments = { readonly [field: string]: string | boolean | number | null }

/** Ceilings of one execution; over them: `refused: bounds`. `bytes` counts encoded writes and events. */
export type Bounds = {
  readonly steps: number
  readonly reads: number
  readonly writes: number
  readonly events: number
  readonly bytes: number
}

export type RowReference = { readonly affair: string; readonly entity: string }
export type ActionReference = { readonly affair: string; readonly action: string }

/** Every other row that an action touches. */
export type WithClause =
  | {
      /** An entity of this affair, or `other.rows.entity`. */
      readonly one: string | RowReference
      /** The row's id: a ref, the only key field's value, or an array of all key fields' values. */
      readonly is: string | readonly string[]
      readonly from?: readonly string[]
      readonly to?: string
      readonly set?: Assignments
    }
  | {
      /** All rows (in `from`, if given) whose indexed field `by` equals `is`; absent: the action's own row. */
      readonly each: string
      readonly by: string
      readonly is?: string
      readonly max: number
      readonly from?: readonly string[]
      readonly to?: string
      readonly set?: Assignments
    }
  | {
      /** A row made by the kit from `set`; without `set`, rows that the handler makes by `ctx.create.<entity>`. */
      readonly new: string
      readonly to: string
      readonly set?: Assignments
      /** The most that a handler may make; absent: 20. */
      readonly max?: number
    }

/** `atLeast`: that many different keys, all signing under this name; absent: one. */
export type SignerRule =
  | {
      readonly officer: string
      readonly of?: string
      readonly within?: string
      /** Not an officer who signed such an action on the same row before: maker is not checker. */
      readonly not?: string | readonly string[]
      readonly atLeast?: number
    }
  /** A ref to a row `officer` of affair `organisations`: that very officer, by whatever office. */
  | { readonly holder: string; readonly atLeast?: number }
  /**
   * `brings`: the field of the input (a record of `suite`, `x`, `y`) that is the signer's key, which nobody has registered. The ledger
   * takes such an act only while its rules let it pass, so that no stranger fills it with refusals.
   */
  | { readonly person: string; readonly brings?: string; readonly atLeast?: number }
  | { readonly organ: string; readonly atLeast?: number }
  | Confirmation

/**
 * A sensitive act is signed twice. Who signs under the name `confirms` is confirmed by the same officer with another key, or
 * by another officer who fits the same rule; `by` allows only one of the two. A key stands for a device: each registers its own.
 */
export type Confirmation = { readonly confirms: string; readonly by?: 'device' | 'person'; readonly atLeast?: 1 }

export const powers = ['making', 'executing', 'supervising'] as const
export type Power = (typeof powers)[number]

/**
 * Whoever acted on a row of entity `of` under one power acts on it under no other: no officer, or (`apart: 'organ'`) nobody
 * of the same organ. Each action named has such a row: its own, or exactly one that it finds by `with`. And no role serves
 * two powers.
 */
export type Separation = {
  readonly of: string
  readonly apart: 'officer' | 'organ'
} & { readonly [power in Power]?: readonly string[] }

/** A call into another affair, inside the same transaction; `give` has CEL for each member of the callee's input. */
export type CallClause = {
  readonly of: ActionReference
  readonly give: { readonly [name: string]: string }
}

export type MigrationDeclaration = {
  readonly from: number
  /** By entity: values of new or changed fields, over `before`, the old row; and old statuses by new name. */
  readonly entities: {
    readonly [entity: string]: {
      readonly set?: Assignments
      readonly status?: { readonly [old: string]: string }
    }
  }
}

/** A kind that the declaration gives a name. */
export type NamedKind = { readonly name: string; readonly kind: Kind }
