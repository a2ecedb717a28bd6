import type { StateWriter } from '@gongshi/affair-kit'
import { type Cbor, isName, limits, type Outcome } from '@gongshi/protocol'
import { ledgerTables } from './ledgerState.ts'
import { findActive, isSuspended, scheduleVersion } from './versions.ts'

/**
 * The affair whose acts change the ledger itself. Who may do so stands in its declaration; its events are the orders:
 * [activate, affair, version, version hash, from height] and [resume, affair, version, action].
 */
export const governanceAffair = 'governance'

/** What an order did, for a system leaf of its own. */
export type Effect = { readonly event: string; readonly detail: Cbor }

/**
 * Carries out the orders among an act's events, or nothing (null) if one of them is impossible: the act is refused then.
 * A version begins to decide in a later block, so that nodes without it can say so before.
 */
export function carryOutOrders(state: StateWriter, height: number, outcome: Outcome): readonly Effect[] | null {
  const effects: Effect[] = []
  for (const event of outcome[0] === 'ok' ? outcome[1] : []) {
    const [name, ...order] = event as readonly Cbor[]
    if (name !== 'activate' && name !== 'resume') continue
    const effect = name === 'activate' ? activate(state, height, order) : resume(state, order)
    if (effect === null) return null
    effects.push(effect)
  }
  return effects
}

function activate(state: StateWriter, height: number, order: readonly Cbor[]): Effect | null {
  const [affair, version, hash, from] = order
  if (typeof affair !== 'string' || !isName(affair) || !(hash instanceof Uint8Array) || hash.length !== 32) return null
  const [number, begins] = [wholeNumber(version), wholeNumber(from)]
  const inForce = findActive(state, affair, height)?.version ?? 0
  if (number === null || number <= inForce || number > limits.affairVersion || begins === null || begins <= height)
    return null
  scheduleVersion(state, { affair, version: number, hash, from: begins })
  return { event: 'version-scheduled', detail: [affair, number, hash, begins] }
}

function resume(state: StateWriter, order: readonly Cbor[]): Effect | null {
  const [affair, version, action] = order
  const number = wholeNumber(version)
  if (typeof affair !== 'string' || typeof action !== 'string' || number === null) return null
  if (!isSuspended(state, affair, number, action)) return null
  state.remove('ledger', ledgerTables.suspensions, [affair, number, action])
  return { event: 'resumed', detail: [affair, number, action] }
}

function wholeNumber(value: Cbor | undefined): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : null
}
