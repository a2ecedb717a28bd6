import { decodeValue, KitError, type Order, orderFields, type Value } from '@gongshi/affair-kit'
import type { Cbor, Outcome } from '@gongshi/protocol'
import { carryOut, type Effect, endPause, type Impossible, type OrderPlace } from './orders.ts'
import { Overlay } from './overlay.ts'

export { governanceAffair } from '@gongshi/affair-kit'

const kinds = Object.entries(orderFields)

/**
 * Carries out the orders among the events of an act of governance, or says why one of them is impossible: the act is
 * refused then, with all that it would have done. What is only proposed is tried out and leaves nothing behind.
 */
export function carryOutOrders(
  state: Overlay,
  place: Omit<OrderPlace, 'state'>,
  outcome: Outcome,
): readonly Effect[] | Impossible {
  const effects: Effect[] = []
  for (const event of outcome[0] === 'ok' ? outcome[1] : []) {
    const [name, ...fields] = event as readonly Cbor[]
    if (name !== 'propose' && name !== 'enact' && name !== 'end') continue
    const order = readOrder(fields)
    const on = { ...place, state: name === 'propose' ? new Overlay(state) : state }
    const done = order === undefined ? 'change-missing' : obey(name, on, order)
    if (typeof done === 'string') return done
    if (done !== null && name !== 'propose') effects.push(done)
  }
  return effects
}

function obey(name: 'propose' | 'enact' | 'end', place: OrderPlace, order: Order): Effect | null | Impossible {
  if (name !== 'end') return carryOut(place, order)
  return order.pause ? endPause(place, order.pause) : 'change-missing'
}

/** Undefined for an event of another shape: another declaration of governance than this ledger was made for. */
function readOrder(fields: readonly Cbor[]): Order | undefined {
  if (fields.length !== kinds.length) return undefined
  try {
    const values = kinds.map(([name, kind], at): [string, Value] => [name, decodeValue(kind, fields[at]!, name)])
    return Object.fromEntries(values) as unknown as Order
  } catch (error) {
    if (error instanceof KitError) return undefined
    throw error
  }
}
