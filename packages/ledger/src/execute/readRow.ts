import {
  entityTable,
  ledgerCalendar,
  Meter,
  type Registry,
  type RowState,
  readCurrentRow,
  type StateReader,
} from '@gongshi/affair-kit'
import type { Cbor } from '@gongshi/protocol'

/** More than reading one row, migrations included, may take. */
const bounds = { steps: 20_000, reads: 200, writes: 0, events: 0, bytes: 0 }

/** A row as the version in force reads it; undefined where there is none, or no such affair or entity. */
export function readRow(
  state: StateReader,
  registry: Registry,
  affair: string,
  name: string,
  id: Cbor,
): RowState | undefined {
  const value = state.get(affair, entityTable(name), id)
  const installed = value === undefined ? undefined : registry.get(affair)
  const entity = installed?.program.entities[name]
  if (value === undefined || installed === undefined || entity === undefined) return undefined
  const meter = new Meter(bounds)
  const session = { registry, meter, calendar: ledgerCalendar({ registry, state, meter }) }
  return readCurrentRow(session, installed, entity, value)
}
