import type { Cbor } from '@gongshi/protocol'
import { holderOf } from './holders.ts'
import type { Block, Host, Registry } from './host.ts'
import type { Office } from './offices.ts'
import { openSession } from './session.ts'

/** Whose key it is, and every power that they hold or held or will hold: `term` says from when to when. */
export type Mandates = {
  /** Id of the officer's row; null for an organ's own key, and a person's. */
  readonly officer: Cbor | null
  readonly offices: readonly Office[]
}

/** More than the offices and delegations of one officer take. */
const bounds = { steps: 200_000, reads: 20_000, writes: 0, events: 0, bytes: 0 }

/**
 * What a key empowers to, by the same functions that judge an act. Undefined: no such key, or one that is revoked, or whose
 * officer has ended.
 */
export function mandatesOf(registry: Registry, host: Host, block: Block, key: Uint8Array): Mandates | undefined {
  const cause = { seed: null, txId: null, salt: new Uint8Array(32), keys: [key] }
  const holder = holderOf(openSession(registry, host, block, bounds, cause), key)
  return holder && { officer: holder.officer, offices: holder.offices }
}
