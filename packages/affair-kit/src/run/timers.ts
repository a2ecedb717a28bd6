import type { Cbor } from '@gongshi/protocol'
import { evaluate } from '../cel/evaluate.ts'
import type { ActionProgram } from '../program.ts'
import type { UnixMs } from './host.ts'
import { type RowState, rowScope } from './row.ts'
import type { Session } from './session.ts'

/**
 * When the action happens by itself, as the row stands: null when it does not. A pure function of the row, so that an
 * auditor recomputes the whole queue from the rows.
 */
export function armedAt(
  session: Pick<Session, 'meter' | 'calendar'>,
  action: ActionProgram,
  id: Cbor,
  row: RowState,
): UnixMs | null {
  if (action.at === null || action.on === null || !action.from.includes(row.status)) return null
  const scope = { [action.on]: rowScope(id, row) }
  return evaluate(action.at, scope, session.meter, session.calendar) as UnixMs | null
}
