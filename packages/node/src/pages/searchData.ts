import { entityWord, type Found, paths, type SearchData } from '@gongshi/portal'
import type { LocalText } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import type { Cursors } from '../http/cursor.ts'
import { rowKeyText } from '../http/rowKey.ts'
import type { Projections } from '../projections/projections.ts'
import { isOfEntry, type ViewRow } from '../projections/question.ts'
import { wordQuery } from '../projections/words.ts'
import { recordKey } from './recordKey.ts'
import { noticeOf, type RecordNeeds } from './records.ts'

export type SearchNeeds = RecordNeeds & {
  readonly views: Pick<Projections, 'search' | 'suggestions' | 'progress'>
  readonly cursors: Cursors
  readonly affairs: AffairBook
}

const perPage = 20
const mostSuggestions = 3
/** Of a row's own texts, so much stands beside it. Characters. */
const excerptLength = 120

/** What a search finds, with the page about each. @throws {NodeError} cursor-invalid, views-… */
export async function searchData(
  needs: SearchNeeds,
  query: string | null,
  cursor: string | undefined,
): Promise<SearchData> {
  const words = wordQuery(query ?? '')
  if (query === null || (words.words.length === 0 && words.prefix === null))
    return { query, found: [], next: null, suggestions: [], height: needs.views.progress().height }
  const asked = ['search', query]
  const below = cursor === undefined ? null : needs.cursors.read(asked, cursor).id
  const { rows, next, asOf } = await needs.views.search({ words, below, limit: perPage })
  return {
    query,
    found: await Promise.all(rows.map((row) => foundOf(needs, row))),
    next: next === null ? null : needs.cursors.write(asked, next),
    suggestions: [],
    height: asOf.height,
  }
}

/** The same for a page, which goes on where nothing is found: with what could have been meant. @throws {NodeError} cursor-invalid, views-… */
export async function searchPage(
  needs: SearchNeeds,
  query: string | null,
  cursor: string | undefined,
): Promise<SearchData> {
  const data = await searchData(needs, query, cursor)
  if (query === null || cursor !== undefined || data.found.length > 0) return data
  const { texts } = await needs.views.suggestions({ text: query, limit: mostSuggestions })
  if (texts[0] === undefined) return data
  const { found } = await searchData(needs, texts[0], undefined)
  return { ...data, suggestions: texts, found }
}

async function foundOf(needs: SearchNeeds, row: ViewRow): Promise<Found> {
  const { affair, entity, entry, time: at } = row
  const common = { affair, entity, entry, at, fragment: row.document?.fragment ?? null }
  if (affair === 'disclosure' && isOfEntry(row) && (entity === 'publication' || entity === 'release')) {
    const notice = await noticeOf(needs, entity, row)
    const title = notice.title.some(({ text }) => text !== '') ? notice.title : plain(notice.identifier)
    return { ...common, path: paths.record(recordKey(entity, row.key)), title, excerpt: notice.organ.name }
  }
  const { scheme, id } = (row.fields.organ ?? {}) as { readonly scheme?: string; readonly id?: string }
  const isOrgan = affair === 'organisations' && entity === 'organ' && scheme !== undefined && id !== undefined
  const [first, ...texts] = textsOf(needs, row)
  return {
    ...common,
    path: isOrgan ? paths.organ({ scheme, id }) : pathOf(row),
    title: isOrgan ? namesOf(row, id) : first === undefined ? kindOf(row) : plain(first),
    excerpt: texts.length === 0 ? [] : plain(texts.join(' · ').slice(0, excerptLength)),
  }
}

/** The page about a row, where there is one; else what made it. */
function pathOf({ affair, entity, key, entry }: ViewRow): string {
  const page = pages[`${affair}/${entity}`]
  if (page !== undefined) return page(rowKeyText(key))
  return entry === null ? paths.affair(affair) : paths.entry(entry)
}

const pages: { readonly [entity: string]: ((key: string) => string) | undefined } = {
  'participation/consultation': paths.consultation,
  'procurement/procedure': paths.procedure,
  'governance/proposal': paths.proposal,
}

/** What has no words of its own is called by what it is. */
function kindOf({ affair, entity, entry }: ViewRow): LocalText {
  const number = entry === null ? '' : ` № ${entry}`
  return (['zh', 'en'] as const).map((lang) => ({ lang, text: `${entityWord(affair, entity, lang)}${number}` }))
}

function namesOf({ fields }: ViewRow, id: string): LocalText {
  const { nameZh, nameEn } = fields
  const names = [
    ...(typeof nameZh === 'string' ? [{ lang: 'zh', text: nameZh }] : []),
    ...(typeof nameEn === 'string' ? [{ lang: 'en', text: nameEn }] : []),
  ]
  return names.length === 0 ? plain(id) : names
}

/** What was written in words: codes, days and identifiers tell nobody what the row is about. */
function textsOf({ affairs }: Pick<SearchNeeds, 'affairs'>, { affair, entity, fields }: ViewRow): string[] {
  const kinds = Object.entries(affairs.find(affair)?.entities[entity]?.fields ?? {})
  return kinds.flatMap(([name, kind]) => {
    const value = fields[name]
    const isText = kind.kind === 'text' || (kind.kind === 'option' && kind.of.kind === 'text')
    return isText && typeof value === 'string' ? [value] : []
  })
}

function plain(text: string): LocalText {
  return [{ lang: 'und', text: text === '' ? '—' : text }]
}
