import type { Cbor } from '@gongshi/protocol'
import { evaluate } from '../cel/evaluate.ts'
import type { Value } from '../cel/value.ts'
import type { EntityProgram, Program } from '../program.ts'
import type { Installed } from './host.ts'
import { AuthorFault } from './refusal.ts'
import { decodeRow, emptyTallies, type RowState, versionOfRow } from './row.ts'
import type { Session } from './session.ts'

/**
 * A stored row as the version in force reads it. A row is migrated when an action first comes to it, version by version,
 * and stored in the new shape when that action changes it: no block ever has to walk a whole table.
 */
export function readCurrentRow(
  session: Pick<Session, 'registry' | 'meter' | 'calendar'>,
  installed: Installed,
  entity: EntityProgram,
  value: Cbor,
): RowState {
  const { version } = installed.program
  const stored = versionOfRow(value)
  if (stored === version) return decodeRow(entity, value)
  const programs = programsSince(session, installed.program, stored)
  const origin = readWith(programs[0]!, entity.name, value)
  return programs
    .slice(1)
    .reduce((row, next) => migrateRow(session, next, next.entities[entity.name]!, row), origin.row)
}

/** A row in its own version's shape, and that version. */
export type Original = { readonly program: Program; readonly row: RowState }

export function readOriginalRow(
  session: Pick<Session, 'registry'>,
  program: Program,
  entity: string,
  value: Cbor,
): Original {
  return readWith(programsSince(session, program, versionOfRow(value))[0]!, entity, value)
}

function readWith(program: Program, name: string, value: Cbor): Original {
  const entity = program.entities[name]
  if (entity === undefined || program.version !== versionOfRow(value))
    throw new AuthorFault('a row of an unknown version')
  return { program, row: decodeRow(entity, value) }
}

/** From the version that wrote a row to the one in force. */
function programsSince(session: Pick<Session, 'registry'>, program: Program, stored: number): readonly Program[] {
  const programs = [program]
  while (programs[0]!.version > stored) {
    const from = programs[0]!.migrate?.from ?? programs[0]!.version - 1
    const older = session.registry.get(program.affair, from)?.program
    if (older === undefined) throw new AuthorFault('the version that wrote a row is not installed')
    programs.unshift(older)
  }
  return programs
}

/** One step from the last version: fields that both have are kept, `set` gives the others, statuses are renamed. */
function migrateRow(
  session: Pick<Session, 'meter' | 'calendar'>,
  program: Program,
  entity: EntityProgram,
  before: RowState,
): RowState {
  const migration = program.migrate?.entities[entity.name]
  const scope = { before: { ...before.fields, ...before.tallies, status: before.status } }
  const fields: { [name: string]: Value } = {}
  for (const { name, kind } of entity.fields) {
    const set = migration?.set.find(({ field }) => field === name)
    const value = set ? evaluate(set.value, scope, session.meter, session.calendar) : (before.fields[name] ?? null)
    if (value === null && kind.kind !== 'option') throw new AuthorFault(`${entity.name}.${name} has no migration`)
    fields[name] = value
  }
  const status = migration?.status[before.status] ?? before.status
  if (!entity.statuses.includes(status)) throw new AuthorFault(`${entity.name}: status ${status} has no migration`)
  const tallies = { ...emptyTallies(entity) }
  for (const name of Object.keys(tallies)) tallies[name] = before.tallies[name] ?? tallies[name]!
  return { revision: before.revision, status, fields, tallies }
}
