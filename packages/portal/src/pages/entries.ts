import { attributes, breadcrumbs, type Html, html, renderFrame } from '@gongshi/ui'
import type { Cursor, EntriesData, PageContext } from '../data.ts'
import { at, paged, paths } from '../links.ts'
import { pageTexts } from '../texts/pages.ts'
import { entryTable } from './entryTable.ts'
import { findForm } from './findForm.ts'

/** The log as a list, part by part, down to the first entry. */
export function renderEntries(data: EntriesData, context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const first = data.entries[0]
  const path =
    data.newer === null || first === undefined ? paths.entries : paged(paths.entries, { before: first.index + 1 })
  const crumbs = [
    { label: text.ledgerTitle, href: at(lang, paths.ledger) },
    { label: text.allEntries, href: at(lang, path) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.allEntries}</h1><p class="prose lead">${text.entriesLead}</p>
<div class="section">${findForm(context)}</div>
<div class="section">${entryTable(text.allEntries, data.entries, context)}${pager(data, context)}</div>`
  return renderFrame({ lang, site, title: text.allEntries, path, section: 'ledger', body })
}

function pager({ newer, older }: EntriesData, { lang }: PageContext): Html | null {
  const text = pageTexts[lang]
  const way = (rel: 'prev' | 'next', cursor: Cursor | null, label: string): Html | null =>
    cursor === null
      ? null
      : html`<a class="ds-link" ${attributes({ rel })} href="${at(lang, paged(paths.entries, cursor))}">${label}</a>`
  if (newer === null && older === null) return null
  return html`<nav class="pager" aria-label="${text.pages}">${way('prev', newer, text.newerEntries)}${way('next', older, text.olderEntries)}</nav>`
}
