import {
  attributes,
  type Html,
  html,
  type Lang,
  type LocalText,
  localText,
  type NoticeRow,
  noticeList,
} from '@gongshi/ui'
import type { Cursor, Notice, NoticePage, PageContext } from '../data.ts'
import { at, paged, paths } from '../links.ts'
import { kindWord } from '../texts/codes.ts'
import { pageTexts } from '../texts/pages.ts'

/** What a notice is called: its title, or its identifier where the content that held the title is gone. */
export function noticeTitle(notice: Notice, lang: Lang): LocalText {
  const title = localText(notice.title, lang)
  return title.text.trim() === ''
    ? [{ lang, text: `${kindWord(notice.kind, lang)} ${notice.identifier}` }]
    : notice.title
}

/** A part of a list with the ways to the parts beside it: links, no script. */
export function noticePage({ notices, newer, older }: NoticePage, path: string, { lang, site }: PageContext): Html {
  const text = pageTexts[lang]
  const way = (rel: 'prev' | 'next', cursor: Cursor | null, label: string): Html | null =>
    cursor === null
      ? null
      : html`<a class="ds-link" ${attributes({ rel })} href="${at(lang, paged(path, cursor))}">${label}</a>`
  const pager =
    newer === null && older === null
      ? null
      : html`<nav class="pager" aria-label="${text.pages}">${way('prev', newer, text.newer)}${way('next', older, text.older)}</nav>`
  return html`${noticeList(noticeRows(notices, lang), lang, site.timeZone)}${pager}`
}

function noticeRows(notices: readonly Notice[], lang: Lang): NoticeRow[] {
  return notices.map((notice) => ({
    href: at(lang, paths.record(notice.key)),
    title: noticeTitle(notice, lang),
    organ: notice.organ.name,
    kind: kindWord(notice.kind, lang),
    at: notice.publishedAt,
    entry: notice.entry,
    entryHref: at(lang, paths.entry(notice.entry)),
    standing: notice.standing,
    synthetic: notice.synthetic,
  }))
}
