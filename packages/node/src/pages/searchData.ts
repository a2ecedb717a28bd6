import type { SearchFilters } from '@gongshi/portal'
import { entityWord, type Found, paths, type SearchData } from '@gongshi/portal'
import type { LocalText } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import type { Cursors } from '../http/cursor.ts'
import { rowKeyText } from '../http/rowKey.ts'
import type { Projections } from '../projections/projections.ts'
import { isOfEntry, type ViewRow } from '../projections/question.ts'
import { wordQuery } from '../projections/words.ts'
import { organOf } from './organs.ts'
import { recordKey } from './recordKey.ts'
import { noticeOf, type RecordNeeds } from './records.ts'
import { organParts, type ParsedSearch, searchFilter } from './searchFilters.ts'

export type SearchNeeds = RecordNeeds & {
  readonly views: Pick<Projections, 'search' | 'suggestions' | 'progress'>
  readonly cursors: Cursors
  readonly affairs: AffairBook
}

const perPage = 20
const mostSuggestions = 3
/** Of a row's own texts, so much stands beside it. Characters. */
const excerptLength = 120

export type SearchAsked = {
  readonly query: string | null
  readonly parsed: ParsedSearch
  readonly cursor: string | undefined
}

/** What a cursor of a search holds for, and for nothing else. */
export function searchCursor(query: string, { kind, organ, from, to }: SearchFilters): unknown {
  return ['search', query, kind ?? null, organ ?? null, from ?? null, to ?? null]
}

/** Kinds that have a page of their own: what people look for. */
const kinds = [
  'disclosure/publication',
  'disclosure/release',
  'participation/consultation',
  'procurement/procedure',
  'organisations/organ',
  'governance/proposal',
]

function formOf({ affairs, names }: SearchNeeds, query: string | null, { filters, ignored }: ParsedSearch) {
  const known = kinds.filter((kind) => affairs.find(kind.split('/')[0]!) !== undefined)
  const organ = filters.organ === undefined ? null : organOf(names, organParts(filters.organ)!)
  return { query, filters, ignored, kinds: [...new Set([...known, ...(filters.kind ? [filters.kind] : [])])], organ }
}

/** What a search finds, with the page about each. @throws {NodeError} cursor-invalid, views-… */
export async function searchData(needs: SearchNeeds, { query, parsed, cursor }: SearchAsked): Promise<SearchData> {
  const words = wordQuery(query ?? '')
  const { filters } = parsed
  const form = formOf(needs, query, parsed)
  if (query === null || (words.words.length === 0 && words.prefix === null))
    return { ...form, found: [], next: null, suggestions: [], height: needs.views.progress().height }
  const asked = searchCursor(query, filters)
  const below = cursor === undefined ? null : needs.cursors.read(asked, cursor).id
  const filter = searchFilter(filters)
  const { rows, next, asOf } = await needs.views.search({ words, filter, below, limit: perPage })
  return {
    ...form,
    found: await Promise.all(rows.map((row) => foundOf(needs, row))),
    next: next === null ? null : needs.cursors.write(asked, next),
    suggestions: [],
    height: asOf.height,
  }
}

/** The same for a page, which goes on where nothing is found: with what could have been meant. @throws {NodeError} cursor-invalid, views-… */
export async function searchPage(needs: SearchNeeds, asked: SearchAsked): Promise<SearchData> {
  const data = await searchData(needs, asked)
  if (asked.query === null || asked.cursor !== undefined || data.found.length > 0) return data
  const filter = searchFilter(asked.parsed.filters)
  const { texts } = await needs.views.suggestions({ text: asked.query, filter, limit: mostSuggestions })
  if (texts[0] === undefined) return data
  const { found } = await searchData(needs, { ...asked, query: texts[0] })
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
