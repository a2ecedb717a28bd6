import type { ProcedureFilters, ProceduresData } from '@gongshi/portal'
import { toHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import type { Cursors } from '../../http/cursor.ts'
import type { RecordNeeds } from '../records.ts'
import type { BookProcedure } from './book.ts'
import { parseFilters } from './filters.ts'
import { procedureRow } from './rows.ts'
import { type SelectNeeds, selectProcedures } from './select.ts'

const proceduresPerPage = 50

export type ListNeeds = Pick<RecordNeeds, 'documents'> & SelectNeeds & { readonly cursors: Cursors }

export async function listProcedures(
  needs: ListNeeds,
  query: { readonly [name: string]: unknown },
  lang: Lang,
): Promise<ProceduresData> {
  const { filters, ignored } = parseFilters(query)
  const { procedures, all, options, isWhole } = await selectProcedures(needs, filters)
  const begin = placeOf(needs, filters, procedures, query.cursor as string | undefined)
  const shown = procedures.slice(begin, begin + proceduresPerPage)
  const last = begin + proceduresPerPage < procedures.length ? shown.at(-1) : undefined
  const next = last === undefined ? null : needs.cursors.write(asked(filters), { value: last.key, id: last.changed })
  const rows = await Promise.all(shown.map((each) => procedureRow(needs, each, lang)))
  return {
    rows,
    place: { isFirst: begin === 0, next },
    filters,
    ignored,
    total: procedures.length,
    all,
    options,
    isWhole,
  }
}

const asked = (filters: ProcedureFilters) => ['procedures', filters]

/** Behind the procedure that a cursor names, or where that one was when it has changed since. */
function placeOf(
  { cursors }: ListNeeds,
  filters: ProcedureFilters,
  procedures: readonly BookProcedure[],
  cursor: string | undefined,
): number {
  if (cursor === undefined) return 0
  const { value, id } = cursors.read(asked(filters), cursor)
  const name = toHex(value)
  const isByChange = (filters.order ?? 'newest') === 'newest'
  const at = procedures.findIndex(({ key, changed }) => (isByChange ? changed <= id : toHex(key) === name))
  const isThere = at !== -1 && toHex(procedures[at]!.key) === name
  return isByChange && at === -1 ? procedures.length : isThere ? at + 1 : Math.max(at, 0)
}
