import type { EntityDeclaration, TallyDeclaration } from '../declare/declaration.ts'
import { storedKind } from '../kinds/stored.ts'
import type { EntityProgram, InvariantProgram, TallyProgram } from '../program.ts'
import type { Examination } from './examination.ts'
import { checkFields, isIndexKind, isKeyKind } from './kinds.ts'
import { checkDistinct, checkName, checkVariable, rowMembers } from './names.ts'
import { rowType, withoutOption } from './rows.ts'
import { ExpressionScope, freeNames } from './scope.ts'

/** Everything about one entity but the actions on it. */
export function examineEntity(examination: Examination, name: string, entity: EntityDeclaration): EntityProgram {
  const path = `entities.${name}`
  checkVariable(examination, name, path)
  checkFields(examination, entity.fields, `${path}.fields`)
  for (const field of Object.keys(entity.fields))
    if ((rowMembers as readonly string[]).includes(field))
      examination.fault('name', `${path}.fields.${field}`, `every row has ${rowMembers.join(', ')} already`)
  checkStatuses(examination, entity, path)
  checkKey(examination, entity, path)
  checkHas(examination, entity, path)
  const fields = Object.entries(entity.fields).map(([field, kind]) => ({ name: field, kind: storedKind(kind) }))
  return {
    name,
    key: entity.key ? entity.key.map((field) => fields.findIndex((known) => known.name === field)) : null,
    fields,
    statuses: entity.status,
    index: entity.index ?? [],
    has: entity.has ?? {},
    tallies: examineTallies(examination, name, entity),
    talliedBy: talliedBy(examination, name),
    invariants: examineInvariants(examination, name, entity),
    timed: Object.entries(examination.declaration.actions)
      .filter(([, action]) => action.on === name && action.at !== undefined)
      .map(([action]) => action),
  }
}

function checkStatuses(examination: Examination, entity: EntityDeclaration, path: string): void {
  if (entity.status.length === 0) examination.fault('status', `${path}.status`, 'an entity has at least one status')
  for (const status of entity.status) checkName(examination, status, `${path}.status`)
  checkDistinct(examination, entity.status, `${path}.status`)
}

function checkKey(examination: Examination, entity: EntityDeclaration, path: string): void {
  const fields = Object.keys(entity.fields)
  for (const [list, names, fits] of [
    ['key', entity.key ?? [], isKeyKind],
    ['index', entity.index ?? [], isIndexKind],
  ] as const) {
    checkDistinct(examination, names, `${path}.${list}`)
    for (const name of names)
      if (examination.known('key', `${path}.${list}`, 'field', name, fields) && !fits(entity.fields[name]!))
        examination.fault('key', `${path}.${list}`, `${name} is not of a kind that rows are found by`)
  }
  if (entity.key?.length === 0) examination.fault('key', `${path}.key`, 'name the fields, or leave the key out')
}

function checkHas(examination: Examination, entity: EntityDeclaration, path: string): void {
  for (const [status, fields] of Object.entries(entity.has ?? {})) {
    examination.known('has', `${path}.has`, 'status', status, entity.status)
    for (const field of fields) {
      const known = examination.known('has', `${path}.has.${status}`, 'field', field, Object.keys(entity.fields))
      if (known && entity.fields[field]!.kind !== 'option')
        examination.fault('has', `${path}.has.${status}`, `${field} is always there: only options are worth saying`)
    }
  }
}

function examineTallies(examination: Examination, name: string, entity: EntityDeclaration): readonly TallyProgram[] {
  return Object.entries(entity.tallies ?? {}).map(([tally, declared]) => {
    const path = `entities.${name}.tallies.${tally}`
    checkName(examination, tally, path)
    if (Object.hasOwn(entity.fields, tally)) examination.fault('duplicate', path, 'a field has that name')
    return examineTally(examination, name, tally, declared, path)
  })
}

function examineTally(
  examination: Examination,
  parent: string,
  name: string,
  tally: TallyDeclaration,
  path: string,
): TallyProgram {
  const child = 'sum' in tally ? tally.sum : tally.count
  const program = { name, child, by: tally.by, in: tally.in, sum: null }
  const entity = examination.entity({ affair: examination.declaration.name, entity: child }, path)
  if (!entity) return program
  const fields = Object.keys(entity.fields)
  if (examination.known('tally', path, `field of ${child}`, tally.by, fields)) {
    const by = withoutOption(entity.fields[tally.by]!)
    if (
      by.kind !== 'ref' ||
      by.entity !== parent ||
      (by.affair ?? examination.declaration.name) !== examination.declaration.name
    )
      examination.fault('tally', path, `${child}.${tally.by} is not a t.ref('${parent}')`)
  }
  for (const status of tally.in) examination.known('tally', path, `status of ${child}`, status, entity.status)
  if (tally.in.length === 0) examination.fault('tally', path, 'says in which statuses a child counts')
  if (!('sum' in tally) || !examination.known('tally', path, `field of ${child}`, tally.of, fields)) return program
  const kind = entity.fields[tally.of]!.kind
  if (kind === 'int' || kind === 'money') return { ...program, sum: { field: tally.of, kind } }
  examination.fault('tally', path, `${child}.${tally.of} is neither int nor money`)
  return program
}

function talliedBy(examination: Examination, child: string): EntityProgram['talliedBy'] {
  return Object.entries(examination.declaration.entities).flatMap(([entity, { tallies }]) =>
    Object.entries(tallies ?? {})
      .filter(([, tally]) => ('sum' in tally ? tally.sum : tally.count) === child)
      .map(([tally]) => ({ entity, tally })),
  )
}

function examineInvariants(
  examination: Examination,
  name: string,
  entity: EntityDeclaration,
): readonly InvariantProgram[] {
  const declared = Object.entries(entity.invariants ?? {})
  if (declared.length === 0) return []
  const scope = new ExpressionScope(examination)
  const row = rowType(
    scope.types,
    { affair: examination.declaration.name, entity: name },
    { entity, entities: examination.declaration.entities },
    [],
  )
  scope.types.declare('before', row)
  scope.types.declare('after', row)
  return declared.map(([meaning, source]) => {
    const path = `entities.${name}.invariants["${meaning}"]`
    const test = scope.compile(source, { kind: 'bool' }, path, ['before', 'after'])
    return { meaning, test, readsBefore: freeNames(test).includes('before') }
  })
}
