import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { NamedKind } from '../declare/declaration.ts'
import { decodeValue, encodeValue } from '../kinds/codec.ts'
import type { StateReader, UnixMs } from './host.ts'
import { refuse } from './refusal.ts'

/** The affair under whose name the ledger keeps what holds for all. */
export const ledgerAffair = 'ledger'
/** Key [affair, parameter] -> [[from, value, basis], …], `from` rising: each value holds from its time to the next. */
export const parameterTable = 'param'

export type EffectiveValue = { readonly from: UnixMs; readonly value: Value; readonly basis: string }

export function encodeParameter(parameter: NamedKind, values: readonly EffectiveValue[]): Cbor {
  return values.map(({ from, value, basis }) => [from, encodeValue(parameter.kind, value, parameter.name), basis])
}

/** The value in force at `now`. Without one the action is refused: nothing is guessed. */
export function readParameter(state: StateReader, affair: string, parameter: NamedKind, now: UnixMs): Value {
  const values = state.get(ledgerAffair, parameterTable, [affair, parameter.name])
  let current: Cbor | undefined
  for (const [from, value] of (values ?? []) as readonly (readonly [number, Cbor])[]) if (from <= now) current = value
  if (current === undefined) return refuse('param-missing', [affair, parameter.name])
  return decodeValue(parameter.kind, current, parameter.name)
}
