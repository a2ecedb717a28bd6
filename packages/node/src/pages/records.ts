import type { LedgerReads } from '@gongshi/ledger'
import { masked, minorUnitDigits } from '@gongshi/ocds'
import type {
  Amount,
  Notice,
  NoticePage,
  RecordBody,
  RecordData,
  RecordDate,
  ReleaseFact,
  VersionData,
} from '@gongshi/portal'
import { fromHex, parseLeaf, toHex } from '@gongshi/protocol'
import type { Lang, Standing } from '@gongshi/ui'
import { NodeError } from '../errors.ts'
import type { Projections } from '../projections/projections.ts'
import { type EntryRow, isOfEntry, type ViewRow } from '../projections/question.ts'
import { clauseOf } from './clauses.ts'
import type { Document, Documents } from './documents.ts'
import { type NoticeQuery, noticeRows } from './noticeRows.ts'
import { type OrganNames, organOf } from './organs.ts'
import { parseRecordKey, type RecordEntity, recordKey } from './recordKey.ts'

export type RecordNeeds = {
  readonly views: Pick<Projections, 'list' | 'history' | 'changes' | 'ocidOf' | 'releases'>
  readonly ledger: LedgerReads
  readonly documents: Documents
  readonly names: OrganNames
}

/** Rows of the affair `disclosure`, as the views give them. */
type PublicationFields = {
  readonly organ: { readonly scheme: string; readonly id: string }
  readonly identifier: string
  readonly kind: string
  readonly clause: string
  readonly issued: string
  readonly effective: string | null
  readonly expires: string | null
  readonly content: string
  readonly edition: number
  readonly correctedBy: string | null
  readonly correctedFor: string | null
  readonly withdrawnBy: string | null
  readonly withdrawnFor: string | null
}
type ReleaseFields = {
  readonly ocid: string
  readonly release: string
  readonly date: string | null
  readonly tags: readonly string[]
  readonly amounts: readonly {
    readonly use: string
    readonly amount: { readonly currency: string; readonly minor: number | string }
  }[]
  readonly organ: { readonly scheme: string; readonly id: string }
  readonly content: string
  readonly withdrawnBy: string | null
  readonly withdrawnFor: string | null
}

const affair = 'disclosure'
/** The clauses under which the actions themselves stand, where a row names none. */
const importClause = 'government-information/20.9'

/** One page of the notices of both kinds together, the newest first; of one organ, or of all. */
export async function listNotices(needs: RecordNeeds, query: NoticeQuery): Promise<NoticePage> {
  const { rows, newer, older } = await noticeRows(needs.views, query)
  return { notices: await Promise.all(rows.map(({ entity, row }) => noticeOf(needs, entity, row))), newer, older }
}

/** @throws {NodeError} record-unknown */
export async function getRecord(needs: RecordNeeds, key: string, lang: Lang, version?: number): Promise<RecordData> {
  const { entity, editions, last } = await readEditions(needs, key)
  const shown = version === undefined ? editions.at(-1) : editions.find((edition) => edition.version === version)
  if (shown === undefined) throw new NodeError({ code: 'record-unknown' })
  const document = await needs.documents.read(fromHex(shown.content))
  const leaf = parseLeaf(needs.ledger.findEntry(shown.row.entry)!.leaf)
  return {
    notice: await noticeOf(needs, entity, { ...last, fields: { ...last.fields, content: shown.content } }, shown),
    affair,
    clause: clauseOf(affair, shown.clause),
    dates: datesOf(entity, shown.row),
    amounts: amountsOf(entity, last),
    releaseTags: entity === 'release' ? (last.fields as unknown as ReleaseFields).tags : [],
    versions: (await Promise.all(editions.map((edition) => versionOf(needs, edition, editions, last)))).reverse(),
    body: bodyOf(document, shown.content, lang),
    commitment: shown.content,
    txId: leaf.kind === 'tx' ? toHex(leaf.txId) : '',
    height: shown.row.height,
    evidence: {
      ...evidenceLinks(shown.row.entry, disclosedBy(document, shown.content, lang)),
      courtPack: `row=${affair}/${entity}/${key.slice(2)}`,
    },
  }
}

/** Addresses of an entry's evidence. `disclose`: the members of contents that it is to prove, too. */
export function evidenceLinks(entry: number, disclose: readonly string[] = []) {
  const query = new URLSearchParams(disclose.map((member) => ['disclose', member]))
  const gse = `/api/v1/evidence/entries/${entry}`
  const json = `${gse}?${new URLSearchParams([['format', 'json'], ...query])}`
  return {
    gse: disclose.length === 0 ? gse : `${gse}?${query}`,
    json,
    tlogProof: `/log/proof/${entry}`,
    courtPack: `entry=${entry}`,
    trust: '/api/v1/trust',
  }
}

/** Members that one address can name. A longer document is proven by its parts. */
const maxDisclosed = 60

/** What the page shows of a document is what its evidence discloses: the title and the paragraphs in that language. */
function disclosedBy(document: Document, content: string, lang: Lang): string[] {
  if (document.state !== 'held' || document.parts.kind !== 'paragraphs') return []
  const { byLanguage } = document.parts
  const paragraphs = byLanguage.get(languageOf(byLanguage, lang)) ?? []
  const titles = document.title.map((title) => `title/${title.lang}`)
  return [...titles, ...paragraphs.map(({ path }) => path)].slice(0, maxDisclosed).map((path) => `${content}:${path}`)
}

export function languageOf(byLanguage: ReadonlyMap<string, unknown>, lang: Lang): string {
  return byLanguage.has(lang) ? lang : ([...byLanguage.keys()][0] ?? lang)
}

/** Each document that a record has had, the first one first. */
export type Edition = {
  readonly version: number
  readonly content: string
  readonly clause: string
  readonly row: EntryRow
}

/** @throws {NodeError} record-unknown */
export async function readEditions(needs: Pick<RecordNeeds, 'views'>, key: string) {
  const { entity, bytes } = parseRecordKey(key)
  const history = (await needs.views.history({ affair, entity, key: bytes })).rows.filter(isOfEntry)
  const last = history.at(-1)
  if (last === undefined) throw new NodeError({ code: 'record-unknown' })
  return { entity, editions: editionsOf(entity, history), last }
}

function editionsOf(entity: RecordEntity, history: readonly EntryRow[]): Edition[] {
  const editions: Edition[] = []
  for (const row of history) {
    const { content, clause, edition, correctedBy } = row.fields as unknown as PublicationFields
    if (editions.at(-1)?.content === content) continue
    const own = entity === 'release' ? importClause : (correctedBy ?? clause)
    editions.push({ version: entity === 'release' ? 1 : edition, content, clause: own, row })
  }
  return editions
}

export async function versionOf(
  needs: RecordNeeds,
  edition: Edition,
  editions: readonly Edition[],
  last: EntryRow,
): Promise<VersionData> {
  const document = await needs.documents.read(fromHex(edition.content))
  const { withdrawnFor, withdrawnBy } = last.fields as unknown as PublicationFields
  const isLast = edition === editions.at(-1)
  const erased = document.state === 'erased' ? document.tombstone : null
  return {
    version: edition.version,
    standing: standingOf(document, isLast, last.status),
    content: document.state,
    at: edition.row.time,
    entry: edition.row.entry,
    clause: clauseOf(affair, edition.clause),
    ...(isLast && withdrawnFor !== null ? { reason: withdrawnFor } : {}),
    ...(isLast && withdrawnBy !== null
      ? { withdrawnBy: { entry: last.entry, at: last.time, clause: clauseOf(affair, withdrawnBy) } }
      : {}),
    ...(erased === null
      ? {}
      : { erasedBy: { entry: erased.entry, at: erased.at, clause: clauseOf('erasure', erased.clause) } }),
  }
}

function standingOf(document: Document, isLast: boolean, status: string): Standing {
  if (document.state === 'erased') return 'erased'
  if (!isLast) return 'superseded'
  if (status === 'withdrawn') return 'withdrawn'
  return document.state === 'absent' ? 'absent' : 'current'
}

/** A row of `publication` or `release` as a notice, with its title where the content is held. */
export async function noticeOf(
  needs: RecordNeeds,
  entity: RecordEntity,
  row: EntryRow,
  shown?: Edition,
): Promise<Notice> {
  const fields = row.fields as unknown as PublicationFields & ReleaseFields
  const document = await needs.documents.read(fromHex(fields.content))
  return {
    key: recordKey(entity, row.key),
    title: document.state === 'held' ? document.title : [],
    identifier: entity === 'release' ? `${fields.ocid} · ${fields.release}` : fields.identifier,
    kind: entity === 'release' ? 'ocds-release' : fields.kind,
    organ: organOf(needs.names, fields.organ),
    publishedAt: row.time,
    entry: shown?.row.entry ?? row.entry,
    version: shown?.version ?? (entity === 'release' ? 1 : fields.edition),
    standing: standingOf(document, true, row.status),
    synthetic: document.state === 'held' && document.synthetic,
  }
}

function datesOf(entity: RecordEntity, row: ViewRow): RecordDate[] {
  const fields = row.fields as unknown as PublicationFields & ReleaseFields
  const published: RecordDate = { name: 'published', at: row.time }
  if (entity === 'release') return [published, ...dated('released', fields.date)]
  return [
    published,
    ...dated('issued', fields.issued),
    ...dated('effective', fields.effective),
    ...dated('expires', fields.expires),
  ]
}

function dated(name: RecordDate['name'], date: string | null): RecordDate[] {
  return date === null ? [] : [{ name, at: Date.parse(date) }]
}

function amountsOf(entity: RecordEntity, row: ViewRow): Amount[] {
  if (entity !== 'release') return []
  const { amounts } = row.fields as unknown as ReleaseFields
  return amounts.map(({ use, amount }) => ({
    path: use,
    currency: amount.currency,
    minor: BigInt(amount.minor),
    digits: minorUnitDigits(amount.currency) ?? 0,
  }))
}

/** What stands under a commitment, in the reader's language where it is there. */
export function bodyOf(document: Document, content: string, lang: Lang): RecordBody {
  if (document.state === 'absent') return { kind: 'absent' }
  if (document.state === 'erased') {
    const { entry, at, clause } = document.tombstone
    return { kind: 'erased', entry, at, clause: clauseOf('erasure', clause) }
  }
  const { parts } = document
  switch (parts.kind) {
    case 'paragraphs': {
      const chosen = languageOf(parts.byLanguage, lang)
      const paragraphs = (parts.byLanguage.get(chosen) ?? []).map((each) => ({
        path: each.path,
        heading: false,
        text: each.text,
      }))
      return { kind: 'document', lang: chosen, paragraphs }
    }
    case 'release': {
      const facts = factsOf(parts.release)
      const maskedCount = parts.fields - facts.filter((fact) => !fact.masked).length
      return { kind: 'release', facts, maskedCount, totalCount: parts.fields }
    }
    case 'file': {
      const href = `/api/v1/contents/${content}/member?path=${encodeURIComponent(parts.path)}`
      return { kind: 'file', mediaType: parts.mediaType, name: parts.path, bytes: parts.bytes, href }
    }
  }
}

/** As `bodyOf`, with the title as its first paragraph: for words that stand under no title of their own. */
export function wordsOf(document: Document, content: string, lang: Lang): RecordBody {
  const body = bodyOf(document, content, lang)
  if (body.kind !== 'document' || document.state !== 'held') return body
  const title = document.title.find((each) => each.lang === body.lang) ?? document.title[0]
  if (title === undefined) return body
  const first = { path: `title/${title.lang}`, heading: false, text: title.text }
  return {
    ...body,
    lang: body.paragraphs.length === 0 ? title.lang : body.lang,
    paragraphs: [first, ...body.paragraphs],
  }
}

/** Every value of a masked release with its place in it. */
function factsOf(value: unknown, path = ''): ReleaseFact[] {
  if (value === null || typeof value !== 'object')
    return [{ path, value: value === masked ? '' : String(value), masked: value === masked }]
  return Object.entries(value).flatMap(([name, member]) => factsOf(member, path === '' ? name : `${path}/${name}`))
}
