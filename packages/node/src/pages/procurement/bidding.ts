import { t } from '@gongshi/affair-kit'
import type { BidPageData, OpenedBid, Trusteeship } from '@gongshi/portal'
import { type Cbor, decodeCbor, encodeCbor } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { NodeError } from '../../errors.ts'
import { parseRowKey } from '../../http/rowKey.ts'
import { isOfEntry, type ViewRow } from '../../projections/question.ts'
import { parseFilter } from '../../projections/sortValue.ts'
import { organOf } from '../organs.ts'
import type { RecordNeeds } from '../records.ts'
import { rowOf, rowsOf, timeOf } from './rows.ts'
import { affair, type OrganId } from './shapes.ts'

/** On a page. */
const mostTrusteeships = 50

/** What a bidder's page shows of a procedure. @throws {NodeError} record-unknown, state-key-malformed */
export async function getBidPage(needs: RecordNeeds, key: string, lang: Lang): Promise<BidPageData> {
  const { bytes } = parseRowKey(key)
  const row = await getProcedureRow(needs, bytes)
  const lots = (await rowsOf(needs, 'lot', bytes)).map(({ fields: { number, title } }) => ({
    number: number as number,
    title: title as string | null,
  }))
  return { ...(await rowOf(needs, row, lang)), lots }
}

/** The procedures of which these departments are trustees, the newest first. */
export async function listTrusteeships(
  needs: RecordNeeds,
  organs: readonly OrganId[],
  lang: Lang,
): Promise<readonly Trusteeship[]> {
  const found = await Promise.all(organs.map((organ) => rowsOfTrustee(needs, organ)))
  const newest = found.flat().toSorted((one, other) => (other.entry ?? 0) - (one.entry ?? 0))
  return Promise.all(newest.slice(0, mostTrusteeships).map((row) => trusteeshipOf(needs, row, lang)))
}

/** Whether one of these departments is trustee of any procedure. */
export async function hasTrusteeship(needs: Pick<RecordNeeds, 'views'>, organs: readonly OrganId[]): Promise<boolean> {
  const found = await Promise.all(organs.map((organ) => rowsOfTrustee(needs, organ, 1)))
  return found.some((rows) => rows.length > 0)
}

/** @throws {NodeError} record-unknown: the department is no trustee of it; state-key-malformed */
export async function getTrusteeship(
  needs: RecordNeeds,
  key: string,
  organ: OrganId,
  lang: Lang,
): Promise<Trusteeship> {
  const rows = await rowsOf(needs, 'trustee', parseRowKey(key).bytes)
  const own = rows.find(({ fields }) => {
    const { scheme, id } = fields.organ as unknown as OrganId
    return scheme === organ.scheme && id === organ.id
  })
  if (own === undefined) throw new NodeError({ code: 'record-unknown' })
  return trusteeshipOf(needs, own, lang)
}

/** Bids that are open, whatever was in them. */
export function openedBidsOf(
  { names }: RecordNeeds,
  bids: readonly ViewRow[],
  { offers, holdings, losses }: { readonly [rows in 'offers' | 'holdings' | 'losses']: readonly ViewRow[] },
): readonly OpenedBid[] {
  const bidders = new Map(offers.map(({ key, fields }) => [text(encodeCbor(firstOf(key))), fields.bidder]))
  return bids
    .filter(({ status }) => status === 'opened' || status === 'decoy' || status === 'void')
    .map(({ key, status, fields }) => {
      const bidder = bidders.get(text(key))
      const isOfBid = (row: ViewRow) => text(encodeCbor(firstOf(row.key))) === text(key)
      const loss = losses.find(isOfBid)
      const copies = holdings.filter((row) => isOfBid(row) && row.fields.documents === fields.documents)
      return {
        author: fields.author as string,
        status,
        bidder: bidder === undefined ? null : organOf(names, bidder as unknown as OrganId),
        copies: copies.length,
        loss:
          loss === undefined ? null : { status: loss.status, handInBy: timeOf(loss.fields.handInBy as string | null) },
      }
    })
}

async function rowsOfTrustee(
  { views }: Pick<RecordNeeds, 'views'>,
  { scheme, id }: OrganId,
  limit = mostTrusteeships,
): Promise<readonly ViewRow[]> {
  const filters = [{ field: 'organ', ...parseFilter(t.organ(), `${scheme}/${id}`)! }]
  const order = { field: '', isDescending: true }
  const question = { affair, entity: 'trustee', filters, order, after: null, limit }
  return (await views.list(question)).rows
}

async function trusteeshipOf(needs: RecordNeeds, { key, status, fields }: ViewRow, lang: Lang): Promise<Trusteeship> {
  const procedure = await getProcedureRow(needs, encodeCbor(firstOf(key)))
  const organ = organOf(needs.names, fields.organ as unknown as OrganId)
  return { procedure: await rowOf(needs, procedure, lang), organ, status }
}

/** @throws {NodeError} record-unknown */
async function getProcedureRow({ views }: RecordNeeds, key: Uint8Array): Promise<ViewRow> {
  const last = (await views.history({ affair, entity: 'procedure', key })).rows.filter(isOfEntry).at(-1)
  if (last === undefined) throw new NodeError({ code: 'record-unknown' })
  return last
}

/** The row within which a row lies: the first part of its key. */
function firstOf(key: Uint8Array): Cbor {
  return (decodeCbor(key, { maxBytes: key.length, maxDepth: 8 }) as readonly Cbor[])[0]!
}

function text(key: Uint8Array): string {
  return Buffer.from(key).toString('hex')
}
