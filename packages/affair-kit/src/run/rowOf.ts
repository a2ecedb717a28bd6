import type { Cbor } from '@gongshi/protocol'
import type { Installed } from './host.ts'
import { readCurrentRow } from './migrate.ts'
import { entityTable, type RowState } from './row.ts'
import type { Session } from './session.ts'

/** A row as the version in force reads it; undefined where there is none, or no such entity. */
export function rowOf(session: Session, installed: Installed, name: string, id: Cbor): RowState | undefined {
  const { affair, entities } = installed.program
  const entity = entities[name]
  const value = entity && session.state.get(affair, entityTable(name), id)
  return value === undefined ? undefined : readCurrentRow(session, installed, entity!, value)
}
