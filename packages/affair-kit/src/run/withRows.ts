import type { Cbor } from '@gongshi/protocol'
import { evaluate } from '../cel/evaluate.ts'
import type { Scope, Value } from '../cel/value.ts'
import type { ActionProgram, WithProgram } from '../program.ts'
import { evaluated } from './evaluated.ts'
import { refuse } from './refusal.ts'
import type { WorkingRow } from './workingRow.ts'
import type { WorkingSet } from './workingSet.ts'

/** The other rows of an action, by the name of their clause. */
export type Others = {
  readonly one: ReadonlyMap<string, WorkingRow>
  readonly each: ReadonlyMap<string, readonly WorkingRow[]>
}

/** Finds the rows that `with` names, each in a status that it allows, and adds them to the scope. */
export function loadOthers(set: WorkingSet, action: ActionProgram, scope: { [name: string]: Value }): Others {
  const one = new Map<string, WorkingRow>()
  const each = new Map<string, readonly WorkingRow[]>()
  const { meter, calendar } = set.session
  for (const clause of action.with) {
    if (clause.mode === 'one') {
      const row = set.load(clause.row, oneId(set, clause, scope), clause.from)
      one.set(clause.name, row)
      scope[clause.name] = row.seen
    } else if (clause.mode === 'each') {
      const value = evaluate(clause.is, scope, meter, calendar)
      const entity = set.entity(clause.row.entity)
      each.set(clause.name, set.each(entity, clause.by, value, clause.from, clause.max))
    }
  }
  return { one, each }
}

function oneId(set: WorkingSet, clause: Extract<WithProgram, { mode: 'one' }>, scope: Scope): Cbor {
  const { meter, calendar } = set.session
  const values = clause.is.map((part) => evaluate(part, scope, meter, calendar))
  if (values.includes(null)) return refuse('row-missing', [clause.name])
  if (clause.id === 'ref') return values[0] as Cbor
  return set.keyId(set.entityOf(clause.row), values)
}

/** Sets, moves and makes what `with` says; rows left to the handler (`new` without `set`) are its own. */
export function setOthers(set: WorkingSet, action: ActionProgram, others: Others, scope: Scope): void {
  for (const clause of action.with) {
    if (clause.mode === 'new') {
      if (clause.set !== null)
        set.create(set.entity(clause.row.entity), evaluated(set.session, clause.set, scope), clause.to)
      continue
    }
    if (clause.set.length === 0 && clause.to === null) continue
    const rows = clause.mode === 'one' ? [others.one.get(clause.name)!] : others.each.get(clause.name)!
    for (const row of rows) {
      const seen = clause.mode === 'one' ? scope : { ...scope, [clause.name]: row.seen }
      row.change(evaluated(set.session, clause.set, seen), clause.to)
    }
  }
}
