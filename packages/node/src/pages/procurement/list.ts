import type { ProceduresData } from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import type { Cursors } from '../../http/cursor.ts'
import { pageOf } from '../pageOf.ts'
import type { RecordNeeds } from '../records.ts'
import { affair, rowOf } from './rows.ts'

const proceduresPerPage = 50

type Needs = RecordNeeds & { readonly cursors: Cursors }

/** A page of them, the newest first. @throws {NodeError} cursor-invalid */
export async function listProcedures(needs: Needs, cursor: string | undefined, lang: Lang): Promise<ProceduresData> {
  const order = { field: '', isDescending: true }
  const question = { affair, entity: 'procedure', filters: [], order }
  const { rows, place } = await pageOf(needs, ['procedures'], question, proceduresPerPage, cursor)
  return { rows: await Promise.all(rows.map((row) => rowOf(needs, row, lang))), place }
}
