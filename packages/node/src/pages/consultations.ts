import { type AffairDeclaration, valueToJson } from '@gongshi/affair-kit'
import type { CommentData, ConsultationData, ConsultationRow, ConsultationsData } from '@gongshi/portal'
import { decodeCbor, fromHex, toHex } from '@gongshi/protocol'
import type { Lang } from '@gongshi/ui'
import { NodeError } from '../errors.ts'
import type { Cursors } from '../http/cursor.ts'
import { parseRowKey, rowKeyText } from '../http/rowKey.ts'
import { type EntryRow, isOfEntry, type ViewRow } from '../projections/question.ts'
import { sortValue } from '../projections/sortValue.ts'
import { viewFields } from '../projections/viewFields.ts'
import { clauseOf } from './clauses.ts'
import { organOf } from './organs.ts'
import { pageOf } from './pageOf.ts'
import { bodyOf, evidenceLinks, languageOf, type RecordNeeds } from './records.ts'

const affair = 'participation'
/** On a page. */
const consultationsPerPage = 50
const commentsPerPage = 50

type Fields = {
  readonly organ: { readonly scheme: string; readonly id: string }
  readonly number: string
  readonly clause: string
  readonly draft: string
  readonly closes: string
  readonly answerBy: string
  readonly answer: string | null
  readonly withdrawnBy: string | null
}
type CommentFields = {
  readonly content: string
  readonly withheldBy: string | null
  readonly withheldFor: string | null
}

type Needs = RecordNeeds & { readonly cursors: Cursors }

/** A page of those that end last first; of an organ's where one is given. @throws {NodeError} cursor-invalid */
export async function listConsultations(
  needs: Needs,
  cursor: string | undefined,
  lang: Lang,
  organ: Fields['organ'] | null = null,
): Promise<ConsultationsData> {
  const value = organ === null ? null : sortValue({ kind: 'organ' }, { ...organ })
  const filters = value === null ? [] : [{ field: 'organ', from: value, to: value }]
  const question = { affair, entity: 'consultation', filters, order: { field: 'closes', isDescending: true } }
  const { rows, place } = await pageOf(needs, ['consultations'], question, consultationsPerPage, cursor)
  return { rows: await Promise.all(rows.map((row) => rowOf(needs, row, lang))), place }
}

/** With a page of its comments. @throws {NodeError} record-unknown, state-key-malformed, cursor-invalid */
export async function getConsultation(
  needs: Needs & { readonly declaration: AffairDeclaration },
  key: string,
  cursor: string | undefined,
  lang: Lang,
): Promise<ConsultationData> {
  const { bytes } = parseRowKey(key)
  const history = (await needs.views.history({ affair, entity: 'consultation', key: bytes })).rows.filter(isOfEntry)
  const [first, last] = [history[0], history.at(-1)]
  if (first === undefined || last === undefined) throw new NodeError({ code: 'record-unknown' })
  const fields = last.fields as unknown as Fields
  const { rows, place } = await commentsOn(needs, bytes, cursor)
  const comments = await Promise.all(rows.map((row) => commentOf(needs, row, lang)))
  return {
    ...(await rowOf(needs, last, lang)),
    clause: clauseOf(affair, fields.clause),
    draft: await read(needs, fields.draft, lang),
    answer: fields.answer === null ? null : await read(needs, fields.answer, lang),
    withdrawnBy: fields.withdrawnBy === null ? null : clauseOf(affair, fields.withdrawnBy),
    steps: history.map(({ action, entry, time }) => ({ action, entry, at: time })),
    comments: comments.filter((each) => each !== null),
    place,
    evidence: evidenceLinks(last.entry, await disclosedOf(needs, fields, last, lang)),
  }
}

async function rowOf(needs: RecordNeeds, { key, status, fields: json }: ViewRow, lang: Lang): Promise<ConsultationRow> {
  const fields = json as unknown as Fields
  const document = await needs.documents.read(fromHex(fields.draft))
  const title =
    document.state === 'held' && document.title.length > 0 ? document.title : [{ lang, text: fields.number }]
  return {
    key: rowKeyText(key),
    organ: organOf(needs.names, fields.organ),
    number: fields.number,
    status,
    title,
    synthetic: document.state === 'held' && document.synthetic,
    closes: Date.parse(fields.closes),
    answerBy: Date.parse(fields.answerBy),
  }
}

function commentsOn(
  needs: Parameters<typeof getConsultation>[0],
  consultation: Uint8Array,
  cursor: string | undefined,
) {
  const { declaration } = needs
  const { kind } = viewFields(declaration, 'comment').find(({ name }) => name === 'consultation')!
  const id = decodeCbor(consultation, { maxBytes: 1024, maxDepth: 8 })
  const value = sortValue(kind, valueToJson({ kind: 'ref', entity: 'consultation' }, id as never))
  const filters = [{ field: 'consultation', from: value, to: value }]
  const question = { affair, entity: 'comment', filters, order: { field: '', isDescending: false } }
  return pageOf(needs, ['comments', toHex(consultation)], question, commentsPerPage, cursor)
}

/** Null for somebody who was let in and has said nothing. */
async function commentOf(needs: RecordNeeds, row: ViewRow, lang: Lang): Promise<CommentData | null> {
  if (row.status === 'admitted' || row.entry === null) return null
  const { content, withheldBy, withheldFor } = row.fields as unknown as CommentFields
  const came = { entry: row.entry, at: row.time, evidence: evidenceLinks(row.entry).gse }
  if (row.status === 'withheld')
    return { ...came, state: 'withheld', clause: clauseOf(affair, withheldBy ?? ''), ground: withheldFor ?? '' }
  return { ...came, state: 'made', body: await read(needs, content, lang) }
}

async function read({ documents }: RecordNeeds, content: string, lang: Lang) {
  return bodyOf(await documents.read(fromHex(content)), content, lang)
}

/** The newest entry proves the draft only while that is the one that laid it out. */
async function disclosedOf({ documents }: RecordNeeds, { draft }: Fields, last: EntryRow, lang: Lang) {
  if (last.revision !== 1) return []
  const document = await documents.read(fromHex(draft))
  if (document.state !== 'held' || document.parts.kind !== 'paragraphs') return []
  const { byLanguage } = document.parts
  const paths = (byLanguage.get(languageOf(byLanguage, lang)) ?? []).map(({ path }) => path)
  return paths.slice(0, 60).map((path) => `${draft}:${path}`)
}
