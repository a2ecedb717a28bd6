import { covers, FieldReader, type OrganId, organKey, type Place, type Row } from './rows.ts'

/** What an organ is. A name that was erased is null. */
export type OrganFacts = {
  readonly kind: string
  readonly nameZh: string | null
  readonly nameEn: string | null
  readonly parent: OrganId | null
  readonly division: Place
  readonly seat: string | null
}

/** What it is on the days [from, until); null: as far as is known, for ever. */
export type OrganState = OrganFacts & {
  readonly from: string
  readonly until: string | null
  readonly clause: string
  /** The number of the period; null for the state that the organ's own row holds. */
  readonly period: number | null
}

export type OrganHistory = {
  readonly organ: OrganId
  readonly founded: string
  /** The first day on which it is no more. */
  readonly until: string | null
  /** The oldest first; each begins on the day on which the one before it ends. */
  readonly states: readonly OrganState[]
}

/** By `organKey`. */
export type OrganHistories = ReadonlyMap<string, OrganHistory>

/**
 * Every organ with all that it was and is known to become, from the rows of the views `organ` and `period`. Handed the
 * rows as they were at some height, it tells what was known then.
 * @throws {KitError} value-kind for rows of another shape
 */
export function organHistories(organs: readonly Row[], periods: readonly Row[]): OrganHistories {
  const earlier = new Map<string, OrganState[]>()
  for (const row of periods) {
    if (row.status !== 'closed') continue
    const fields = new FieldReader(row)
    const key = organKey(fields.organRef('organ'))
    const state = { ...stateOf(fields, 'from'), until: fields.text('until'), period: fields.integer('number') }
    earlier.set(key, [...(earlier.get(key) ?? []), state])
  }
  return new Map(
    organs.map((row) => {
      const fields = new FieldReader(row)
      const organ = fields.organ('organ')
      const until = row.status === 'ended' ? fields.text('until') : null
      const states = [...(earlier.get(organKey(organ)) ?? []), { ...stateOf(fields, 'since'), until, period: null }]
      states.sort((left, right) => (left.from < right.from ? -1 : 1))
      return [organKey(organ), { organ, founded: fields.text('founded'), until, states }]
    }),
  )
}

/** What an organ is on a day; undefined before its founding and from its end on. */
export function organAt({ states }: OrganHistory, day: string): OrganState | undefined {
  return states.find((state) => covers(state, day))
}

export type OrganNode = {
  readonly organ: OrganId
  readonly state: OrganState
  readonly inferiors: readonly OrganNode[]
}

/** The tree on a day: its roots, each with what is under it, in the order of their identifiers. */
export function treeAt(histories: OrganHistories, day: string): readonly OrganNode[] {
  const under = new Map<string | null, { readonly organ: OrganId; readonly state: OrganState }[]>()
  for (const history of histories.values()) {
    const state = organAt(history, day)
    if (state === undefined) continue
    const parent = state.parent && organKey(state.parent)
    const siblings = under.get(parent)
    if (siblings === undefined) under.set(parent, [{ organ: history.organ, state }])
    else siblings.push({ organ: history.organ, state })
  }
  const nodes = (parent: string | null): readonly OrganNode[] =>
    (under.get(parent) ?? [])
      .map(({ organ, state }) => ({ organ, state, inferiors: nodes(organKey(organ)) }))
      .sort((left, right) => (organKey(left.organ) < organKey(right.organ) ? -1 : 1))
  return nodes(null)
}

function stateOf(fields: FieldReader, from: string): Omit<OrganState, 'until' | 'period'> {
  return {
    kind: fields.text('kind'),
    nameZh: fields.optionalText('nameZh'),
    nameEn: fields.optionalText('nameEn'),
    parent: fields.optionalOrganRef('parent'),
    division: fields.place('division'),
    seat: fields.optionalText('seat'),
    from: fields.text(from),
    clause: fields.text('clause'),
  }
}
