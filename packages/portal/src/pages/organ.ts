import { breadcrumbs, factList, type Html, html, localSpan, localText, renderFrame } from '@gongshi/ui'
import type { OrganData, PageContext } from '../data.ts'
import { at, pagePath, paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'
import { noticePage } from './noticeRows.ts'

/** One organ: who it is by its identifier, and what it published. */
export function renderOrgan(data: OrganData, context: PageContext): string {
  const { organ } = data
  const { lang, site } = context
  const text = pageTexts[lang]
  const path = paths.organ(organ)
  const name = localText(organ.name, lang)
  const division: Html | null =
    organ.division === undefined
      ? null
      : html`${organ.division.name === undefined ? null : localSpan(organ.division.name, lang)} <code>${organ.division.scheme} ${organ.division.code}</code> <span class="soft">(${organ.division.date})</span>`
  const facts = [
    { name: text.organId, value: html`<code>${organ.scheme} ${organ.id}</code>` },
    ...(division === null ? [] : [{ name: text.division, value: division }]),
  ]
  const crumbs = [
    { label: text.latest, href: at(lang, paths.home) },
    { label: localSpan(organ.name, lang), href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title" lang="${name.lang}">${name.text}</h1>
${factList(facts, 'sided')}
<section class="section" aria-labelledby="notices"><h2 class="subtitle section-head" id="notices">${text.organNotices}</h2>${noticePage(data, path, context)}</section>`
  return renderFrame({ lang, site, title: name.text, path: pagePath(path, data), body })
}
