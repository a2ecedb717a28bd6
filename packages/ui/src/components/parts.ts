import { formatDate, formatDay, formatTime, groupedHash, shortHash } from '../format.ts'
import { type Lang, type LocalText, localText } from '../lang.ts'
import { attributes, type Child, type Html, html } from '../template/html.ts'
import { frameTexts } from '../texts/frame.ts'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

export function tag(label: Child, tone: Tone = 'neutral'): Html {
  return html`<span class="ds-tag" data-color="${tone}" data-variant="outline">${label}</span>`
}

/** The word for what a record is now, always a word and never a colour alone. */
export type Standing = 'current' | 'superseded' | 'withdrawn' | 'erased' | 'absent'

const standingTone: { readonly [S in Standing]: Tone } = {
  current: 'success',
  superseded: 'warning',
  withdrawn: 'danger',
  erased: 'neutral',
  absent: 'neutral',
}

export function standingBadge(standing: Standing, lang: Lang): Html {
  return tag(frameTexts[lang][standing], standingTone[standing])
}

export function syntheticBadge(lang: Lang): Html {
  return html`<span class="ds-tag synthetic" data-color="warning">${frameTexts[lang].synthetic}</span>`
}

/** Says by an own `lang` attribute when a text is not in the page's language, so that it is read and set rightly. */
export function localSpan(texts: LocalText, lang: Lang): Child {
  const chosen = localText(texts, lang)
  return chosen.lang.split('-')[0] === lang ? chosen.text : html`<span lang="${chosen.lang}">${chosen.text}</span>`
}

export type Fact = { readonly name: Child; readonly value: Child }

/** Names and values as a description list; `sided` puts them side by side where there is room. */
export function factList(facts: readonly Fact[], shape: 'stacked' | 'sided' = 'stacked'): Html {
  const rows = facts.map(({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)
  return html`<dl class="facts ${shape}">${rows}</dl>`
}

/** A whole hash, breakable anywhere. */
export function hash(hex: string): Html {
  return html`<span class="hash">${hex}</span>`
}

/** A hash that opens: its ends in a line, the whole in groups of four when asked for. */
export function foldedHash(hex: string): Html {
  return html`<details class="fold"><summary><span class="hash">${shortHash(hex)}</span></summary><span class="hash">${groupedHash(hex)}</span></details>`
}

export function timeOf(at: number, lang: Lang, timeZone: string): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${formatTime(at, lang, timeZone)}</time>`
}

/** A day without a clock: dates in law begin and end with it. */
export function dateOf(at: number, lang: Lang, timeZone: string): Html {
  return html`<time datetime="${formatDay(at, timeZone)}">${formatDate(at, lang, timeZone)}</time>`
}

/** `sort`: the address under which the rows stand in this column's order, and the order in which they do now. */
export type Column<Row> = {
  readonly head: string
  readonly cell: (row: Row) => Child
  readonly figures?: boolean
  readonly sort?: { readonly href: string; readonly order: 'ascending' | 'descending' | null }
}

/** A table with its caption, in a region that scrolls by itself: the page never scrolls sideways. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="ds-table">
<caption>${caption}</caption>
<thead><tr>${columns.map(columnHead)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${columns.map(
        ({ cell, figures }) => html`<td ${attributes({ class: figures === true ? 'figure' : null })}>${cell(row)}</td>`,
      )}</tr>`,
  )}</tbody>
</table></div>`
}

/** Ordered by a link in the head: an address for each order, and nothing to load. */
function columnHead<Row>({ head, sort }: Column<Row>): Html {
  if (sort === undefined) return html`<th scope="col">${head}</th>`
  return html`<th scope="col" ${attributes({ 'aria-sort': sort.order })}><a class="ds-link" href="${sort.href}">${head}</a></th>`
}

/** As `table`; on a narrow screen each row becomes a card, its cells under each other with their heads beside them. */
export function stackedTable<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  // Roles are said, since what CSS lays out as blocks is no table to some readers.
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table class="ds-table stacks" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">${columns.map(({ head }) => html`<th scope="col" role="columnheader">${head}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(
    (row) =>
      html`<tr role="row">${columns.map(
        ({ head, cell, figures }) =>
          html`<td role="cell" ${attributes({ 'data-head': head, class: figures === true ? 'figure' : null })}><div>${cell(row)}</div></td>`,
      )}</tr>`,
  )}</tbody>
</table></div>`
}

export type Moment = { readonly standing: Standing; readonly head: Child; readonly body: Child }

/** Versions or events, newest first. */
export function timeline(moments: readonly Moment[]): Html {
  return html`<ol class="timeline">${moments.map(
    ({ standing, head, body }) => html`<li class="${standing}"><h3>${head}</h3><div class="stack">${body}</div></li>`,
  )}</ol>`
}

/** A message that stands out; `heading` names it, the tone is never its only sign. */
export function alert(tone: Exclude<Tone, 'neutral'>, heading: string, body: Child, level: 2 | 3 = 2): Html {
  const title = level === 2 ? html`<h2 class="subtitle">${heading}</h2>` : html`<h3 class="subtitle">${heading}</h3>`
  return html`<div class="ds-alert stack" data-color="${tone}">${title}<div class="stack">${body}</div></div>`
}

export function maskedValue(lang: Lang): Html {
  return html`<span class="masked">${frameTexts[lang].masked}</span>`
}

export function buttonLink(
  href: string,
  label: Child,
  extra: { readonly download?: boolean; readonly primary?: boolean } = {},
): Html {
  const more = attributes({
    'data-variant': extra.primary === true ? null : 'secondary',
    download: extra.download === true,
  })
  return html`<a class="ds-button" href="${href}" ${more}>${label}</a>`
}

/** The stamp of the register, as archives stamp what they take in: a label, a number, a day. Never an organ's seal. */
export function accessionStamp(label: string, number: string, below: string): Html {
  return html`<p class="accession">${label}<span class="number figure">${number}</span><span class="figure">${below}</span></p>`
}
