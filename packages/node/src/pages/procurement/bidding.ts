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
const mostDuties = 50

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
export function listTrusteeships(needs: RecordNeeds, organs: readonly OrganId[], lang: Lang) {
  return listDuties(needs, 'trustee', organs, lang)
}

/** Those into which these departments let bidders, the newest first. */
export function listAdmissionDuties(needs: RecordNeeds, organs: readonly OrganId[], lang: Lang) {
  return listDuties(needs, 'issuer', organs, lang)
}

async function listDuties(
  needs: RecordNeeds,
  entity: Duty,
  organs: readonly OrganId[],
  lang: Lang,
): Promise<readonly Trusteeship[]> {
  const found = await Promise.all(organs.map((organ) => rowsOfDuty(needs, entity, organ)))
  const newest = found.flat().toSorted((one, other) => (other.entry ?? 0) - (one.entry ?? 0))
  return Promise.all(newest.slice(0, mostDuties).map((row) => dutyOf(needs, entity, row, lang)))
}

/** @throws {NodeError} record-unknown: none of the departments is its desk; state-key-malformed */
export async function getAdmissionDuty(
  needs: RecordNeeds,
  key: string,
  organs: readonly OrganId[],
  lang: Lang,
): Promise<Trusteeship> {
  const { bytes } = parseRowKey(key)
  const own = encodeCbor([decodeCbor(bytes, { maxBytes: bytes.length, maxDepth: 8 })])
  const issuer = (await needs.views.history({ affair, entity: 'issuer', key: own })).rows.filter(isOfEntry).at(-1)
  const desk = issuer?.fields.desk as unknown as OrganId | undefined
  const isOwn = organs.some(({ scheme, id }) => scheme === desk?.scheme && id === desk.id)
  if (issuer === undefined || !isOwn) throw new NodeError({ code: 'record-unknown' })
  return dutyOf(needs, 'issuer', issuer, lang)
}

/** Whether one of these departments has such a part in any procedure. */
export async function hasDuty(
  needs: Pick<RecordNeeds, 'views'>,
  entity: Duty,
  organs: readonly OrganId[],
): Promise<boolean> {
  const found = await Promise.all(organs.map((organ) => rowsOfDuty(needs, entity, organ, 1)))
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
  return dutyOf(needs, 'trustee', own, lang)
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

/** A row by which a department has a part in a procedure, and the member that names the department. */
type Duty = keyof typeof dutyOrgans
const dutyOrgans = { trustee: 'organ', issuer: 'desk' } as const

async function rowsOfDuty(
  { views }: Pick<RecordNeeds, 'views'>,
  entity: Duty,
  { scheme, id }: OrganId,
  limit = mostDuties,
): Promise<readonly ViewRow[]> {
  const filters = [{ field: dutyOrgans[entity], ...parseFilter(t.organ(), `${scheme}/${id}`)! }]
  const order = { field: '', isDescending: true }
  const question = { affair, entity, filters, order, after: null, limit }
  return (await views.list(question)).rows
}

async function dutyOf(needs: RecordNeeds, entity: Duty, row: ViewRow, lang: Lang): Promise<Trusteeship> {
  const procedure = await getProcedureRow(needs, encodeCbor(firstOf(row.key)))
  const organ = organOf(needs.names, row.fields[dutyOrgans[entity]] as unknown as OrganId)
  return { procedure: await rowOf(needs, procedure, lang), organ, status: row.status }
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
