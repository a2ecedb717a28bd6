import { type Cbor, statePath } from '@gongshi/protocol'
import type { Holder } from './holders.ts'
import type { Reach } from './makers.ts'
import { entityTable } from './row.ts'
import { rowOf } from './rowOf.ts'
import type { Session } from './session.ts'

/**
 * The name of a row for those who declare a conflict of interest: its path in the state (docs/protocol.md, State), so 32
 * bytes for a row of any affair.
 */
export function rowPath(affair: string, entity: string, id: Cbor): Uint8Array {
  return statePath(affair, entityTable(entity), id)
}

/** Whether the officer is barred from a case that the action touches: its own row, or one that `with` names. */
export function isBarred(session: Session, { officer, recusals }: Holder, { own, one }: Reach): boolean {
  const { organisations } = session
  // PERF: most officers are barred from nothing, which their own row says.
  if (officer === null || recusals === 0n || organisations === undefined) return false
  return [...(own === null ? [] : [own]), ...one.values()].some(({ installed, entity, id }) => {
    const path = rowPath(installed.program.affair, entity.name, id)
    return rowOf(session, organisations, 'recusal', [officer, path])?.status === 'standing'
  })
}
