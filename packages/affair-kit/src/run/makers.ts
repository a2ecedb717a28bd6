import type { Cbor } from '@gongshi/protocol'
import type { Organ } from '../cel/value.ts'
import type { ActionProgram, Program, SeparationProgram } from '../program.ts'
import { actorName } from './holders.ts'
import { organOf } from './offices.ts'
import { refuse } from './refusal.ts'
import { separatedTable, signedTable } from './row.ts'
import type { Session } from './session.ts'
import type { WorkingRow } from './workingRow.ts'

/** More officers than ever sign one action on one row; beyond them it is refused: to forget one would let it check itself. */
const maxRemembered = 64

/** Who acted, and for which organ. */
export type Acted = { readonly actor: Cbor; readonly organ: Organ | null }

/** The rows that an action has at hand before anybody is judged: its own, and each that `with` names. */
export type Reach = { readonly own: WorkingRow | null; readonly one: ReadonlyMap<string, WorkingRow> }

/** Who signed one of those actions on the row before. */
export function signersBefore(session: Session, action: ActionProgram, row: Cbor, earlier: readonly string[]): Cbor[] {
  const { program } = session.running.at(-1)!.installed
  const table = signedTable((action.on ?? action.creates)!)
  return earlier.flatMap((name) => (session.state.get(program.affair, table, [row, name]) ?? []) as readonly Cbor[])
}

/** The separation of powers that an action stands under, with the row over which they are kept apart. */
export type Separated = {
  readonly rule: SeparationProgram
  readonly power: string
  readonly row: Cbor
}

export function separationOf(program: Program, action: ActionProgram, reach: Reach): Separated | null {
  const rule = program.separation
  const power = rule?.powers.find(({ actions }) => actions.includes(action.name))
  if (rule === undefined || power === undefined) return null
  const found = [reach.own, ...reach.one.values()].find((row) => row?.entity.name === rule.of)
  return found == null ? null : { rule, power: power.name, row: found.id }
}

/** Who acted on the row under another power. */
export function actedOtherwise(session: Session, { rule, power, row }: Separated): readonly Acted[] {
  const { affair } = session.running.at(-1)!.installed.program
  return rule.powers.flatMap(({ name }) => {
    if (name === power) return []
    const kept = session.state.get(affair, separatedTable(rule.of), [row, name]) ?? []
    return (kept as readonly (readonly [Cbor, Cbor])[]).map(([actor, organ]) => ({ actor, organ: organOf(organ) }))
  })
}

/** Keeps who signed, where another action of the affair must not be signed by the same. */
export function rememberSigners(
  session: Session,
  program: Program,
  action: ActionProgram,
  row: WorkingRow | null,
  reach: Reach,
  acted: readonly Acted[],
): void {
  if (acted.length === 0) return
  if (row !== null && checkedActions(program).has(action.name)) {
    const actors = acted.map(({ actor }) => actor)
    append(session, program.affair, signedTable(row.entity.name), [row.id, action.name], actors)
  }
  const made = { own: reach.own ?? row, one: reach.one }
  const separated = separationOf(program, action, made)
  if (separated === null) return
  const { rule, power } = separated
  const entries = acted.map(({ actor, organ }): Cbor => [actor, organ && [organ.scheme, organ.id]])
  append(session, program.affair, separatedTable(rule.of), [separated.row, power], entries)
}

/** Adds those that are not there yet. */
function append({ state }: Session, affair: string, table: string, key: Cbor, entries: readonly Cbor[]): void {
  const before = (state.get(affair, table, key) ?? []) as readonly Cbor[]
  const known = new Map(before.map((entry) => [actorName(entry), entry]))
  for (const entry of entries) known.set(actorName(entry), entry)
  if (known.size === before.length) return
  if (known.size > maxRemembered) refuse('rows-too-many', [table, maxRemembered])
  state.put(affair, table, key, [...known.values()])
}

const checked = new WeakMap<Program, ReadonlySet<string>>()

/** Actions that another one asks after. */
function checkedActions(program: Program): ReadonlySet<string> {
  const known = checked.get(program)
  if (known !== undefined) return known
  const rules = Object.values(program.actions).flatMap(({ signers }) => signers)
  const names = new Set(rules.flatMap((rule) => (rule.mode === 'officer' ? rule.not : [])))
  checked.set(program, names)
  return names
}
