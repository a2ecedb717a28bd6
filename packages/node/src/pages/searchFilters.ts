import { type SearchFilterName, type SearchFilters, searchFilterNames } from '@gongshi/portal'
import type { AffairBook } from '../affairBook.ts'
import { utcOffsetMinutes } from '../http/pageSite.ts'
import { kindMark, organMark } from '../projections/marks.ts'
import type { SearchFilter } from '../projections/question.ts'

const longest = 200
const dayMs = 86_400_000

export type ParsedSearch = {
  readonly filters: SearchFilters
  /** Given, and not of a form that means anything: left out, and said so. */
  readonly ignored: readonly SearchFilterName[]
}

/** Whatever stands in an address: an empty field asks for nothing. */
export function parseSearchFilters(
  query: { readonly [name: string]: unknown },
  affairs: Pick<AffairBook, 'find'>,
): ParsedSearch {
  const isUnderstood: { readonly [Name in SearchFilterName]: (text: string) => boolean } = {
    kind: (text) => {
      const [affair, entity, ...rest] = text.split('/')
      return rest.length === 0 && Object.hasOwn(affairs.find(affair!)?.entities ?? {}, entity ?? '')
    },
    organ: (text) => organParts(text) !== null,
    from: (text) => dayStart(text) !== null,
    to: (text) => dayStart(text) !== null,
  }
  const given = searchFilterNames.flatMap((name) => {
    const text = query[name]
    return typeof text === 'string' && text.trim() !== '' ? [{ name, text: text.trim() }] : []
  })
  const isFit = ({ name, text }: (typeof given)[number]) => text.length <= longest && isUnderstood[name](text)
  return {
    filters: Object.fromEntries(given.filter(isFit).map(({ name, text }) => [name, text])),
    ignored: given.filter((each) => !isFit(each)).map(({ name }) => name),
  }
}

/** As the index is asked. `filters`: understood, as `parseSearchFilters` gives them. */
export function searchFilter({ kind, organ, from, to }: SearchFilters): SearchFilter {
  const [affair, entity] = kind?.split('/') ?? []
  const parts = organ === undefined ? null : organParts(organ)
  return {
    marks: [
      ...(affair === undefined ? [] : [kindMark(affair, entity!)]),
      ...(parts === null ? [] : [organMark(parts.scheme, parts.id)]),
    ],
    from: from === undefined ? null : dayStart(from),
    until: to === undefined ? null : dayStart(to)! + dayMs,
  }
}

/** An organ as addresses name it. */
export function organParts(text: string): { readonly scheme: string; readonly id: string } | null {
  const [, scheme, id] = /^([a-z0-9][a-z0-9.-]*)\/(.+)$/.exec(text) ?? []
  return scheme === undefined ? null : { scheme, id: id! }
}

/** Unix milliseconds at which a day begins; null for one that there is not. */
function dayStart(text: string): number | null {
  const begin = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(begin) || !new Date(begin).toISOString().startsWith(text)) return null
  return begin - utcOffsetMinutes * 60_000
}
