import { type Html, html, htmlLang, type LocalText, localText } from '@gongshi/ui'
import type { Found, Notice, NoticePage, Organ, PageContext, SearchData } from '../data.ts'
import { at, paths } from '../links.ts'
import { searchQuery } from '../searchFilters.ts'
import { affairWord, entityWord } from '../texts/affairWords.ts'
import { kindWord } from '../texts/codes.ts'
import { pageTexts } from '../texts/pages.ts'
import { noticeTitle } from './noticeRows.ts'

/** Atom, RFC 4287; its older parts by RFC 5005 §3. */
export const feedType = 'application/atom+xml'

type FeedEntry = {
  readonly path: string
  readonly title: LocalText
  readonly summary: LocalText
  readonly category: string
  /** UnixMs. */
  readonly at: number
}

type Feed = {
  readonly title: string
  /** Of the feed, and of the page that shows the same, below the language. */
  readonly path: string
  readonly page: string
  readonly next: string | null
  readonly entries: readonly FeedEntry[]
}

/** The newest notices; those of one organ, where it is given. */
export function renderNoticeFeed(
  { notices, older }: NoticePage,
  organ: Organ | null,
  context: PageContext & { readonly base: string },
): string {
  const { lang } = context
  const path = organ === null ? paths.noticeFeed : paths.organFeed(organ)
  return renderFeed(
    {
      title: organ === null ? pageTexts[lang].latest : localText(organ.name, lang).text,
      path,
      page: organ === null ? paths.home : paths.organ(organ),
      next: older === null || !('before' in older) ? null : `${path}?before=${older.before}`,
      entries: notices.map((notice) => noticeEntry(notice, context)),
    },
    context,
  )
}

/** What a search finds, the newest first. */
export function renderSearchFeed(
  { query, filters, found, next }: SearchData,
  context: PageContext & { readonly base: string },
): string {
  const { lang } = context
  const path = paths.searchFeed(query ?? '', filters)
  return renderFeed(
    {
      title: `${query ?? ''} – ${pageTexts[lang].searchTitle}`,
      path,
      page: `${paths.search}${searchQuery(query ?? '', filters)}`,
      next: next === null ? null : `${path}&cursor=${encodeURIComponent(next)}`,
      entries: found.map((one) => foundEntry(one, context)),
    },
    context,
  )
}

/** The link to a feed, for a page that shows the same. */
export function feedLink(path: string, { lang }: PageContext): Html {
  return html`<p class="small"><a class="ds-link feed" type="${feedType}" href="${at(lang, path)}">${pageTexts[lang].feed}</a></p>`
}

function noticeEntry(notice: Notice, { lang }: PageContext): FeedEntry {
  const { organ, kind, publishedAt, key } = notice
  const title = noticeTitle(notice, lang)
  return { path: paths.record(key), title, summary: organ.name, category: kindWord(kind, lang), at: publishedAt }
}

function foundEntry(
  { path, title, excerpt, fragment, affair, entity, at: time }: Found,
  { lang }: PageContext,
): FeedEntry {
  const category = `${affairWord(affair, lang)} · ${entityWord(affair, entity, lang)}`
  const summary = fragment === null ? excerpt : [{ lang: 'und', text: fragment }]
  return { path, title, summary, category, at: time }
}

/** An entry keeps its id, which is its page's address, whenever it changes; so has the feed. */
function renderFeed(feed: Feed, { lang, site, base }: PageContext & { readonly base: string }): string {
  const url = (path: string) => `${base}${at(lang, path)}`
  const updated = Math.max(0, ...feed.entries.map(({ at: time }) => time))
  const document = html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${htmlLang[lang]}">
<id>${url(feed.path)}</id>
<title>${clean(`${feed.title} – ${site.name[lang]}`)}</title>
<updated>${new Date(updated).toISOString()}</updated>
<author><name>${site.name[lang]}</name></author>
<link rel="self" type="${feedType}" href="${url(feed.path)}"/>
<link rel="alternate" type="text/html" href="${url(feed.page)}"/>
${feed.next === null ? null : html`<link rel="next" type="${feedType}" href="${url(feed.next)}"/>\n`}${feed.entries.map((entry) => renderEntry(entry, url, lang))}</feed>
`
  return `<?xml version="1.0" encoding="utf-8"?>\n${document}`
}

function renderEntry(entry: FeedEntry, url: (path: string) => string, lang: PageContext['lang']): Html {
  const time = new Date(entry.at).toISOString()
  const [title, summary] = [localText(entry.title, lang), localText(entry.summary, lang)]
  return html`<entry>
<id>${url(entry.path)}</id>
<title xml:lang="${title.lang}">${clean(title.text)}</title>
<updated>${time}</updated>
<link rel="alternate" type="text/html" href="${url(entry.path)}"/>
<category term="${clean(entry.category)}"/>
<summary xml:lang="${summary.lang}">${clean(summary.text)}</summary>
</entry>
`
}

/** XML 1.0 §2.2 has no other characters, not even escaped. */
function clean(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
}
