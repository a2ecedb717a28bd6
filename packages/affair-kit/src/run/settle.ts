import { type Cbor, encodeCbor, equalBytes } from '@gongshi/protocol'
import { evaluate } from '../cel/evaluate.ts'
import type { Money, Value } from '../cel/value.ts'
import type { Kind } from '../kinds/kind.ts'
import type { TallyProgram } from '../program.ts'
import { type Original, readOriginalRow } from './migrate.ts'
import { insertMember, removeMember } from './pages.ts'
import { AuthorFault, InvariantBroken, refuse } from './refusal.ts'
import { encodeRow, entityTable, historyTable, indexTable, type RowState, rowScope, versionOfRow } from './row.ts'
import type { Session } from './session.ts'
import { armedAt } from './timers.ts'
import type { WorkingRow } from './workingRow.ts'
import type { WorkingSet } from './workingSet.ts'

/**
 * Makes what an action did hold: tallies of the parents, references, statuses' required fields, invariants, and only
 * then rows, histories, indexes and timers. Gives the default event of each row that got a revision:
 * [entity, id, action, revision, status before or null, status now].
 */
export function settle(set: WorkingSet, action: string, own: WorkingRow | null): Cbor[] {
  for (const row of set.rows()) if (row.isChanged) moveTallies(set, row)
  const touched = set.rows().filter((row) => row.isTouched)
  const rows = own === null ? touched : [own, ...touched.filter((row) => row !== own)]
  for (const row of rows) {
    checkRequired(row)
    checkReferences(set, row)
    checkInvariants(set, row)
  }
  const events: Cbor[] = []
  for (const row of rows) {
    writeRow(set, row, action)
    if (row.isChanged)
      events.push([row.entity.name, row.id, action, row.now.revision, row.before?.status ?? null, row.now.status])
  }
  return events
}

function moveTallies(set: WorkingSet, row: WorkingRow): void {
  for (const { entity, tally } of row.entity.talliedBy) {
    const program = set.entity(entity).tallies.find(({ name }) => name === tally)!
    const before = row.before && contribution(program, row.before)
    const after = contribution(program, row.now)
    if (before !== null && after !== null && sameContribution(before, after)) continue
    if (before !== null) addToTally(set, entity, program, before, true)
    if (after !== null) addToTally(set, entity, program, after, false)
  }
}

type Contribution = { readonly parent: Cbor; readonly amount: Value }

function contribution(tally: TallyProgram, row: RowState): Contribution | null {
  const parent = row.fields[tally.by] as Cbor | undefined
  if (parent === null || parent === undefined || !tally.in.includes(row.status)) return null
  const amount = tally.sum === null ? 1n : row.fields[tally.sum.field]!
  return amount === null ? null : { parent, amount }
}

function sameContribution(left: Contribution, right: Contribution): boolean {
  return left.amount === right.amount && (left.parent === right.parent || sameCbor(left.parent, right.parent))
}

function sameCbor(left: Cbor, right: Cbor): boolean {
  return equalBytes(encodeCbor(left), encodeCbor(right))
}

function addToTally(
  set: WorkingSet,
  entity: string,
  tally: TallyProgram,
  { parent, amount }: Contribution,
  isTakenAway: boolean,
): void {
  const row = set.find({ affair: set.affair, entity }, parent)
  const found = row ?? refuse('ref-missing', [tally.by])
  found.tally(tally.name, total(found.now.tallies[tally.name]!, amount, isTakenAway))
}

function total(sum: Value, amount: Value, isTakenAway: boolean): Value {
  if (typeof sum === 'bigint') return isTakenAway ? sum - (amount as bigint) : sum + (amount as bigint)
  const [whole, part] = [sum as Money, amount as Money]
  if (whole.currency !== part.currency && whole.currency !== 'XXX' && part.currency !== 'XXX')
    return refuse('tally-currency')
  const currency = whole.currency === 'XXX' ? part.currency : whole.currency
  return { currency, minor: isTakenAway ? whole.minor - part.minor : whole.minor + part.minor }
}

function checkRequired({ entity, now }: WorkingRow): void {
  for (const field of entity.has[now.status] ?? [])
    if (now.fields[field] === null) throw new AuthorFault(`${entity.name}: ${now.status} without ${field}`)
}

function checkReferences(set: WorkingSet, row: WorkingRow): void {
  for (const { name, kind } of row.entity.fields) {
    const value = row.now.fields[name]!
    if (value !== row.before?.fields[name]) checkReference(set, kind, value, name)
  }
}

function checkReference(set: WorkingSet, kind: Kind, value: Value, name: string): void {
  if (value === null) return
  if (kind.kind === 'option') checkReference(set, kind.of, value, name)
  else if (kind.kind === 'list') {
    for (const item of value as readonly Value[]) checkReference(set, kind.of, item, name)
  } else if (kind.kind === 'record') {
    const members = value as { readonly [name: string]: Value }
    for (const [member, of] of Object.entries(kind.fields)) checkReference(set, of, members[member]!, name)
  } else if (kind.kind === 'ref' && !set.exists(kind.affair ?? set.affair, kind.entity, value as Cbor))
    refuse('ref-missing', [name])
}

function checkInvariants(set: WorkingSet, row: WorkingRow): void {
  const { invariants } = row.entity
  if (invariants.length === 0) return
  const after = row.after
  const scope = row.before === null ? { after } : { before: rowScope(row.id, row.before), after }
  const { meter, calendar } = set.session
  for (const { meaning, test, readsBefore } of invariants) {
    if (readsBefore && row.before === null) continue
    if (evaluate(test, scope, meter, calendar) !== true) throw new InvariantBroken(`${row.entity.name}: ${meaning}`)
  }
}

function writeRow(set: WorkingSet, row: WorkingRow, action: string): void {
  const { session, affair } = set
  const { entity, id, now, before } = row
  if (row.isChanged && row.stored !== null && before !== null)
    session.state.put(
      affair,
      historyTable(entity.name),
      [id, before.revision],
      [action, session.block.time, session.txId, row.stored],
    )
  session.state.put(affair, entityTable(entity.name), id, encodeRow(row.installed.program, entity, now))
  const original = originalOf(session, row)
  for (const field of entity.index) moveInIndex(set, row, field, original)
  rearm(set, row, original)
}

/** The row in the shape in which its indexes and timers were written. */
function originalOf(session: Session, row: WorkingRow): Original | null {
  if (row.stored === null || row.before === null) return null
  const { program } = row.installed
  if (versionOfRow(row.stored) === program.version) return { program, row: row.before }
  return readOriginalRow(session, program, row.entity.name, row.stored)
}

function moveInIndex(set: WorkingSet, row: WorkingRow, field: string, original: Original | null): void {
  const { entity } = row
  const wasIndexed = original !== null && original.program.entities[entity.name]!.index.includes(field)
  const before = wasIndexed ? original.row.fields[field]! : null
  const now = row.now.fields[field]!
  if (before === now) return
  const table = indexTable(entity.name, field)
  const page = (value: Value) => ({ affair: set.affair, table, set: set.encodeField(entity, field, value) })
  const member = encodeCbor(row.id)
  if (before !== null) removeMember(set.session.state, page(before), member)
  if (now !== null) insertMember(set.session.state, page(now), member)
}

function rearm(set: WorkingSet, { entity, id, now }: WorkingRow, original: Original | null): void {
  for (const name of entity.timed) {
    const before = original?.program.actions[name]
    const was = original && before ? armedAt(set.session, before, id, original.row) : null
    const is = armedAt(set.session, set.installed.program.actions[name]!, id, now)
    if (was === is) continue
    const item = { affair: set.affair, action: name, key: id }
    if (was !== null) set.session.dues.disarm(was, item)
    if (is !== null) set.session.dues.arm(is, item)
  }
}
