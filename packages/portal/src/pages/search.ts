import { fill, type Html, html, localSpan, renderFrame, timeOf } from '@gongshi/ui'
import type { Found, PageContext, SearchData } from '../data.ts'
import { at, paths } from '../links.ts'
import { affairWord, entityWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { entryBadge } from './entryBadge.ts'
import { feedLink } from './feed.ts'

/** Looks for words in everything public: a plain form, and what was found. */
export function renderSearch(data: SearchData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const { query } = data
  const path = query === null ? paths.search : `${paths.search}?q=${encodeURIComponent(query)}`
  const title = query === null ? text.searchTitle : `${query} – ${text.searchTitle}`
  const body = html`<h1 class="title">${text.searchTitle}</h1><p class="prose lead">${text.searchLead}</p>
<form class="find section" action="${at(lang, paths.search)}" method="get" role="search"><label for="q">${text.searchLabel}</label>
<span class="find-row"><input class="ds-input" id="q" name="q" type="search" value="${query ?? ''}" required maxlength="200" aria-describedby="q-hint"><button class="ds-button" type="submit">${text.searchButton}</button></span>
<span class="small soft" id="q-hint">${text.searchHint}</span></form>
${query === null ? null : results(data, context)}`
  return renderFrame({
    lang,
    site,
    title,
    path,
    section: 'search',
    ...(query === null ? {} : { feed: paths.searchFeed(query) }),
    body,
    islands: data.found.length === 0 ? [] : ['check'],
  })
}

function results(data: SearchData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  if (data.suggestions.length > 0) return nearest(data, context)
  const { query, found, next, height } = data
  const asOf = html`<p class="small soft">${fill(text.searchAsOf, { height })}</p>`
  if (found.length === 0)
    return html`<section class="section stack" aria-live="polite"><p class="prose">${text.searchNone}</p>${asOf}</section>`
  const more = `${at(lang, paths.search)}?q=${encodeURIComponent(query ?? '')}&cursor=${encodeURIComponent(next ?? '')}`
  return html`<section class="section stack"><ol class="found">${found.map((one) => row(one, context))}</ol>
${next === null ? null : html`<p><a class="ds-link" rel="next" href="${more}">${text.searchMore}</a></p>`}${feedLink(paths.searchFeed(query ?? ''), context)}${asOf}</section>`
}

/** Nothing has the words: what was likely meant, and what that finds. */
function nearest({ found, suggestions, height }: SearchData, context: PageContext): Html {
  const { lang } = context
  const text = pageTexts[lang]
  const link = (query: string) =>
    html`<a class="ds-link" href="${at(lang, paths.search)}?q=${encodeURIComponent(query)}"><bdi>${query}</bdi></a>`
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
