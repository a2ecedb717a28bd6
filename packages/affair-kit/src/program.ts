import type { Ast } from './cel/ast.ts'
import type { ActionReference, Bounds, NamedKind, Power, RowReference } from './declare/declaration.ts'

/**
 * Everything that executing an affair needs: checked, compiled, in the order in which it is declared. Plain JSON data.
 * Order of execution: input, row and `with` rows found and in their statuses, signers, `refuse`, `calls`, `set` and
 * `with` sets (all over the rows as they were, with `call.*`), the handler, tallies, invariants, events.
 *
 * Scopes. `input`, `param`, `now` (time), `signer.<name>` ({officer, organ, division, key} of an officer, {subject, key} of a
 * person, {officer, key} of an officer by number, {organ, key} of an organ), the own row under its entity's name, each `one` under its name in `with`, and
 * after the calls `call.<name>.<entity>` (id of the row that the callee moved or created). A row has its fields, its
 * tallies, `id`, `status` and `revision`. `each` rows are seen one at a time, under the clause's name, in their own
 * `set`. A due act has neither `input` nor `signer`.
 */
export type Program = {
  readonly affair: string
  readonly version: number
  /** SHA-256 of the canonical declaration, hex. */
  readonly hash: string
  readonly params: readonly NamedKind[]
  readonly events: { readonly [name: string]: readonly NamedKind[] }
  readonly entities: { readonly [name: string]: EntityProgram }
  readonly actions: { readonly [name: string]: ActionProgram }
  readonly separation?: SeparationProgram
  readonly migrate?: MigrationProgram
}

export type EntityProgram = {
  readonly name: string
  /** Indexes into `fields`; null: the id comes from the txId. */
  readonly key: readonly number[] | null
  readonly fields: readonly NamedKind[]
  readonly statuses: readonly string[]
  readonly index: readonly string[]
  readonly has: { readonly [status: string]: readonly string[] }
  readonly tallies: readonly TallyProgram[]
  /** Tallies, here or of another entity of this affair, that a change of this entity's rows moves. */
  readonly talliedBy: readonly { readonly entity: string; readonly tally: string }[]
  readonly invariants: readonly InvariantProgram[]
  /** Actions of this entity with a time of their own: re-armed at each write of a row. */
  readonly timed: readonly string[]
}

export type TallyProgram = {
  readonly name: string
  readonly child: string
  /** The child's ref field that names the parent. */
  readonly by: string
  readonly in: readonly string[]
  /** Null: a count (bigint). Otherwise the child's field: an int (bigint), or money that starts as zero XXX. */
  readonly sum: { readonly field: string; readonly kind: 'int' | 'money' } | null
}

/** `test` is over `before` and `after`. One that reads `before` is skipped for a row that did not exist. */
export type InvariantProgram = { readonly meaning: string; readonly test: Ast; readonly readsBefore: boolean }

export type ActionProgram = {
  readonly name: string
  readonly basis: string
  readonly on: string | null
  readonly creates: string | null
  /** Empty unless `on`. */
  readonly from: readonly string[]
  /** Empty: the status stays. One: the kit sets it. More: the handler returns `{ to }`. */
  readonly to: readonly string[]
  /** The input array: the row's id (with `on`), the filled-in fields, the rest. */
  readonly input: readonly NamedKind[]
  /** Names among `input` that are fields of the row and are stored as such. */
  readonly fill: readonly string[]
  readonly with: readonly WithProgram[]
  readonly signers: readonly SignerProgram[]
  /** The row's own time at which the action also happens by itself: armed while its status is in `from`, unless null. */
  readonly at: Ast | null
  /** True: nobody may submit it, only its time brings it about. */
  readonly dueOnly: boolean
  /** `test` null: the handler throws it, with a detail of these fields. */
  readonly refuse: readonly {
    readonly code: string
    readonly test: Ast | null
    readonly detail: readonly NamedKind[]
  }[]
  readonly calls: readonly CallProgram[]
  readonly set: readonly SetProgram[]
  /** `fields` null: the handler emits it. */
  readonly emits: readonly { readonly event: string; readonly fields: readonly Ast[] | null }[]
  readonly handler: boolean
  /** Sealed records that the handler opens, by name, with their fields in the order in which they are sealed. */
  readonly unseals: readonly { readonly name: string; readonly fields: readonly NamedKind[] }[]
  /** Records whose digest the handler computes, likewise. */
  readonly digests: readonly { readonly name: string; readonly fields: readonly NamedKind[] }[]
  readonly onFault: 'suspend' | 'alarm'
  readonly bounds: Bounds
}

export type SetProgram = { readonly field: string; readonly value: Ast }

export type WithProgram =
  | {
      readonly mode: 'one'
      readonly name: string
      readonly row: RowReference
      /** How the expressions in `is` make the id: one ref, or the key fields' values in order. */
      readonly id: 'ref' | 'key'
      readonly is: readonly Ast[]
      readonly from: readonly string[]
      readonly to: string | null
      readonly set: readonly SetProgram[]
    }
  | {
      readonly mode: 'each'
      readonly name: string
      readonly row: RowReference
      readonly by: string
      readonly is: Ast
      readonly max: number
      readonly from: readonly string[]
      readonly to: string | null
      readonly set: readonly SetProgram[]
    }
  | {
      readonly mode: 'new'
      readonly name: string
      readonly row: RowReference
      readonly to: string
      /** Null: made by the handler, at most `max`. Otherwise by the kit, exactly one. */
      readonly set: readonly SetProgram[] | null
      readonly max: number
    }

export type SignerProgram =
  | OfficerProgram
  /** The officer whom a ref names, and nobody else. */
  | { readonly mode: 'holder'; readonly name: string; readonly officer: Ast; readonly atLeast: number }
  | PersonProgram
  | { readonly mode: 'organ'; readonly name: string; readonly organ: Ast; readonly atLeast: number }
  /** Whoever fits the earlier rule `confirms`: the same officer with another key, another one, or (null) either. */
  | {
      readonly mode: 'confirmation'
      readonly name: string
      readonly confirms: OfficerProgram
      readonly by: 'device' | 'person' | null
      readonly atLeast: 1
    }
export type PersonProgram = {
  readonly mode: 'person'
  readonly name: string
  readonly subject: Ast
  /** The field of the input that is the signer's key; absent: a key that is registered. */
  readonly brings?: string
  readonly atLeast: number
}
export type OfficerProgram = {
  readonly mode: 'officer'
  readonly name: string
  readonly role: string
  readonly of: Ast | null
  readonly within: Ast | null
  /** Actions of this affair on the same row. */
  readonly not: readonly string[]
  readonly atLeast: number
}

export type CallProgram = {
  readonly name: string
  readonly of: ActionReference
  /** In the order of the callee's input. */
  readonly give: readonly { readonly name: string; readonly value: Ast }[]
}

/** Powers over a row of entity `of` that no officer (or organ) has two of; each with its actions. */
export type SeparationProgram = {
  readonly of: string
  readonly apart: 'officer' | 'organ'
  readonly powers: readonly { readonly name: Power; readonly actions: readonly string[] }[]
}

export type MigrationProgram = {
  readonly from: number
  readonly entities: {
    readonly [entity: string]: {
      readonly set: readonly SetProgram[]
      readonly status: { readonly [old: string]: string }
    }
  }
}
