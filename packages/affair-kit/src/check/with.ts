import type { ActionDeclaration, EntityDeclaration, WithClause } from '../declare/declaration.ts'
import type { SetProgram, WithProgram } from '../program.ts'
import type { ActionScope } from './actionScope.ts'
import { checkComplete } from './actionShape.ts'
import { checkArrival } from './has.ts'
import { checkVariable } from './names.ts'
import { ownedBy } from './rows.ts'
import { examineSet } from './sets.ts'

type One = Extract<WithClause, { one: unknown }>
type Each = Extract<WithClause, { each: unknown }>
type New = Extract<WithClause, { new: unknown }>
type Found<Mode extends WithProgram['mode']> = Extract<WithProgram, { mode: Mode }>

const defaultNewRows = 20

/**
 * The rows beside the action's own. They are found before the signers are looked at, and changed after the calls: so
 * their expressions are compiled in two rounds.
 */
export function examineWith(scope: ActionScope, action: ActionDeclaration, path: string): () => readonly WithProgram[] {
  const clauses = Object.entries(action.with ?? {})
  const rounds = clauses.map(([name, clause]) => {
    checkVariable(scope.examination, name, `${path}.with.${name}`)
    if (name === (action.on ?? action.creates))
      scope.examination.fault('name', `${path}.with.${name}`, "that is the name of the action's own row")
    return examineClause(scope, action, name, clause, `${path}.with.${name}`)
  })
  if (action.creates !== undefined && !scope.types.variables.includes(action.creates))
    scope.declareCreated(action.creates)
  return () => rounds.flatMap((round) => round?.() ?? [])
}

/** Finds now; the function returned looks at the changes when everything before them is known. */
type Round = (() => readonly WithProgram[]) | undefined

function examineClause(
  scope: ActionScope,
  action: ActionDeclaration,
  name: string,
  clause: WithClause,
  path: string,
): Round {
  if ('one' in clause) return examineOne(scope, name, clause, path)
  if ('each' in clause) return examineEach(scope, action, name, clause, path)
  return examineNew(scope, action, name, clause, path)
}

function examineOne(scope: ActionScope, name: string, clause: One, path: string): Round {
  const { examination } = scope
  const row = typeof clause.one === 'string' ? { affair: examination.declaration.name, entity: clause.one } : clause.one
  const entity = examination.entity(row, path)
  if (!entity) return undefined
  checkStatuses(scope, entity, clause, path)
  if (row.affair !== examination.declaration.name && (clause.to !== undefined || clause.set))
    examination.fault('with', path, `only ${row.affair} changes its rows: call one of its actions`)
  const is = examineId(scope, row, entity, clause.is, path)
  scope.declareRow(name, row, entity, clause.from ?? [])
  scope.beforeSigners.push(name)
  return () => [
    {
      mode: 'one',
      name,
      row,
      ...is,
      from: clause.from ?? [],
      to: clause.to ?? null,
      set: changes(scope, entity, clause, path, scope.afterCalls),
    },
  ]
}

function examineId(
  scope: ActionScope,
  row: Found<'one'>['row'],
  entity: EntityDeclaration,
  is: One['is'],
  path: string,
): Pick<Found<'one'>, 'id' | 'is'> {
  const keys = entity.key ?? []
  const keyKind = (field: string) => ownedBy(row.affair, entity.fields[field]!)
  if (typeof is !== 'string') {
    if (is.length !== keys.length)
      scope.examination.fault('key', `${path}.is`, `${row.entity} is identified by ${keys.join(', ') || 'its id'}`)
    const parts = keys
      .slice(0, is.length)
      .map((field, at) => scope.compile(is[at]!, keyKind(field), `${path}.is[${at}]`, scope.beforeSigners))
    return { id: 'key', is: parts }
  }
  const kind = { kind: 'ref', ...row } as const
  const typed = scope.typed(is, `${path}.is`, scope.beforeSigners)
  if (!typed || typed.type === scope.types.typeOf(kind)) return { id: 'ref', is: typed ? [typed.ast] : [] }
  if (keys.length === 1)
    return { id: 'key', is: [scope.compile(is, keyKind(keys[0]!), `${path}.is`, scope.beforeSigners)] }
  return { id: 'ref', is: [scope.compile(is, kind, `${path}.is`, scope.beforeSigners)] }
}

function examineEach(scope: ActionScope, action: ActionDeclaration, name: string, clause: Each, path: string): Round {
  const { examination } = scope
  const row = { affair: examination.declaration.name, entity: clause.each }
  const entity = examination.entity(row, path)
  if (
    !entity ||
    !examination.known('with', `${path}.by`, `field of ${clause.each}`, clause.by, Object.keys(entity.fields))
  )
    return undefined
  checkStatuses(scope, entity, clause, path)
  if (!entity.index?.includes(clause.by))
    examination.fault('with', `${path}.by`, `${clause.each} is not indexed by ${clause.by}`)
  if (!Number.isSafeInteger(clause.max) || clause.max < 0 || clause.max > 200)
    examination.fault('bounds', `${path}.max`, 'from 0 to 200')
  if (clause.is === undefined && action.on === undefined) examination.fault('with', `${path}.is`, 'says whose')
  const source = clause.is ?? `${action.on}.id`
  const is = scope.compile(source, entity.fields[clause.by]!, `${path}.is`, scope.beforeSigners)
  scope.declareRow(name, row, entity, clause.from ?? [])
  return () => {
    const set = changes(scope, entity, clause, path, [...scope.afterCalls, name])
    return [
      {
        mode: 'each',
        name,
        row,
        by: clause.by,
        is,
        max: clause.max,
        from: clause.from ?? [],
        to: clause.to ?? null,
        set,
      },
    ]
  }
}

function examineNew(scope: ActionScope, action: ActionDeclaration, name: string, clause: New, path: string): Round {
  const { examination } = scope
  const row = { affair: examination.declaration.name, entity: clause.new }
  const entity = examination.entity(row, path)
  if (!entity) return undefined
  examination.known('status', `${path}.to`, 'status', clause.to, entity.status)
  if (!clause.set) {
    if (!action.handler)
      examination.fault('handler', path, 'says what is in the new row: `set`, or a handler that makes it')
    return () => [{ mode: 'new', name, row, to: clause.to, set: null, max: clause.max ?? defaultNewRows }]
  }
  const given = clause.set
  checkComplete(examination, entity, Object.keys(given), path)
  checkArrival(examination, entity, { from: [], to: [clause.to], set: given, fill: [] }, path)
  return () => {
    const within = action.creates === undefined ? scope.afterCalls : [...scope.afterCalls, action.creates]
    return [
      {
        mode: 'new',
        name,
        row,
        to: clause.to,
        set: examineSet(scope, entity, given, `${path}.set`, within, [clause.to]),
        max: 1,
      },
    ]
  }
}

function checkStatuses(scope: ActionScope, entity: EntityDeclaration, clause: One | Each, path: string): void {
  const { examination } = scope
  for (const status of clause.from ?? []) examination.known('status', `${path}.from`, 'status', status, entity.status)
  if (clause.to !== undefined) {
    examination.known('status', `${path}.to`, 'status', clause.to, entity.status)
    if (!clause.from) examination.fault('status', `${path}.from`, 'a row that is moved says from which statuses')
  }
  for (const field of Object.keys(clause.set ?? {}))
    if (entity.key?.includes(field))
      examination.fault('key', `${path}.set.${field}`, `${field} identifies the row and never changes`)
  const from = clause.from ?? []
  checkArrival(
    examination,
    entity,
    { from, to: clause.to === undefined ? undefined : [clause.to], set: clause.set ?? {}, fill: [] },
    path,
  )
}

function changes(
  scope: ActionScope,
  entity: EntityDeclaration,
  clause: One | Each,
  path: string,
  within: readonly string[],
): readonly SetProgram[] {
  const arriving = clause.to === undefined ? (clause.from ?? []) : [clause.to]
  return clause.set ? examineSet(scope, entity, clause.set, `${path}.set`, within, arriving) : []
}
