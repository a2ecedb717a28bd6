import type { AffairDeclaration, EntityDeclaration } from '../declare/declaration.ts'
import type { MigrationProgram, SetProgram } from '../program.ts'
import type { Examination } from './examination.ts'
import { rowType } from './rows.ts'
import { ExpressionScope } from './scope.ts'

/**
 * How the rows of the previous version become rows of this one: fields of the same name and kind stay, others have an
 * expression over `before`, the old row; statuses stay or have a new name.
 */
export function examineMigration(
  examination: Examination,
  previous: AffairDeclaration | undefined,
): MigrationProgram | undefined {
  const { migrate, version, entities } = examination.declaration
  if (!migrate) {
    if (previous) for (const [name, old] of Object.entries(previous.entities)) checkUnchanged(examination, name, old)
    return undefined
  }
  if (!previous || previous.version !== migrate.from || migrate.from >= version) {
    examination.fault('migration', 'migrate.from', 'is checked against that earlier version: give it as `previous`')
    return undefined
  }
  const programs = Object.entries(previous.entities).flatMap(([name, old]) => {
    const path = `migrate.entities.${name}`
    const current = entities[name]
    if (!current) {
      examination.fault('migration', path, 'an entity with rows cannot disappear')
      return []
    }
    return [[name, migrateEntity(examination, previous, { name, old, current }, path)] as const]
  })
  for (const name of Object.keys(migrate.entities))
    examination.known('migration', `migrate.entities.${name}`, 'entity', name, Object.keys(previous.entities))
  return { from: migrate.from, entities: Object.fromEntries(programs) }
}

type Change = { readonly name: string; readonly old: EntityDeclaration; readonly current: EntityDeclaration }

function migrateEntity(
  examination: Examination,
  previous: AffairDeclaration,
  { name, old, current }: Change,
  path: string,
) {
  const rules = examination.declaration.migrate?.entities[name] ?? {}
  const scope = new ExpressionScope(examination)
  const row = { affair: examination.declaration.name, entity: name }
  scope.types.declare('before', rowType(scope.types, row, { entity: old, entities: previous.entities }, []))
  if (JSON.stringify(old.key) !== JSON.stringify(current.key))
    examination.fault('migration', `${path}.key`, 'ids of rows never change')
  for (const status of old.status) {
    const now = rules.status?.[status] ?? status
    examination.known('migration', `${path}.status.${status}`, 'status', now, current.status)
  }
  const set = Object.entries(current.fields).flatMap(([field, kind]): readonly SetProgram[] => {
    const given = rules.set?.[field]
    if (given !== undefined)
      return [{ field, value: scope.compile(String(given), kind, `${path}.set.${field}`, ['before']) }]
    if (Object.hasOwn(old.fields, field))
      return [{ field, value: scope.compile(`before.${field}`, kind, `${path}.set.${field}`, ['before']) }]
    if (kind.kind !== 'option')
      examination.fault('migration', `${path}.set.${field}`, 'a new field needs a value for the rows that are there')
    return [{ field, value: { op: 'null' } }]
  })
  return { set, status: rules.status ?? {} }
}

function checkUnchanged(examination: Examination, name: string, old: EntityDeclaration): void {
  const current = examination.declaration.entities[name]
  const shape = (entity: EntityDeclaration | undefined) =>
    JSON.stringify([entity?.key, entity && Object.entries(entity.fields), entity?.tallies])
  if (shape(old) !== shape(current) || old.status.some((status) => !current?.status.includes(status)))
    examination.fault(
      'migration',
      `entities.${name}`,
      'its rows have another shape than in the previous version: say how they migrate',
    )
}
