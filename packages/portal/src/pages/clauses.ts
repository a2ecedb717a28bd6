import { fill, type Html, html, localSpan, renderFrame, stackedTable, tag } from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import type { ClauseRow } from '../governanceData.ts'
import { at, paths } from '../links.ts'
import { actionWord, affairWord, parameterWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'

/** The register of clauses on a day, and what rests on each. */
export function renderClauses(day: string, rows: readonly ClauseRow[], context: PageContext): string {
  const { lang, site } = context
  const text = pageTexts[lang]
  const body = html`<h1 class="title">${text.clausesTitle}</h1><p class="prose lead">${text.clausesLead}</p>
<form class="days section" action="${at(lang, paths.clauses)}" method="get"><p><label for="day">${text.clausesDay}</label><input class="ds-input" type="date" id="day" name="day" value="${day}" required></p>
<p><button class="ds-button" type="submit">${text.showDay}</button></p></form>
<section class="section">${stackedTable<ClauseRow>(
    fill(text.clausesOn, { day, total: rows.length }),
    [
      { head: text.clause, cell: ({ clause }) => name(clause, context) },
      { head: text.wording, cell: (row) => wordingOf(row, context) },
      { head: text.restsOn, cell: ({ resting }) => restingList(resting, context) },
    ],
    rows,
  )}</section>`
  return renderFrame({
    lang,
    site,
    title: text.clausesTitle,
    path: `${paths.clauses}?day=${day}`,
    section: 'ledger',
    body,
  })
}

function name({ code, text }: ClauseRow['clause'], { lang }: PageContext): Html {
  return html`<span id="clause-${code}"></span>${text === undefined ? null : localSpan(text, lang)} <code class="soft whole">${code}</code>`
}

function wordingOf(row: ClauseRow, context: PageContext): Html {
  return html`<p>${onTheDay(row, context)}</p>${history(row, context)}`
}

/** Every wording with its days; one alone that is in force says all in the line above. */
function history({ wording, wordings }: ClauseRow, { lang }: PageContext): Html | null {
  const text = pageTexts[lang]
  if (wordings.length === 0 || (wordings.length === 1 && wording !== null && wordings[0]!.until === null)) return null
  const items = wordings.map(({ number, from, until, title, link }) => {
    const end = until === null ? null : html` ${fill(text.wordingUntil, { until })}`
    const source =
      link?.startsWith('https://') === true
        ? html` <a class="ds-link" rel="noopener noreferrer" href="${link}">${text.wordingText}</a>`
        : null
    return html`<li>${fill(text.wordingFrom, { number, from })}${end}${title === null ? null : html`<br><span class="soft" lang="und">${title}</span>`}${source}</li>`
  })
  return html`<details class="fold small"><summary>${fill(text.wordings, { count: wordings.length })}</summary><ol class="plain">${items}</ol></details>`
}

function onTheDay({ wording, why }: ClauseRow, { lang }: PageContext): Html {
  const text = pageTexts[lang]
  if (wording === null) {
    const words = { unknown: text.clauseUnknown, repealed: text.clauseRepealed, later: text.clauseLater }
    return why === null ? html`—` : tag(words[why], why === 'repealed' ? 'danger' : 'warning')
  }
  const standing = wording.isConfirmed ? tag(text.wordingConfirmed, 'success') : tag(text.wordingUnconfirmed, 'warning')
  return html`${fill(text.wordingFrom, { number: wording.number, from: wording.from })} ${standing}`
}

/** More than these are folded away: a law on which thirty acts rest would hide the next one. */
const shownAtOnce = 2

function restingList(resting: ClauseRow['resting'], { lang }: PageContext): Html {
  if (resting.length === 0) return html`—`
  const list = html`<ul class="plain">${resting.map(
    ({ affair, kind, name: part }) =>
      html`<li><a class="ds-link" href="${at(lang, kind === 'action' ? paths.act(affair, part) : paths.affair(affair))}">${affairWord(affair, lang)}</a> · ${kind === 'action' ? actionWord(affair, part, lang) : parameterWord(affair, part, lang)}</li>`,
  )}</ul>`
  if (resting.length <= shownAtOnce) return list
  return html`<details><summary>${fill(pageTexts[lang].restingRules, { count: resting.length })}</summary>${list}</details>`
}
