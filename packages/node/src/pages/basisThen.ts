import { clauseRegister, wordingAt } from '@gongshi/affairs'
import type { EntryData } from '@gongshi/portal'
import { encodeCbor } from '@gongshi/protocol'
import { formatDay } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import type { Projections } from '../projections/projections.ts'
import { sortValue } from '../projections/sortValue.ts'
import { clauseOf } from './clauses.ts'

type Needs = { readonly affairs: AffairBook; readonly views: Pick<Projections, 'list' | 'history'> }

/** More wordings than any clause has. */
const mostWordings = 200

/** The clause on which an act rested, in the wording of the day on which it was entered, as the register has it now. */
export async function basisThen(
  { affairs, views }: Needs,
  { affair, version, action }: { readonly affair: string; readonly version: number; readonly action: string },
  time: number,
  timeZone: string,
): Promise<EntryData['basis']> {
  const code = affairs.find(affair, version)?.actions[action]?.basis
  if (code === undefined) return undefined
  const day = formatDay(time, timeZone)
  const clause = clauseOf(affair, code)
  if (affairs.find('clauses') === undefined) return { clause, day, wording: null }
  const ref = sortValue({ kind: 'ref', entity: 'clause' }, [code])
  const filters = [{ field: 'clause', from: ref, to: ref }]
  const order = { field: '', isDescending: false }
  const [{ rows: known }, { rows: wordings }] = await Promise.all([
    views.history({ affair: 'clauses', entity: 'clause', key: encodeCbor([code]) }),
    views.list({ affair: 'clauses', entity: 'wording', filters, order, after: null, limit: mostWordings }),
  ])
  const wording = wordingAt(clauseRegister(known.slice(-1), wordings), code, day)
  return { clause, day, wording: wording === undefined ? null : { number: wording.number, title: wording.title } }
}
