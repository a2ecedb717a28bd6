import { setTimeout } from 'node:timers/promises'
import type { AffairDeclaration, Json } from '@gongshi/affair-kit'
import type { Matter, NextAct } from '@gongshi/portal'
import type { AffairBook } from '../../affairBook.ts'
import { rowKeyText } from '../../http/rowKey.ts'
import type { Projections } from '../../projections/projections.ts'

type Needs = { readonly affairs: AffairBook; readonly views: Pick<Projections, 'changes'> }
type Fields = { readonly [name: string]: Json }

/** Views follow the ledger by a moment, and a receipt is asked for in that moment. */
const longestWaitMs = 1000
const pauseMs = 50

/** The rows that an entry has made or moved, with what may happen to each next; none before the views have taken it in. */
export async function mattersOf({ affairs, views }: Needs, entry: number): Promise<readonly Matter[]> {
  let { rows, asOf } = await views.changes(entry)
  for (let waited = 0; asOf.entries <= entry && waited < longestWaitMs; waited += pauseMs) {
    await setTimeout(pauseMs)
    ;({ rows, asOf } = await views.changes(entry))
  }
  return rows.map(({ affair, entity, key, status, fields }) => ({
    affair,
    entity,
    key: rowKeyText(key),
    status,
    next: nextActs(affairs.find(affair), entity, status, fields),
  }))
}

/** By the declaration: every action that moves such a row from this status, signed or by itself. */
export function nextActs(
  declaration: AffairDeclaration | undefined,
  entity: string,
  status: string,
  fields: Fields,
): readonly NextAct[] {
  return Object.entries(declaration?.actions ?? {}).flatMap(([action, { on, from, at, signers }]): NextAct[] => {
    if (on !== entity || from?.includes(status) !== true) return []
    const due = at === undefined ? null : dueAt(at, entity, fields)
    // A timed action whose time is not set is not armed.
    if (signers === undefined && due === null) return []
    return [{ action, isSigned: signers !== undefined, byItself: due === null ? null : { at: due } }]
  })
}

/** When a timed action of this row falls due, in Unix milliseconds: `at` names a field of the row. Null: not armed. */
export function dueAt(at: string, entity: string, fields: Fields): number | null {
  const value = at.startsWith(`${entity}.`) ? fields[at.slice(entity.length + 1)] : undefined
  return typeof value === 'string' ? Date.parse(value) : null
}
