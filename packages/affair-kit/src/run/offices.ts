import { type Cbor, decodeCbor } from '@gongshi/protocol'
import type { Division, Organ, Value } from '../cel/value.ts'
import { decodeValue } from '../kinds/codec.ts'
import { kindLimits } from '../kinds/limits.ts'
import type { Installed } from './host.ts'
import { placeTerm } from './jurisdiction.ts'
import { maxMemberBytes, rangeOfMembers } from './pages.ts'
import { indexTable, type RowState } from './row.ts'
import { rowOf } from './rowOf.ts'
import type { Session } from './session.ts'
import { always, dayBegins, never, overlap, type Term } from './terms.ts'

/** To what an acting or lent power is narrowed; null: to nothing. */
export type PowerScope = {
  readonly affair: string | null
  readonly action: string | null
  readonly division: Division | null
  readonly place: Term | null | undefined
}

/** What bounds a power in time, by what it rests on. */
export type Limit = {
  readonly by: 'appointment' | 'office' | 'organ' | 'delegation' | 'lender' | 'entrustment' | 'agent'
  readonly term: Term
}

/** A power that somebody holds: what it empowers to, where, and when. It says nothing of now, so it can be remembered. */
export type Office = {
  /** `entrusted`: an officer of another organ acts in this one's name. `key`: an organ's own key. */
  readonly capacity: 'regular' | 'acting' | 'entrusted' | 'lent' | 'key'
  /** The office's row; null for an organ's key, and where officers' rows say it all. */
  readonly id: Cbor | null
  readonly organ: Organ | null
  readonly roles: readonly Value[]
  readonly division: Division | null
  /** How long its place lasts; undefined: the register of divisions does not know it. */
  readonly place: Term | null | undefined
  readonly scopes: readonly PowerScope[]
  readonly limits: readonly Limit[]
  readonly term: Term
  /** The officers through whose hands it came, the last lender first. */
  readonly lenders: readonly Cbor[]
}

/** The most delegations that a power passes through. */
const maxDelegations = 4
/** More appointments than any life has; beyond them the newest could hide. The bound on reads comes first. */
const maxPowers = 1_000

/**
 * The offices of an officer. Where the affair declares appointments, each of them counts, in its term, and so does each
 * delegation; elsewhere (small ledgers, benches) the officer's row says organ, roles and division itself.
 */
export function officesOf(
  session: Session,
  organisations: Installed,
  officerId: Cbor,
  officer: RowState,
): readonly Office[] {
  const { entities } = organisations.program
  if (entities.appointment === undefined) {
    const { organ, roles, division } = powersOf(officer)
    const powers = { organ, roles, division, place: undefined }
    return [power('regular', null, powers, [], [organLimit(session, organisations, organ)], [])]
  }
  const appointed = idsIn(session, organisations, 'appointment', 'officer', officerId).flatMap(
    (id) => appointedOffice(session, organisations, id) ?? [],
  )
  if (entities.delegation === undefined) return appointed
  const lent = idsIn(session, organisations, 'delegation', 'holder', officerId).flatMap(
    (id) => lentOffice(session, organisations, id) ?? [],
  )
  return [...appointed, ...lent]
}

/** An organ's own key stands for an office without roles. */
export function organsOwn(session: Session, organisations: Installed, organ: Organ | null): Office {
  return power(
    'key',
    null,
    { organ, roles: [], division: null, place: undefined },
    [],
    [organLimit(session, organisations, organ)],
    [],
  )
}

type Powers = Pick<Office, 'organ' | 'roles' | 'division' | 'place'>

function power(
  capacity: Office['capacity'],
  id: Cbor | null,
  powers: Powers,
  scopes: readonly PowerScope[],
  limits: readonly Limit[],
  lenders: readonly Cbor[],
): Office {
  return { capacity, id, ...powers, scopes, limits, term: overlap(limits.map(({ term }) => term)), lenders }
}

function appointedOffice(session: Session, organisations: Installed, id: Cbor): Office | undefined {
  const appointment = rowOf(session, organisations, 'appointment', id)
  const officeId = appointment?.fields.office as Cbor | undefined
  const row = officeId === undefined ? undefined : rowOf(session, organisations, 'office', officeId)
  if (appointment === undefined || row === undefined) return undefined
  const powers = placed(session, powersOf(row))
  const limits: readonly Limit[] = [
    { by: 'appointment', term: termOf(appointment) },
    { by: 'office', term: row.status === 'open' ? always : never },
    organLimit(session, organisations, powers.organ),
  ]
  const scopes = scopeOf(session, appointment)
  const source = (appointment.fields.entrustment ?? null) as Cbor
  if (source !== null) return entrustedOffice(session, organisations, source, officeId!, { powers, scopes, limits })
  const isActing = (appointment.fields.acting ?? null) !== null
  return power(isActing ? 'acting' : 'regular', officeId!, powers, scopes, limits, [])
}

/** What another organ was entrusted with is never more than what the office has, while that organ and the entrustment stand. */
function entrustedOffice(
  session: Session,
  organisations: Installed,
  source: Cbor,
  office: Cbor,
  { powers, scopes, limits }: Pick<Office, 'scopes' | 'limits'> & { readonly powers: Powers },
): Office | undefined {
  const row = rowOf(session, organisations, 'entrustment', source)
  if (row === undefined) return undefined
  const granted = row.fields.roles as readonly Value[]
  const kept = { ...powers, roles: powers.roles.filter((role) => granted.includes(role)) }
  const own: readonly Limit[] = [
    { by: 'entrustment', term: termOf(row) },
    { by: 'agent', term: organTerm(session, organisations, organOf(row.fields.agent!)!) },
  ]
  return power('entrusted', office, kept, scopes, [...limits, ...own], [])
}

/**
 * What was lent is never more than what the lender has: the roles that every link of the chain has, within every link's
 * scope, while every link and the office itself stand, and each lender is an officer still.
 */
function lentOffice(session: Session, organisations: Installed, id: Cbor): Office | undefined {
  const scopes: PowerScope[] = []
  const limits: Limit[] = []
  const lenders: Cbor[] = []
  const granted: (readonly Value[])[] = []
  let link = rowOf(session, organisations, 'delegation', id)
  for (let depth = 0; link !== undefined && depth < maxDelegations; depth++) {
    const { roles, lender, parent, appointment } = link.fields
    const officer = rowOf(session, organisations, 'officer', lender as Cbor)
    limits.push({ by: 'delegation', term: termOf(link) })
    limits.push({ by: 'lender', term: officer?.status === 'active' ? always : never })
    scopes.push(...scopeOf(session, link))
    lenders.push(lender as Cbor)
    granted.push(roles as readonly Value[])
    if (parent === null) {
      const base = appointedOffice(session, organisations, appointment as Cbor)
      if (base === undefined) return undefined
      const kept = base.roles.filter((role) => granted.every((each) => each.includes(role)))
      const powers = { organ: base.organ, roles: kept, division: base.division, place: base.place }
      return power('lent', base.id, powers, [...scopes, ...base.scopes], [...limits, ...base.limits], lenders)
    }
    link = rowOf(session, organisations, 'delegation', parent as Cbor)
  }
  return undefined
}

/** Rows whose indexed field names this one. */
function idsIn(session: Session, { program }: Installed, entity: string, field: string, set: Cbor): readonly Cbor[] {
  const at = { affair: program.affair, table: indexTable(entity, field), set }
  return rangeOfMembers(session.state, at, { limit: maxPowers }).map((member) =>
    decodeCbor(member, { maxBytes: maxMemberBytes, maxDepth: kindLimits.maxIdDepth + 2 }),
  )
}

function placed<P extends { readonly division: Division | null }>(session: Session, of: P) {
  return { ...of, place: of.division === null ? undefined : placeTerm(session, of.division) }
}

function powersOf({ fields }: RowState): Omit<Powers, 'place'> {
  const { roles, division } = fields
  return {
    organ: organOf(fields.organ ?? null),
    roles: (roles ?? []) as readonly Value[],
    division: (division ?? null) as Division | null,
  }
}

/** From its first moment on, up to its last and not on it. */
function termOf({ fields }: RowState): Term {
  const { from, until } = fields as { readonly from?: Value; readonly until?: Value }
  return { from: from as number, until: typeof until === 'number' ? until : Infinity }
}

function scopeOf(session: Session, { fields }: RowState): readonly PowerScope[] {
  const { affair = null, action = null, division = null } = fields
  if (affair === null && action === null && division === null) return []
  const scope = { affair: affair as string | null, action: action as string | null }
  return [placed(session, { ...scope, division: division as Division | null })]
}

function organLimit(session: Session, organisations: Installed, organ: Organ | null): Limit {
  return { by: 'organ', term: organ === null ? always : organTerm(session, organisations, organ) }
}

/**
 * When an organ is in being: from the day of its founding, up to the day of its end and not on it, which may have been
 * recorded long before; days of legal time. Rows without days go by their status.
 */
function organTerm(session: Session, organisations: Installed, organ: Organ): Term {
  const row = organRow(session, organisations, organ)
  if (row === undefined) return never
  const { founded, until } = row.fields as { readonly founded?: Value; readonly until?: Value }
  const { offsetMs } = session.calendar
  const last = typeof until === 'string' ? dayBegins(until, offsetMs) : -Infinity
  return {
    from: typeof founded === 'string' ? dayBegins(founded, offsetMs) : -Infinity,
    until: row.status === 'active' ? Infinity : last,
  }
}

export function organRow(session: Session, organisations: Installed, organ: Organ): RowState | undefined {
  const key = organisations.program.entities.organ?.key
  const id = [organ.scheme, organ.id]
  return rowOf(session, organisations, 'organ', key?.length === 1 ? [id] : id)
}

export function sameOrgan(left: Organ, right: Organ): boolean {
  return left === right || (left.id === right.id && left.scheme === right.scheme)
}

/** An organ stands as a value, as the id of its row (which is its scheme and id), or as that row's only key field. */
export function organOf(value: Value): Organ | null {
  if (!Array.isArray(value)) return value as Organ | null
  const cbor = (value.length === 1 ? value[0] : value) as Cbor
  return decodeValue({ kind: 'organ' }, cbor, 'organ') as Organ
}
