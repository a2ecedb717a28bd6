import { attributes, fill, type Html, html, localSpan, localText, renderFrame, timeOf } from '@gongshi/ui'
import type { Found, PageContext, SearchData } from '../data.ts'
import { at, paths } from '../links.ts'
import { type SearchFilterName, searchFilterNames, searchQuery } from '../searchFilters.ts'
import { affairWord, entityWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { entryBadge } from './entryBadge.ts'
import { feedLink } from './feed.ts'

/** Looks for words in everything public: a plain form, whose answers stand in the address, and what was found. */
export function renderSearch(data: SearchData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const { query, filters } = data
  const path = `${paths.search}${searchQuery(query, filters)}`
  const title = query === null ? text.searchTitle : `${query} – ${text.searchTitle}`
  const body = html`<h1 class="title">${text.searchTitle}</h1><p class="prose lead">${text.searchLead}</p>
<form class="filters section stack" action="${at(lang, paths.search)}" method="get" role="search"><div class="find"><label for="q">${text.searchLabel}</label>
<span class="find-row"><input class="ds-input" id="q" name="q" type="search" value="${query ?? ''}" required maxlength="200" aria-describedby="q-hint"><button class="ds-button" type="submit">${text.searchButton}</button></span>
<span class="small soft" id="q-hint">${text.searchHint}</span></div>${narrowing(data, context)}</form>${askedFor(data, context)}
${query === null ? null : results(data, context)}`
  return renderFrame({
    lang,
    site,
    title,
    path,
    section: 'search',
    ...(query === null ? {} : { feed: paths.searchFeed(query, filters) }),
    body,
    islands: data.found.length === 0 ? [] : ['check'],
  })
}

function narrowing({ filters, kinds }: SearchData, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  const isOpen = searchFilterNames.some((name) => filters[name] !== undefined)
  const options = kinds.map(
    (kind) =>
      html`<option value="${kind}" ${attributes({ selected: kind === filters.kind })}>${kindOf(kind, lang)}</option>`,
  )
  const input = (name: SearchFilterName, given: Readonly<Record<string, string>>) =>
    html`<p><label for="${name}">${text[labels[name]]}</label><input class="ds-input" id="${name}" name="${name}" maxlength="200" value="${filters[name] ?? ''}" ${attributes(given)}></p>`
  return html`<details class="fold" ${attributes({ open: isOpen })}><summary>${text.searchNarrow}</summary><div class="filter-grid">
<p><label for="kind">${text.searchKind}</label><select class="ds-input" id="kind" name="kind"><option value="">${text.searchAny}</option>${options}</select></p>
${input('from', { type: 'date' })}${input('to', { type: 'date' })}${input('organ', { type: 'text', 'aria-describedby': 'organ-hint' })}</div>
<p class="small soft" id="organ-hint">${text.searchOrganHint}</p><button class="ds-button" data-variant="secondary" type="submit">${text.searchButton}</button></details>`
}

const labels = { kind: 'searchKind', organ: 'searchOrgan', from: 'searchFrom', to: 'searchTo' } as const

function kindOf(kind: string, lang: PageContext['lang']): string {
  const [affair, entity] = kind.split('/')
  return entityWord(affair!, entity!, lang)
}

/** What the search is narrowed down to, each removable by itself. */
function askedFor({ query, filters, ignored, organ }: SearchData, { lang }: PageContext): Html | null {
  const text = pageTexts[lang]
  const shownOf = (name: SearchFilterName): string => {
    if (name === 'kind') return kindOf(filters.kind!, lang)
    return name === 'organ' && organ !== null ? localText(organ.name, lang).text : filters[name]!
  }
  const items = searchFilterNames
    .filter((name) => filters[name] !== undefined)
    .map((name) => {
      const label = `${text[labels[name]]} · ${shownOf(name)}`
      const rest = `${at(lang, paths.search)}${searchQuery(query, { ...filters, [name]: undefined })}`
      return html`<li><a class="ds-link" href="${rest}" aria-label="${fill(text.searchRemove, { filter: label })}">${label} ✕</a></li>`
    })
  const names = ignored.map((name) => text[labels[name]]).join(lang === 'zh' ? '、' : ', ')
  const left =
    ignored.length === 0
      ? null
      : html`<p class="ds-alert" data-color="warning">${fill(text.searchIgnored, { names })}</p>`
  const list =
    items.length === 0 ? null : html`<nav aria-label="${text.searchAsked}"><ul class="asked">${items}</ul></nav>`
  return html`${left}${list}`
}

function results(data: SearchData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  if (data.suggestions.length > 0) return nearest(data, context)
  const { query, filters, found, next, height } = data
  const asOf = html`<p class="small soft">${fill(text.searchAsOf, { height })}</p>`
  if (found.length === 0)
    return html`<section class="section stack" aria-live="polite"><p class="prose">${text.searchNone}</p>${asOf}</section>`
  const more = `${at(lang, paths.search)}${searchQuery(query, filters)}&cursor=${encodeURIComponent(next ?? '')}`
  return html`<section class="section stack"><ol class="found">${found.map((one) => row(one, context))}</ol>
${next === null ? null : html`<p><a class="ds-link" rel="next" href="${more}">${text.searchMore}</a></p>`}${feedLink(paths.searchFeed(query ?? '', filters), context)}${asOf}</section>`
}

/** Nothing has the words: what was likely meant, and what that finds. */
function nearest({ found, filters, suggestions, height }: SearchData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  const link = (query: string) =>
    html`<a class="ds-link" href="${at(lang, paths.search)}${searchQuery(query, filters)}"><bdi>${query}</bdi></a>`
  const [first, ...others] = suggestions
  return html`<section class="section stack"><p class="prose" role="status">${text.searchNoneOf}${text.searchMeant}${link(first!)}</p>
${others.length === 0 ? null : html`<p class="small">${text.searchOr}${others.map((other, place) => html`${place === 0 ? null : ' · '}${link(other)}`)}</p>`}
<h2>${fill(text.searchShown, { query: first! })}</h2><ol class="found">${found.map((one) => row(one, context))}</ol>
<p class="small soft">${fill(text.searchAsOf, { height })}</p></section>`
}

function row(one: Found, { lang, site }: PageContext): Html {
  return html`<li><h2><a class="ds-link" href="${at(lang, one.path)}">${localSpan(one.title, lang)}</a></h2>
${one.excerpt.length === 0 ? null : html`<p class="small">${localSpan(one.excerpt, lang)}</p>`}${one.fragment === null ? null : html`<p class="small fragment" dir="auto">${one.fragment}</p>`}
<p class="line small soft"><span>${affairWord(one.affair, lang)} · ${entityWord(one.affair, one.entity, lang)}</span>${one.entry === null ? null : html`${entryBadge(one.entry, { lang })}`}${timeOf(one.at, lang, site.timeZone)}</p></li>`
}
