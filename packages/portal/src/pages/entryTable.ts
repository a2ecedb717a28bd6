import { type Html, html, stackedTable, tag, timeOf } from '@gongshi/ui'
import type { EntryRow, PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import { actionWord, affairWord } from '../texts/affairWords.ts'
import { type PageText, pageTexts } from '../texts/pages.ts'
import { entryBadge } from './entryBadge.ts'

export const entryKinds: { readonly [K in EntryRow['kind']]: PageText } = {
  tx: 'entryTx',
  due: 'entryDue',
  system: 'entrySystem',
  block: 'entryBlock',
}

/**
 * Entries of the log as a table: what each is, what came of it, where it stands; within a block all stand in that, and on a page with the
 * island `check` each is checked in place.
 */
export function entryTable(
  caption: string,
  rows: readonly EntryRow[],
  context: PageContext,
  place: 'anywhere' | 'inBlock' | 'checked' = 'anywhere',
): Html {
  const { lang, site } = context
  const text = pageTexts[lang]
  const link = (href: string, label: string) => html`<a class="ds-link" href="${at(lang, href)}">${label}</a>`
  const block = {
    head: text.block,
    cell: (row: EntryRow) => link(paths.block(row.height), String(row.height)),
    figures: true,
  }
  const time = { head: text.time, cell: (row: EntryRow) => timeOf(row.time, lang, site.timeZone) }
  return stackedTable<EntryRow>(
    caption,
    [
      {
        head: text.entry,
        cell: ({ index }) =>
          place === 'checked' ? entryBadge(index, context) : link(paths.entry(index), String(index)),
        figures: true,
      },
      { head: text.what, cell: (row) => what(row, context) },
      { head: text.outcome, cell: (row) => outcome(row, context) },
      ...(place === 'inBlock' ? [] : [block, time]),
    ],
    rows,
  )
}

function what({ kind, affair, action }: EntryRow, { lang }: PageContext): Html | string {
  if (affair === undefined || action === undefined) return pageTexts[lang][entryKinds[kind]]
  return html`${affairWord(affair, lang)} · ${actionWord(affair, action, lang)}`
}

function outcome({ outcome: result }: EntryRow, { lang }: PageContext): Html | string {
  const text = pageTexts[lang]
  if (result === undefined) return '—'
  return result.ok
    ? tag(text.outcomeOk, 'success')
    : html`${tag(text.outcomeRefused, 'danger')} <code>${result.code}</code>`
}
