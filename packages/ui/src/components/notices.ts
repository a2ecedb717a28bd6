import { formatDay } from '../format.ts'
import { fill, type Lang, type LocalText } from '../lang.ts'
import { type Html, html } from '../template/html.ts'
import { frameTexts } from '../texts/frame.ts'
import { evidenceBadge } from './panels.ts'
import { localSpan, type Standing, standingBadge, syntheticBadge } from './parts.ts'

export type NoticeRow = {
  readonly href: string
  readonly title: LocalText
  readonly organ: LocalText
  readonly kind: string
  readonly at: number
  readonly entry: number
  /** Where its evidence is. */
  readonly entryHref: string
  readonly standing: Standing
  readonly synthetic: boolean
}

/** The register: one row a notice, its day in the margin. */
export function noticeList(rows: readonly NoticeRow[], lang: Lang, timeZone: string): Html {
  if (rows.length === 0) return html`<p class="soft">${frameTexts[lang].none}</p>`
  return html`<ol class="register">${rows.map((row) => noticeRow(row, lang, timeZone))}</ol>`
}

function noticeRow(row: NoticeRow, lang: Lang, timeZone: string): Html {
  const day = formatDay(row.at, timeZone)
  return html`<li class="${row.standing}"><time class="day" datetime="${day}"><b>${day.slice(8)}</b> <span>${day.slice(0, 7)}</span></time><article>
<h3><a href="${row.href}">${localSpan(row.title, lang)}</a></h3>
<p class="line"><span>${localSpan(row.organ, lang)}</span><span>${row.kind}</span>${evidenceBadge(fill(frameTexts[lang].entryNumber, { index: row.entry }), row.entryHref)}${row.standing === 'current' ? null : standingBadge(row.standing, lang)}${row.synthetic ? syntheticBadge(lang) : null}</p>
</article></li>`
}
