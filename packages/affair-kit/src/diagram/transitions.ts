import type { ActionDeclaration, AffairDeclaration, WithClause } from '../declare/declaration.ts'

/** One way in which a row comes to a status. */
export type Transition = {
  readonly action: string
  /** Null: the row is made. */
  readonly from: string | null
  readonly to: string
  readonly isTimed: boolean
}

/** Every transition of an entity, in the order of the declaration: by its own actions and by those of other rows. */
export function transitionsOf(declaration: AffairDeclaration, entity: string): readonly Transition[] {
  const statuses = declaration.entities[entity]?.status ?? []
  return Object.entries(declaration.actions).flatMap(([name, action]) => {
    const isTimed = action.at !== undefined
    const moves = [
      ...own(action, entity),
      ...Object.values(action.with ?? {}).flatMap((clause) => other(clause, entity, statuses)),
    ]
    return moves.map(([from, to]) => ({ action: name, from, to, isTimed }))
  })
}

type Move = readonly [from: string | null, to: string]

function own(action: ActionDeclaration, entity: string): readonly Move[] {
  const to = [action.to ?? []].flat()
  if (action.creates === entity) return to.map((status): Move => [null, status])
  if (action.on !== entity) return []
  return (action.from ?? []).flatMap((from) =>
    to.length === 0 ? [[from, from] as const] : to.map((status): Move => [from, status]),
  )
}

function other(clause: WithClause, entity: string, statuses: readonly string[]): readonly Move[] {
  if ('new' in clause) return clause.new === entity ? [[null, clause.to]] : []
  const target = 'one' in clause ? clause.one : clause.each
  const to = clause.to
  if (target !== entity || to === undefined) return []
  return (clause.from ?? statuses).map((from): Move => [from, to])
}
