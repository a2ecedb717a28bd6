import {
  breadcrumbs,
  factList,
  fill,
  type Html,
  html,
  localSpan,
  localText,
  renderFrame,
  stackedTable,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, pagePath, paths } from '../links.ts'
import type { OrganData, OrganSpan } from '../organData.ts'
import { searchQuery } from '../searchFilters.ts'
import { pageTexts } from '../texts/pages.ts'
import { figuresTexts } from '../texts/procurementFigures.ts'
import { calendarLink } from './calendar.ts'
import { entryTable } from './entryTable.ts'
import { feedLink } from './feed.ts'
import { keysOfOrgan } from './key.ts'
import { noticePage } from './noticeRows.ts'
import { duties, offices } from './organPowers.ts'
import { kindTag, organLink } from './organs.ts'

/** One organ: who it is, what it was, who succeeded whom, what its offices may do, and what it published. */
export function renderOrgan(data: OrganData, context: PageContext): string {
  const { organ } = data
  const { lang, site } = context
  const text = pageTexts[lang]
  const path = paths.organ(organ)
  const feed = paths.organFeed(organ)
  const name = localText(organ.name, lang)
  const division: Html | null =
    organ.division === undefined
      ? null
      : html`${organ.division.name === undefined ? null : localSpan(organ.division.name, lang)} <code>${organ.division.scheme} ${organ.division.code}</code> <span class="soft small">${fill(text.divisionOn, { day: organ.division.date })}</span>`
  const facts = [
    { name: text.organId, value: html`<code>${organ.scheme} ${organ.id}</code>` },
    ...(division === null ? [] : [{ name: text.division, value: division }]),
  ]
  const crumbs = [
    { label: text.organsTitle, href: at(lang, paths.organs) },
    { label: localSpan(organ.name, lang), href: at(lang, path) },
  ]
  const within = html`<p class="small"><a class="ds-link feed" href="${at(lang, paths.search)}${searchQuery(null, { organ: `${organ.scheme}/${organ.id}` })}">${text.searchWithin}</a></p>`
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title" lang="${name.lang}">${name.text}</h1>
<div class="lead">${factList(facts, 'sided')}</div>
${profiles(data, context)}${history(data, context)}${duties(data, context)}${inferiors(data, context)}${offices(data, context)}${keysOfOrgan(data.keys, context)}${acts(data, context)}
<section class="section" aria-labelledby="notices"><h2 class="subtitle section-head" id="notices">${text.organNotices}</h2>${noticePage(data, path, context)}${feedLink(feed, context)}${calendarLink(paths.organCalendar(organ), context)}${within}</section>`
  return renderFrame({ lang, site, title: name.text, path: pagePath(path, data), feed, body })
}

/** What is counted of its procurement. */
function profiles({ organ, procures }: OrganData, { lang }: PageContext): Html | null {
  if (procures.length === 0) return null
  const text = figuresTexts[lang]
  const links = procures.map(
    (role) =>
      html`<li><a class="ds-link" href="${at(lang, paths.procurementProfile(role, organ))}">${text[`${role}Profile`]}</a></li>`,
  )
  return html`<ul class="plain small">${links}</ul>`
}

/** What it was from when to when: names, superiors, kind. */
function history({ spans }: OrganData, context: PageContext): Html | null {
  const { lang } = context
  const text = pageTexts[lang]
  if (spans.length === 0) return null
  return html`<section class="section">${stackedTable<OrganSpan>(
    text.organHistory,
    [
      { head: text.from, cell: ({ from }) => html`<time datetime="${from}">${from}</time>`, figures: true },
      { head: text.until, cell: ({ until }) => until ?? '—', figures: true },
      { head: text.organName, cell: ({ name }) => localSpan(name, lang) },
      { head: text.nature, cell: ({ kind }) => kindTag(kind, context) },
      { head: text.superior, cell: ({ parent }) => (parent === null ? '—' : organLink(parent, context)) },
      { head: text.division, cell: ({ division }) => html`<code>${division}</code>` },
      { head: text.clause, cell: ({ clause }) => html`<code>${clause}</code>` },
    ],
    spans,
  )}</section>`
}

function acts({ acts: rows }: OrganData, context: PageContext): Html | null {
  if (rows.length === 0) return null
  return html`<section class="section">${entryTable(pageTexts[context.lang].organActs, rows, context)}</section>`
}

function inferiors({ inferiors: under }: OrganData, context: PageContext): Html | null {
  const text = pageTexts[context.lang]
  if (under.length === 0) return null
  return html`<section class="section" aria-labelledby="inferiors"><h2 class="subtitle section-head" id="inferiors">${text.inferiors}</h2><ul class="plain">${under.map(
    (organ) => html`<li>${organLink(organ, context)}</li>`,
  )}</ul></section>`
}
