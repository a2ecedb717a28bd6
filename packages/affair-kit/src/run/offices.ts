import { type Cbor, decodeCbor } from '@gongshi/protocol'
import type { Division, Organ, Value } from '../cel/value.ts'
import { dayOfDateText } from '../kinds/civilDate.ts'
import { decodeValue } from '../kinds/codec.ts'
import { kindLimits } from '../kinds/limits.ts'
import type { Installed } from './host.ts'
import { readCurrentRow } from './migrate.ts'
import { maxMemberBytes, rangeOfMembers } from './pages.ts'
import { entityTable, indexTable, type RowState } from './row.ts'
import type { Session } from './session.ts'

/** An office that an officer holds: what it empowers to, and where. */
export type Office = {
  readonly organ: Organ | null
  readonly roles: readonly Value[]
  readonly division: Division | null
  /** False: not yet, or no more at this block's time; or the office is closed, or its organ is no more. */
  readonly holds: boolean
}

const dayMs = 86_400_000
/** More appointments than any life has; beyond them the newest could hide. The bound on reads comes first. */
const maxAppointments = 1_000

/**
 * The offices of an officer. Where the affair declares appointments, each of them counts, on its days; elsewhere (small
 * ledgers, benches) the officer's row says organ, roles and division itself. Undefined: its organ is no more.
 */
export function officesOf(
  session: Session,
  organisations: Installed,
  officerId: Cbor,
  officer: RowState,
): readonly Office[] | undefined {
  const { affair, entities } = organisations.program
  if (entities.appointment === undefined) {
    const office = officeOf(officer)
    return organLives(session, organisations, office.organ) ? [office] : undefined
  }
  const held = { affair, table: indexTable('appointment', 'officer'), set: officerId }
  const ids = rangeOfMembers(session.state, held, { limit: maxAppointments })
  return ids.flatMap((member) => {
    const id = decodeCbor(member, { maxBytes: maxMemberBytes, maxDepth: kindLimits.maxIdDepth + 2 })
    const appointment = rowOf(session, organisations, 'appointment', id)
    const row = appointment && rowOf(session, organisations, 'office', appointment.fields.office as Cbor)
    if (appointment === undefined || row === undefined) return []
    const office = officeOf(row)
    const holds =
      row.status === 'open' && isInTerm(session, appointment) && organLives(session, organisations, office.organ)
    return [{ ...office, holds }]
  })
}

function officeOf({ fields }: RowState): Office {
  const { roles, division } = fields
  return {
    organ: organOf(fields.organ ?? null),
    roles: (roles ?? []) as readonly Value[],
    division: (division ?? null) as Division | null,
    holds: true,
  }
}

/** From its first moment on, up to its last and not on it. */
function isInTerm({ block }: Session, { fields }: RowState): boolean {
  const { from, until } = fields as { readonly from?: Value; readonly until?: Value }
  return (from as number) <= block.time && (typeof until !== 'number' || block.time < until)
}

/**
 * Whether an organ is in being at this block's time, on the day of legal time: from the day of its founding, up to the
 * day of its end and not on it, which may have been recorded long before. Rows without days go by their status.
 */
export function organLives(session: Session, organisations: Installed, organ: Organ | null): boolean {
  if (organ === null) return true
  const key = organisations.program.entities.organ?.key
  const id = [organ.scheme, organ.id]
  const row = rowOf(session, organisations, 'organ', key?.length === 1 ? [id] : id)
  if (row === undefined) return false
  const today = Math.floor((session.block.time + session.calendar.offsetMs) / dayMs)
  const { founded, until } = row.fields as { readonly founded?: Value; readonly until?: Value }
  if (typeof founded === 'string' && today < dayOfDateText(founded)) return false
  return row.status === 'active' || (typeof until === 'string' && today < dayOfDateText(until))
}

export function rowOf(session: Session, installed: Installed, name: string, id: Cbor): RowState | undefined {
  const { affair, entities } = installed.program
  const entity = entities[name]
  const value = entity && session.state.get(affair, entityTable(name), id)
  return value === undefined ? undefined : readCurrentRow(session, installed, entity!, value)
}

/** An organ stands as a value, as the id of its row (which is its scheme and id), or as that row's only key field. */
export function organOf(value: Value): Organ | null {
  if (!Array.isArray(value)) return value as Organ | null
  const cbor = (value.length === 1 ? value[0] : value) as Cbor
  return decodeValue({ kind: 'organ' }, cbor, 'organ') as Organ
}
