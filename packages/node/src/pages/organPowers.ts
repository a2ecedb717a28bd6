import type { Json, Kind } from '@gongshi/affair-kit'
import { type OrganId, organisations } from '@gongshi/affairs'
import type { Organ, OrganDuty, OrganOffice, OrganPower } from '@gongshi/portal'
import type { LocalText } from '@gongshi/ui'
import type { Projections } from '../projections/projections.ts'
import type { ViewRow } from '../projections/question.ts'
import { sortValue } from '../projections/sortValue.ts'

type Views = Pick<Projections, 'list'>
type Entity = keyof typeof organisations.rows & string

/** More than a page shows; what is beyond is found through the views. */
const mostRows = 100

/** An organ's offices with who holds what of them now, and where its duties went to or came from. */
export type OrganStanding = {
  readonly offices: readonly OrganOffice[]
  readonly passedOn: readonly OrganDuty[]
  readonly inherited: readonly OrganDuty[]
}

export async function organStanding(
  views: Views,
  id: OrganId,
  now: number,
  named: (organ: OrganId) => Promise<Organ>,
): Promise<OrganStanding> {
  const ref: Json = [[id.scheme, id.id]]
  const [own, out, from, into, offices] = await Promise.all([
    rowsOf(views, 'organ', 'organ', { scheme: id.scheme, id: id.id }),
    rowsOf(views, 'duty', 'organ', ref),
    rowsOf(views, 'duty', 'successor', ref),
    rowsOf(views, 'organ', 'successor', ref),
    rowsOf(views, 'office', 'organ', { scheme: id.scheme, id: id.id }),
  ])
  const standing = (rows: readonly ViewRow[]) => rows.filter(({ status }) => status === 'transferred')
  const ended = (rows: readonly ViewRow[]) => rows.filter(({ fields }) => (fields.successor ?? null) !== null)
  const dutyOf = async ({ fields }: ViewRow, side: string): Promise<OrganDuty> => ({
    how: 'transferred',
    affair: text(fields.affair),
    organ: await named(idIn(fields[side])),
    from: text(fields.from) ?? '',
    clause: text(fields.clause) ?? '',
  })
  const endOf = async ({ fields }: ViewRow, organ: OrganId): Promise<OrganDuty> => ({
    how: (text(fields.endedBy) ?? 'abolished') as OrganDuty['how'],
    affair: null,
    organ: await named(organ),
    from: text(fields.until) ?? '',
    clause: text(fields.clause) ?? '',
  })
  return {
    offices: await Promise.all(offices.filter(({ status }) => status === 'open').map((row) => office(views, row, now))),
    passedOn: await Promise.all([
      ...ended(own).map((row) => endOf(row, idIn(row.fields.successor))),
      ...standing(out).map((row) => dutyOf(row, 'successor')),
    ]),
    inherited: await Promise.all([
      ...ended(into).map((row) => endOf(row, row.fields.organ as unknown as OrganId)),
      ...standing(from).map((row) => dutyOf(row, 'organ')),
    ]),
  }
}

async function office(views: Views, { fields }: ViewRow, now: number): Promise<OrganOffice> {
  const { scheme, id } = fields.organ as unknown as OrganId
  const ref: Json = [[scheme, id], fields.post!]
  const [appointed, lent] = await Promise.all([
    rowsOf(views, 'appointment', 'office', ref),
    rowsOf(views, 'delegation', 'office', ref),
  ])
  const powers = [
    ...appointed.map((row) => powerOf(row, capacityOf(row), fields.roles)),
    ...lent.map((row) => powerOf(row, 'lent', row.fields.roles)),
  ]
  const title = [local('zh', fields.titleZh), local('en', fields.titleEn)].flat()
  return {
    post: text(fields.post) ?? '',
    title,
    roles: fields.roles as readonly string[],
    division: (fields.division as { readonly code: string }).code,
    powers: powers.filter(({ until }) => until === null || Date.parse(until) > now),
  }
}

function capacityOf({ fields: { entrustment = null, acting = null } }: ViewRow): OrganPower['capacity'] {
  if (entrustment !== null) return 'entrusted'
  return acting === null ? 'regular' : 'acting'
}

function powerOf({ fields }: ViewRow, capacity: OrganPower['capacity'], roles: Json | undefined): OrganPower {
  const { affair = null, action = null, division = null } = fields
  return {
    capacity,
    officer: numberIn(fields.officer).slice(0, 8),
    lender: capacity === 'lent' ? numberIn(fields.lender).slice(0, 8) : null,
    roles: roles as readonly string[],
    affair: text(affair),
    action: text(action),
    division: division === null ? null : (division as { readonly code: string }).code,
    from: text(fields.from) ?? '',
    until: text(fields.until),
  }
}

/** Rows of an entity of `organisations` whose field has this value. */
export async function rowsOf(
  views: Pick<Projections, 'list'>,
  entity: Entity,
  field: string,
  value: Json,
): Promise<readonly ViewRow[]> {
  const kind = (organisations.entities[entity] as { readonly fields: { readonly [name: string]: Kind } }).fields[field]!
  const bytes = sortValue(kind, value)
  const filters = [{ field, from: bytes, to: bytes }]
  const order = { field: '', isDescending: false }
  const { rows } = await views.list({ affair: 'organisations', entity, filters, order, after: null, limit: mostRows })
  return rows
}

function local(lang: 'zh' | 'en', value: Json | undefined): LocalText {
  return typeof value === 'string' ? [{ lang, text: value }] : []
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null
}

/** [[scheme, id]] */
function idIn(ref: Json | undefined): OrganId {
  const [[scheme, id]] = ref as unknown as readonly [readonly [string, string]]
  return { scheme, id }
}

function numberIn(ref: Json | undefined): string {
  const [number] = ref as unknown as readonly [string | { readonly hex: string }]
  return typeof number === 'string' ? number : number.hex
}
