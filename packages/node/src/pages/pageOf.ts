import type { ListPlace } from '@gongshi/portal'
import type { Cursors } from '../http/cursor.ts'
import type { Projections } from '../projections/projections.ts'
import type { ListQuestion, ViewRow } from '../projections/question.ts'

/** One page of rows and where it stands. `asked` is what the cursor belongs to. @throws {NodeError} cursor-invalid */
export async function pageOf(
  { views, cursors }: { readonly views: Pick<Projections, 'list'>; readonly cursors: Cursors },
  asked: readonly string[],
  question: Omit<ListQuestion, 'after' | 'limit'>,
  limit: number,
  cursor: string | undefined,
): Promise<{ readonly rows: readonly ViewRow[]; readonly place: ListPlace }> {
  const after = cursor === undefined ? null : cursors.read(asked, cursor)
  const { rows, next } = await views.list({ ...question, after, limit })
  return { rows, place: { isFirst: after === null, next: next === null ? null : cursors.write(asked, next) } }
}
