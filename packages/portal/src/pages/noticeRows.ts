import { type Lang, type LocalText, localText, type NoticeRow } from '@gongshi/ui'
import type { Notice } from '../data.ts'
import { at, paths } from '../links.ts'
import { kindWord } from '../texts/codes.ts'

/** What a notice is called: its title, or its identifier where the content that held the title is gone. */
export function noticeTitle(notice: Notice, lang: Lang): LocalText {
  const title = localText(notice.title, lang)
  return title.text.trim() === ''
    ? [{ lang, text: `${kindWord(notice.kind, lang)} ${notice.identifier}` }]
    : notice.title
}

export function noticeRows(notices: readonly Notice[], lang: Lang): NoticeRow[] {
  return notices.map((notice) => ({
    href: at(lang, paths.record(notice.key)),
    title: noticeTitle(notice, lang),
    organ: notice.organ.name,
    kind: kindWord(notice.kind, lang),
    at: notice.publishedAt,
    entry: notice.entry,
    standing: notice.standing,
    synthetic: notice.synthetic,
  }))
}
