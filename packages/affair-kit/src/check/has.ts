import type { ActionDeclaration, EntityDeclaration } from '../declare/declaration.ts'
import type { Examination } from './examination.ts'
import { isAlwaysSet } from './rows.ts'

/** Every way into a status sets what that status has. */
export function checkHas(examination: Examination, action: ActionDeclaration, path: string): void {
  const entity = examination.declaration.entities[action.on ?? action.creates ?? '']
  if (!entity) return
  const from = action.from ?? []
  const to = action.to === undefined ? undefined : [action.to].flat()
  checkArrival(examination, entity, { from, to, set: action.set ?? {}, fill: action.fill ?? [] }, path)
}

type Arrival = {
  readonly from: readonly string[]
  /** Undefined: the row stays in its status, which then has its fields already. */
  readonly to: readonly string[] | undefined
  readonly set: { readonly [field: string]: unknown }
  readonly fill: readonly string[]
}

export function checkArrival(
  examination: Examination,
  entity: EntityDeclaration,
  arrival: Arrival,
  path: string,
): void {
  const statuses = arrival.to ?? arrival.from
  const needed = new Set(statuses.flatMap((status) => entity.has?.[status] ?? []))
  for (const field of needed) {
    const status = statuses.find((name) => entity.has?.[name]?.includes(field))
    if (Object.hasOwn(arrival.set, field)) {
      if (arrival.set[field] === null)
        examination.fault('has', `${path}.set.${field}`, `${status} has ${field}: it cannot be emptied`)
    } else if (arrival.fill.includes(field)) {
      examination.fault(
        'has',
        `${path}.fill`,
        `${status} has ${field}, and who fills it in may leave it out: take it in \`input\` and \`set\` it`,
      )
    } else if (arrival.to !== undefined && !isAlwaysSet(entity, field, arrival.from)) {
      examination.fault('has', path, `${status} has ${field}: set it`)
    }
  }
}
