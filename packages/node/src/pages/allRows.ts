import type { Row } from '@gongshi/affairs'
import type { Projections } from '../projections/projections.ts'
import type { Position } from '../projections/question.ts'

const rowsAtOnce = 200

/** Every row of an entity as it is now, in the order of their entries: for registers that are read as a whole. */
export async function allRows(views: Pick<Projections, 'list'>, affair: string, entity: string): Promise<Row[]> {
  const rows: Row[] = []
  let after: Position | null = null
  do {
    const order = { field: '', isDescending: false }
    const question = { affair, entity, filters: [], order, after, limit: rowsAtOnce }
    const page: Awaited<ReturnType<Projections['list']>> = await views.list(question)
    rows.push(...page.rows)
    after = page.next
  } while (after !== null)
  return rows
}
