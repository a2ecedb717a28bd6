import { covers, divisionSpans, type OrganId, type OrganState, organKey } from '@gongshi/affairs'
import type { RowFault } from '../errors.ts'
import type { PlannedAct } from '../ledger/plannedAct.ts'
import type { Facts, OrganRow, OrganRows, ReadOrgans } from './readOrgans.ts'
import { Register, type RegisterRows } from './register.ts'
import { type OrganWhat, type Outcome, Rehearsal } from './rehearse.ts'

export type FieldChange = { readonly field: string; readonly before: string | null; readonly after: string | null }

export type OrganChange = {
  readonly what: OrganWhat
  readonly line: number
  /** "scheme/id". */
  readonly subject: string
  /** The day on which it takes effect. */
  readonly day: string
  readonly fields: readonly FieldChange[]
}

export type OrganPlan = {
  readonly changes: readonly OrganChange[]
  readonly acts: readonly PlannedAct[]
  /** Rows that say what the ledger has. */
  readonly unchanged: number
  /** Rows that are not done, and neither is anything else of their organs. */
  readonly refused: readonly RowFault[]
}

/** What a file changes in what the ledger has, organ by organ: all of an organ's rows, or none of them. */
export function planOrgans(read: ReadOrgans, rows: RegisterRows): OrganPlan {
  const faults = [...read.faults]
  const places = divisionSpans(rows.divisions)
  let organs = new Map(read.organs)
  for (;;) {
    const round = rehearse(organs, new Register(rows, places))
    if (round.faults.length === 0) return { ...round, refused: withIncomplete(faults, read.lines) }
    // Without those that are refused others may be: whoever was to be under them.
    faults.push(...round.faults)
    organs = new Map(organs)
    for (const { subject } of round.faults) organs.delete(subject!)
  }
}

type Intent = { readonly day: string; readonly isEnd: boolean; readonly depth: number; readonly row: OrganRow }

function rehearse(organs: ReadonlyMap<string, OrganRows>, register: Register) {
  const rehearsal = new Rehearsal(register)
  const faults: RowFault[] = []
  const broken = new Set<string>()
  const changes: OrganChange[] = []
  const acts: PlannedAct[] = []
  let unchanged = 0
  for (const { row, isEnd, day } of intentsOf(organs, register)) {
    const subject = organKey(row.organ)
    if (broken.has(subject)) continue
    const outcome: Outcome = isEnd ? rehearsal.end(row) : rehearsal.hold(row)
    if (outcome.is === 'refused') {
      broken.add(subject)
      faults.push({ line: row.line, column: outcome.column, code: outcome.code, subject })
    } else if (outcome.is === 'done') {
      const { what, before } = outcome
      const fields = what === 'end' ? [] : fieldChanges(before, row.facts)
      changes.push({ what, line: row.line, subject, day, fields })
      acts.push(...outcome.acts)
    } else if (!isEnd) unchanged++
  }
  return { faults, changes, acts, unchanged }
}

/**
 * By day; on one day what holds before what ends, and superiors before those under them, so that each act finds what it
 * rests on.
 */
function intentsOf(organs: ReadonlyMap<string, OrganRows>, register: Register): readonly Intent[] {
  const rows = [...organs.values()].flatMap((each) => each.rows)
  const days = Map.groupBy(rows, ({ from }) => from)
  const holds = [...days].flatMap(([day, ofDay]) => {
    const depth = depthsOn(day, organs, register)
    return ofDay.map((row): Intent => ({ day, isEnd: false, depth: depth(row.organ), row }))
  })
  const ends = rows.flatMap((row): Intent[] =>
    row.until === null ? [] : [{ day: row.until, isEnd: true, depth: 0, row }],
  )
  return [...holds, ...ends].sort(
    (left, right) =>
      (left.day < right.day ? -1 : left.day > right.day ? 1 : 0) ||
      Number(left.isEnd) - Number(right.isEnd) ||
      left.depth - right.depth ||
      left.row.line - right.row.line,
  )
}

/** How many superiors an organ has on a day, by the file where it says so and else by the ledger. */
function depthsOn(day: string, organs: ReadonlyMap<string, OrganRows>, register: Register): (organ: OrganId) => number {
  const known = new Map<string, number>()
  const parentOf = (key: string): OrganId | null => {
    const row = organs.get(key)?.rows.findLast(({ from }) => from <= day)
    if (row !== undefined) return row.facts.parent
    return register.organs.get(key)?.states.find((state) => covers(state, day))?.parent ?? null
  }
  return (organ) => {
    const path = new Set<string>()
    let depth = 0
    for (let at: OrganId | null = organ; at !== null; ) {
      const key = organKey(at)
      const found = known.get(key)
      if (found !== undefined) depth = found + 1
      // A circle: the rehearsal refuses it.
      if (found !== undefined || path.has(key)) break
      path.add(key)
      at = parentOf(key)
    }
    for (const key of [...path].reverse()) known.set(key, depth++)
    return depth - 1
  }
}

function fieldChanges(before: OrganState | null, facts: Facts): readonly FieldChange[] {
  const { parent, place, ...texts } = facts
  const after = { ...texts, parent: parent && organKey(parent), division: `${place.scheme}/${place.code}` }
  const was: { readonly [field: string]: string | null } =
    before === null
      ? {}
      : ({
          ...before,
          parent: before.parent && organKey(before.parent),
          division: `${before.division.scheme}/${before.division.code}`,
          until: null,
        } as unknown as { readonly [field: string]: string | null })
  return Object.entries(after)
    .map(([field, value]) => ({ field, before: was[field] ?? null, after: value }))
    .filter((change) => change.before !== change.after)
}

/** The other rows of an organ of which one can't be done are refused with it. */
function withIncomplete(
  faults: readonly RowFault[],
  lines: ReadonlyMap<string, readonly number[]>,
): readonly RowFault[] {
  const said = new Set(faults.map(({ line }) => line))
  const subjects = new Set(faults.map(({ subject }) => subject))
  const others = [...subjects].flatMap((subject) =>
    (lines.get(subject ?? '') ?? [])
      .filter((line) => !said.has(line))
      .map((line): RowFault => ({ line, column: null, code: 'row-organ-incomplete', subject })),
  )
  return [...faults, ...others].sort((left, right) => left.line - right.line)
}
