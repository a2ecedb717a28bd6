import type { ActionDeclaration, EntityDeclaration } from '../declare/declaration.ts'
import type { Examination } from './examination.ts'
import { checkFields } from './kinds.ts'
import { checkDistinct } from './names.ts'

/** Row, statuses, input and what they have to do with one another. False: too broken to look at its expressions. */
export function checkAction(examination: Examination, action: ActionDeclaration, path: string): boolean {
  if (action.on !== undefined && action.creates !== undefined) {
    examination.fault('duplicate', path, 'an action moves a row or creates one: `on` or `creates`')
    return false
  }
  const name = action.on ?? action.creates
  const entities = examination.declaration.entities
  const entity = name === undefined ? undefined : entities[name]
  if (name !== undefined && !examination.known('missing', path, 'entity', name, Object.keys(entities))) return false
  checkFields(examination, action.input ?? {}, `${path}.input`)
  checkMoves(examination, action, entity, path)
  const names = [...(action.on ? [action.on] : []), ...(action.fill ?? []), ...Object.keys(action.input ?? {})]
  checkDistinct(examination, names, `${path}.input`)
  return checkFill(examination, action, entity, path)
}

function checkMoves(
  examination: Examination,
  action: ActionDeclaration,
  entity: EntityDeclaration | undefined,
  path: string,
): void {
  const to = action.to === undefined ? [] : [action.to].flat()
  const from = action.from ?? []
  for (const [list, statuses] of [
    ['from', from],
    ['to', to],
  ] as const) {
    for (const status of statuses)
      examination.known('status', `${path}.${list}`, 'status', status, entity?.status ?? [])
    checkDistinct(examination, statuses, `${path}.${list}`)
  }
  if (action.on !== undefined && from.length === 0)
    examination.fault('status', `${path}.from`, 'says from which statuses')
  if (action.on === undefined && from.length > 0)
    examination.fault('status', `${path}.from`, 'only a row that it is `on` has a status to leave')
  if (action.creates !== undefined && to.length === 0)
    examination.fault('status', `${path}.to`, 'says in which status the row begins')
  if (to.length > 1 && !action.handler)
    examination.fault('handler', `${path}.to`, 'several statuses need a handler that chooses')
}

function checkFill(
  examination: Examination,
  action: ActionDeclaration,
  entity: EntityDeclaration | undefined,
  path: string,
): boolean {
  const fill = action.fill ?? []
  if (!entity) {
    if (fill.length > 0) examination.fault('missing', `${path}.fill`, 'there is no row whose fields could be filled in')
    if (action.set) examination.fault('missing', `${path}.set`, 'there is no row whose fields could be set')
    return fill.length === 0 && !action.set
  }
  const known = fill.map((field) =>
    examination.known('missing', `${path}.fill`, 'field', field, Object.keys(entity.fields)),
  )
  for (const field of fill)
    if (action.set && Object.hasOwn(action.set, field))
      examination.fault('duplicate', `${path}.set.${field}`, 'it is filled in already')
  if (action.on !== undefined)
    for (const field of [...fill, ...Object.keys(action.set ?? {})])
      if (entity.key?.includes(field)) examination.fault('key', path, `${field} identifies the row and never changes`)
  if (action.creates !== undefined)
    checkComplete(examination, entity, [...fill, ...Object.keys(action.set ?? {})], path)
  return known.every(Boolean)
}

/** A new row needs every field that is not an option. */
export function checkComplete(
  examination: Examination,
  entity: EntityDeclaration,
  given: readonly string[],
  path: string,
): void {
  const missing = Object.entries(entity.fields).filter(
    ([name, kind]) => kind.kind !== 'option' && !given.includes(name),
  )
  if (missing.length > 0)
    examination.fault('missing', path, `the new row lacks ${missing.map(([name]) => name).join(', ')}`)
}
