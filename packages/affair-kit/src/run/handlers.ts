import type { Value } from '../cel/value.ts'
import type { NamedKind } from '../declare/declaration.ts'
import type { Kind } from '../kinds/kind.ts'
import type { RowLabel } from '../sealed/rowLabel.ts'
import type { Meter } from './meter.ts'

/** A value together with its kind, so that a sandbox can carry it across. */
export type Typed = { readonly kind: Kind; readonly value: Value }

/** What one execution lends a handler. Everything it does goes through here; nothing else is in reach. */
export type HandlerPowers = {
  /** Whose handlers they are: refs that name no other affair are to its rows. */
  readonly affair: string
  readonly now: number
  readonly meter: Meter
  /** Refusals that the handler throws, events that it emits, rows that it makes: by name, with their fields. */
  readonly refusals: { readonly [code: string]: readonly NamedKind[] }
  readonly events: { readonly [name: string]: readonly NamedKind[] }
  readonly creations: { readonly [entity: string]: readonly NamedKind[] }
  emit(event: string, fields: { readonly [name: string]: Value }): void
  /** Makes the row and gives its id. */
  create(entity: string, fields: { readonly [name: string]: Value }): Typed
  readonly asks: Asks
  /** What a ref stands for where something is asked about its row. */
  label(ref: Ref, id: Value): RowLabel
}

export type Ref = Extract<Kind, { kind: 'ref' }>

/** Computes an answer for whatever it is given: data, with a `RowLabel` for each ref. Throws only when the budget is spent. */
export type Ask = (args: readonly unknown[]) => Typed

/** `ctx.threshold`, `ctx.blind`, `ctx.unseal`, `ctx.digest` and `ctx.draw`. */
export type Asks = {
  readonly threshold: { readonly [name: string]: Ask }
  readonly blind: { readonly [name: string]: Ask }
  readonly unseal: { readonly [name: string]: Ask }
  readonly digest: { readonly [name: string]: Ask }
  readonly draw: Ask
}

export type HandlerEnd =
  | { readonly kind: 'done'; readonly to?: string }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: { readonly [name: string]: Value } }

/** An affair's handlers, however they are run. Whatever `run` throws is a fault of the affair, except a spent budget. */
export interface Handlers {
  has(action: string): boolean
  run(action: string, scope: { readonly [name: string]: Typed }, powers: HandlerPowers): HandlerEnd
}
