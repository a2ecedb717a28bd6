import type { MarksData, RecomputeData } from '@gongshi/portal'
import { encodeCbor } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { NodeError } from '../../errors.ts'
import { parseRowKey, rowKeyText } from '../../http/rowKey.ts'
import type { ViewRow } from '../../projections/question.ts'
import { organOf } from '../organs.ts'
import type { RecordNeeds } from '../records.ts'
import type { ProcurementBook } from './book.ts'
import { getProcedure } from './procedure.ts'
import { rowsOf } from './rows.ts'
import { affair, type OrganId } from './shapes.ts'

type Mark = { readonly bid: unknown; readonly criterion: number; readonly points: number }

/** What a lot's award is computed from, for the page on which a reader does so. @throws {NodeError} record-unknown, state-key-malformed */
export async function recomputeData(
  needs: RecordNeeds & { readonly book: ProcurementBook },
  key: string,
  number: string,
  lang: Lang,
): Promise<RecomputeData> {
  const procedure = await getProcedure(needs, key, lang)
  const lot = procedure.lots.find((each) => String(each.number) === number)
  if (lot === undefined) throw new NodeError({ code: 'record-unknown' })
  const lotKey = encodeCbor([parseRowKey(key).key, lot.number])
  const [offers, sheets] = await Promise.all([
    rowsOf(needs, 'offer', lotKey, 'lot'),
    rowsOf(needs, 'sheet', lotKey, 'lot'),
  ])
  const view = (entity: string, by: string, of: string) =>
    `/api/v1/affairs/${affair}/views/${entity}?${new URLSearchParams({ limit: '100', [`filter[${by}]`]: of })}`
  const [ofProcedure, ofLot] = [
    (entity: string) => view(entity, 'procedure', key),
    (entity: string) => view(entity, 'lot', rowKeyText(lotKey)),
  ]
  return {
    procedure,
    lot,
    isAssessed: ['assessed', 'proposed', 'awarded', 'signed'].includes(lot.status),
    criteria: procedure.criteria,
    marks: marksOf(needs, offers, sheets),
    views: {
      criterion: ofProcedure('criterion'),
      candidate: ofProcedure('candidate'),
      seat: ofProcedure('seat'),
      opening: ofProcedure('opening'),
      offer: ofLot('offer'),
      sheet: ofLot('sheet'),
    },
    trust: procedure.evidence.trust,
  }
}

/** By offer and criterion; each expert's points in the order of the sheets. */
function marksOf({ names }: RecordNeeds, offers: readonly ViewRow[], sheets: readonly ViewRow[]): readonly MarksData[] {
  const bidders = new Map(offers.map(({ fields }) => [JSON.stringify(fields.bid), fields.bidder as unknown as OrganId]))
  const found = new Map<string, { readonly bidder: OrganId; readonly criterion: number; readonly points: number[] }>()
  for (const { fields } of sheets)
    for (const { bid, criterion, points } of (fields.points ?? []) as unknown as readonly Mark[]) {
      const bidder = bidders.get(JSON.stringify(bid))
      if (bidder === undefined) continue
      const name = `${JSON.stringify(bid)} ${criterion}`
      const mark = found.get(name) ?? { bidder, criterion, points: [] }
      mark.points.push(points)
      found.set(name, mark)
    }
  return [...found.values()].map(({ bidder, ...mark }) => ({ ...mark, bidder: organOf(names, bidder) }))
}
