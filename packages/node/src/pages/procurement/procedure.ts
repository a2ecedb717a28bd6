import type { ProcedureData } from '@gongshi/portal'
import { fromHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { NodeError } from '../../errors.ts'
import { parseRowKey } from '../../http/rowKey.ts'
import { isOfEntry, type ViewRow } from '../../projections/question.ts'
import { organOf } from '../organs.ts'
import { bodyOf, evidenceLinks, type RecordNeeds, wordsOf } from '../records.ts'
import { openedBidsOf } from './bidding.ts'
import type { ProcurementBook } from './book.ts'
import { publicFlags } from './flags.ts'
import { lotsOf } from './lots.ts'
import { procedureRow, rowsOf, timeOf } from './rows.ts'
import { affair, type Fields, type OrganId } from './shapes.ts'
import { editionsOf, stagesOf } from './stages.ts'

/** @throws {NodeError} record-unknown, state-key-malformed */
export async function getProcedure(
  needs: RecordNeeds & { readonly book: ProcurementBook },
  key: string,
  lang: Lang,
): Promise<ProcedureData> {
  const { bytes } = parseRowKey(key)
  const history = (await needs.views.history({ affair, entity: 'procedure', key: bytes })).rows.filter(isOfEntry)
  const last = history.at(-1)
  const short = await needs.book.find(bytes)
  if (last === undefined || short === null) throw new NodeError({ code: 'record-unknown' })
  const fields = last.fields as unknown as Fields
  const asOf = needs.ledger.info().time
  const of = (entity: string) => rowsOf(needs, entity, bytes)
  const [trustees, criteria, enquiries, bids, flags, offers, holdings, losses] = await Promise.all([
    of('trustee'),
    of('criterion'),
    of('enquiry'),
    of('bid'),
    of('flag'),
    of('offer'),
    of('holding'),
    of('loss'),
  ])
  const read = async (content: string, as = wordsOf) => as(await needs.documents.read(fromHex(content)), content, lang)
  const judgedBy = criteria.map(({ fields: each }) => each as unknown as ProcedureData['criteria'][number])
  return {
    ...(await procedureRow(needs, short, lang)),
    agency: organOf(needs.names, fields.agency),
    edition: fields.edition,
    askUntil: timeOf(fields.askUntil),
    experts: fields.experts,
    threshold: fields.threshold,
    notice: fields.notice === null ? null : await read(fields.notice, bodyOf),
    trustees: trustees.map(({ status, fields: { organ } }) => ({
      organ: organOf(needs.names, organ as unknown as OrganId),
      status,
    })),
    criteria: judgedBy,
    bids: countsOf(bids),
    openedBids: openedBidsOf(needs, bids, { offers, holdings, losses }),
    lots: await lotsOf(needs, of, judgedBy),
    enquiries: await Promise.all(
      enquiries.map(async ({ fields: { question, answer } }) => ({
        question: await read(question as string),
        answer: answer === null ? null : await read(answer as string),
      })),
    ),
    flags: await publicFlags(needs, flags, read),
    steps: history.map(({ action, entry, time }) => ({ action, entry, at: time })),
    ocid: needs.views.ocidOf(bytes),
    stages: stagesOf(short, timeOf(fields.askUntil), history, asOf),
    editions: editionsOf(history),
    asOf,
    evidence: evidenceLinks(last.entry),
  }
}

function countsOf(rows: readonly ViewRow[]): { readonly [status: string]: number } {
  const counts = new Map<string, number>()
  for (const { status } of rows) counts.set(status, (counts.get(status) ?? 0) + 1)
  return Object.fromEntries(counts)
}
